//! One exchange that passed through `netwhy proxy`, as one line of JSON.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The schema's name and major version.
pub const PASSED_SCHEMA: &str = "netwhy.passed/1";

/// What passed, and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Passed {
    /// [`PASSED_SCHEMA`].
    pub schema: String,
    /// When it began (RFC 3339, UTC).
    pub at: String,
    /// The client's address and port.
    pub client: String,
    /// The name it logged in with; null where none was asked for.
    pub user: Option<String>,
    /// In what way the proxy was asked.
    pub way: PassedWay,
    /// The method; `CONNECT` for tunnels of SOCKS, too.
    pub method: String,
    /// The URL asked for, or `HOST:PORT` of a tunnel; login and query are struck out.
    pub url: String,
    /// True where TLS was ended at the proxy to show the content.
    #[serde(default)]
    pub intercepted: bool,
    /// The status that the client was given; null where it was given none.
    pub status: Option<u16>,
    /// How it ended.
    pub ended: PassedEnd,
    /// Bytes from the client: of the body, or of the tunnel.
    pub sent_bytes: u64,
    /// Bytes to the client: of the body, or of the tunnel.
    pub received_bytes: u64,
    /// The address and port connected to; null where there was no connection.
    pub server: Option<String>,
    /// True where the connection had been used before.
    pub reused: bool,
    /// When what happened.
    pub phases: PassedPhases,
    /// What a rule did with it; null where none did anything.
    pub changed: Option<String>,
    /// The error type of RFC 9209 section 2.3; null where nothing went wrong.
    pub error: Option<String>,
    /// The cause as `diagnose` names it; null where none was found.
    pub cause: Option<String>,
    /// What went wrong, in a sentence.
    pub summary: Option<Text>,
}

/// In what way the proxy was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PassedWay {
    /// A request that is passed on.
    Request,
    /// A tunnel by CONNECT.
    Connect,
    /// A tunnel by SOCKS 5.
    Socks5,
    /// SOCKS 4, which is not served.
    Socks4,
}

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PassedEnd {
    /// Everything was passed on.
    Whole,
    /// The proxy answered by itself.
    Answered,
    /// The answer, or the tunnel, broke off on the origin's side.
    Truncated,
    /// The client left before the end.
    ClientLeft,
    /// Nothing moved for too long.
    Stalled,
    /// The proxy was told to end.
    Cut,
}

/// When what happened, in milliseconds; null where it did not.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PassedPhases {
    /// How long the name took.
    pub resolve_ms: Option<f64>,
    /// How long connecting took.
    pub connect_ms: Option<f64>,
    /// How long the proxy behind took to open the way.
    pub proxy_ms: Option<f64>,
    /// How long TLS with the origin took.
    pub tls_ms: Option<f64>,
    /// When the head of the answer had come, from the beginning.
    pub first_byte_ms: Option<f64>,
    /// How long it all took.
    pub total_ms: f64,
}
