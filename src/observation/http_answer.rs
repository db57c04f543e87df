//! What an HTTP server answered to one question.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Purpose;
use crate::text::Text;
use crate::wire::http1::Breach;
use crate::wire::spoken::Spoken;

/// One `HEAD` or `GET` over an own connection, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HttpAnswer {
    /// The address asked.
    pub address: IpAddr,
    /// The port asked.
    pub port: u16,
    /// Why it was asked.
    pub purpose: Purpose,
    /// The `Host` field sent.
    pub host: String,
    /// The path asked for.
    pub path: String,
    /// How it ended.
    pub ended: HttpEnd,
    /// The status code, where an HTTP answer came.
    pub status: Option<u16>,
    /// The answer's `Location`.
    pub location: Option<String>,
    /// True where it was asked over TLS.
    #[serde(default)]
    pub tls: bool,
    /// The proxy it was asked through, if one.
    #[serde(default)]
    pub via: Option<String>,
    /// The reason phrase.
    #[serde(default)]
    pub reason: Option<String>,
    /// `Server` of the answer.
    #[serde(default)]
    pub server: Option<String>,
    /// What the other end speaks, where it is not HTTP.
    #[serde(default)]
    pub spoken: Option<Spoken>,
    /// The beginning of what came, where that helps: not HTTP, or the text of an error. At most 200 characters,
    /// control characters escaped.
    #[serde(default)]
    pub excerpt: Option<String>,
    /// How the answer breaks its protocol, in the order of the bytes.
    #[serde(default)]
    pub irregular: Vec<Breach>,
    /// Expectations of the user's that it misses, in words.
    #[serde(default)]
    pub missed: Vec<Text>,
    /// True where the user said that this very status is right, whatever it is.
    #[serde(default)]
    pub is_expected: bool,
    /// True where the request was sent as it was given, and the blank line that ends its head was missing.
    #[serde(default)]
    pub unfinished: bool,
}

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HttpEnd {
    /// The head of an answer came.
    Answered,
    /// Bytes came that are not HTTP.
    NotHttp,
    /// The connection was reset before an answer.
    Reset,
    /// The connection was closed before an answer.
    Closed,
    /// Nothing came in time.
    Silent,
    /// An answer began, and was not whole in time.
    Slow,
    /// An answer began, and ended before it was whole, or broke its framing.
    Broken,
}

impl HttpAnswer {
    /// True for an error of the server's that was not expected, and for an answer that misses an expectation.
    pub fn is_refusal(&self) -> bool {
        let is_error = self.status.is_some_and(|status| status >= 500) && !self.is_expected;
        is_error || !self.missed.is_empty()
    }

    pub(crate) fn describe(&self) -> Text {
        let asked = format!("HTTP {} Host: {}", self.path, self.host);
        let to = self.location.as_ref().map(|location| format!(" → {location}")).unwrap_or_default();
        let status = self.status.map_or_else(String::new, |status| status.to_string());
        let (en, zh) = match self.ended {
            HttpEnd::Answered => (format!("status {status}{to}"), format!("状态码 {status}{to}")),
            HttpEnd::NotHttp => ("an answer that is not HTTP".to_owned(), "回应不是 HTTP".to_owned()),
            HttpEnd::Reset => ("the connection is reset".to_owned(), "连接被重置".to_owned()),
            HttpEnd::Closed => {
                ("the connection is closed without an answer".to_owned(), "连接未作应答即被关闭".to_owned())
            }
            HttpEnd::Silent => ("no answer".to_owned(), "没有应答".to_owned()),
            HttpEnd::Broken if self.status.is_none() => ("a broken answer".to_owned(), "应答残缺".to_owned()),
            HttpEnd::Broken => {
                (format!("status {status}{to}, and a broken answer"), format!("状态码 {status}{to}，应答残缺"))
            }
            HttpEnd::Slow => ("an answer that is not whole in time".to_owned(), "应答未在时限内完成".to_owned()),
        };
        Text::new(format!("{asked}: {en}"), format!("{asked}：{zh}"))
    }
}
