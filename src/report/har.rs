//! HTTP Archive 1.2: what browsers' tools save and open (<http://www.softwareishard.com/blog/har-12-spec/>). Not a document
//! of netwhy's own; its names are those of the format.

use serde::Serialize;

/// One exchange.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HarEntry {
    /// When it began, as in RFC 3339.
    pub started_date_time: String,
    /// How long it took, in milliseconds: the sum of the timings that are known.
    pub time: f64,
    /// What was asked.
    pub request: HarRequest,
    /// What was answered.
    pub response: HarResponse,
    /// Nothing: what caches did is not seen.
    pub cache: HarCache,
    /// Where the time went.
    pub timings: HarTimings,
    /// The address of the server.
    #[serde(rename = "serverIPAddress", skip_serializing_if = "Option::is_none")]
    pub server_ip_address: Option<String>,
    /// Where the client was: `ADDRESS:PORT`, which tells its connections apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
    /// What else is to be said: why it failed, which rules changed it, what was cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What was asked.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HarRequest {
    /// The method.
    pub method: String,
    /// The URL without its fragment.
    pub url: String,
    /// `HTTP/1.1`.
    pub http_version: String,
    /// The cookies sent.
    pub cookies: Vec<HarPair>,
    /// The headers.
    pub headers: Vec<HarPair>,
    /// The query in parts.
    pub query_string: Vec<HarPair>,
    /// The body, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_data: Option<HarPostData>,
    /// The bytes of the head; -1, since it was not counted.
    pub headers_size: i64,
    /// The bytes of the body.
    pub body_size: i64,
}

/// What was answered.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HarResponse {
    /// The status; 0 where none came.
    pub status: u16,
    /// Its reason.
    pub status_text: String,
    /// `HTTP/1.1`.
    pub http_version: String,
    /// The cookies set.
    pub cookies: Vec<HarPair>,
    /// The headers.
    pub headers: Vec<HarPair>,
    /// The body.
    pub content: HarContent,
    /// Where it leads.
    #[serde(rename = "redirectURL")]
    pub redirect_url: String,
    /// The bytes of the head; -1, since it was not counted.
    pub headers_size: i64,
    /// The bytes of the body as they came.
    pub body_size: i64,
}

/// A name and a value: a header, a cookie, a part of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HarPair {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// The body of a request.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HarPostData {
    /// Its media type.
    pub mime_type: String,
    /// The parts of a form.
    pub params: Vec<HarPair>,
    /// The text.
    pub text: String,
    /// `base64` where the text is (a word of browsers' own: the format knows it for answers alone).
    #[serde(rename = "_encoding", skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The body of an answer.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HarContent {
    /// Its bytes, undone from its coding.
    pub size: i64,
    /// How many bytes the coding saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<i64>,
    /// Its media type.
    pub mime_type: String,
    /// The text, or the bytes in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `base64` where the text is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What caches did.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct HarCache {}

/// Where the time went, in milliseconds; -1 where a phase did not happen or was not seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct HarTimings {
    /// Waiting for a connection.
    pub blocked: f64,
    /// Looking up the name.
    pub dns: f64,
    /// Opening the connection, TLS and all.
    pub connect: f64,
    /// TLS alone.
    pub ssl: f64,
    /// Sending.
    pub send: f64,
    /// Waiting for the answer's head.
    pub wait: f64,
    /// Taking the rest.
    pub receive: f64,
}

/// What stands before the entries of a file, and what behind.
pub fn har_frame() -> (String, &'static str) {
    let version = env!("CARGO_PKG_VERSION");
    let creator = format!("{{\"name\":\"netwhy\",\"version\":\"{version}\"}}");
    (format!("{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"pages\":[],\"entries\":["), "\n]}}\n")
}
