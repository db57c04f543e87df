//! One HTTP request and its answer, phase by phase and byte for byte.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Connection, Handshake, ProxyAnswer, Resolution};
pub use crate::wire::http1::Framing;
use crate::wire::http1::{Breach, Field, Head, Interim, Secrets, without_query, without_secrets};

/// One exchange. Secrets stand struck out in it, unless the user asked to see them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Exchange {
    /// The URL asked for.
    pub url: String,
    /// The method sent.
    pub method: String,
    /// The proxy it went through, if one.
    pub proxy: Option<String>,
    /// The machine connected to: the target, or the proxy.
    pub address: Option<SocketAddr>,
    /// True where the connection had carried an exchange before.
    pub reused: bool,
    /// True where the connection kept from before proved to be closed without a byte, and the request was sent again over
    /// a new one.
    #[serde(default)]
    pub retried: bool,
    /// How long each phase took.
    pub phases: Phases,
    /// What the system's resolver said, where it was asked.
    #[serde(default)]
    pub resolution: Option<Resolution>,
    /// The addresses in the order in which they are to be tried, the families in turn (Happy Eyeballs, RFC 8305).
    #[serde(default)]
    pub order: Vec<SocketAddr>,
    /// Every address tried, in the order tried, with how each ended.
    pub tried: Vec<Connection>,
    /// Addresses tried too, and left when another had opened before they answered.
    #[serde(default)]
    pub left: Vec<SocketAddr>,
    /// The handshake with the proxy itself, where TLS is spoken to it.
    #[serde(default)]
    pub proxy_tls: Option<Handshake>,
    /// What the proxy answered, where one was asked for passage.
    pub proxy_answer: Option<ProxyAnswer>,
    /// The handshake with the target, where TLS is spoken to it.
    pub tls: Option<Handshake>,
    /// The bytes sent; the body among them only where secrets were asked for.
    pub sent: Payload,
    /// The bytes received, interim answers and framing included.
    pub received: Payload,
    /// Interim answers (1xx, RFC 9110 section 15.2).
    pub interim: Vec<Interim>,
    /// The head of the answer; null where none came.
    pub head: Option<Head>,
    /// What is known of the body.
    pub body: Option<Body>,
    /// Fields after a chunked body (RFC 9112 section 7.1.2).
    pub trailers: Vec<Field>,
    /// Every breach of the protocol, in the order of the bytes.
    pub irregular: Vec<Breach>,
    /// How it ended.
    pub ended: ExchangeEnd,
}

/// How long each phase took, in milliseconds; null where it did not take place.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Phases {
    /// Looking the name up.
    pub resolve_ms: Option<f64>,
    /// Opening the TCP connection, all addresses tried included.
    pub connect_ms: Option<f64>,
    /// Asking the proxy for passage.
    pub proxy_ms: Option<f64>,
    /// The TLS handshake with the target.
    pub tls_ms: Option<f64>,
    /// Handing the request over to the system.
    pub sent_ms: Option<f64>,
    /// From the request sent to the first byte of the answer.
    pub first_byte_ms: Option<f64>,
    /// From the first byte to the last.
    pub body_ms: Option<f64>,
    /// All of it.
    pub total_ms: f64,
}

/// Bytes as a document can hold them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Payload {
    /// How many there are in all.
    pub bytes: u64,
    /// The bytes kept, where they are UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The bytes kept in base64 (RFC 4648), where they are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
    /// True where not all are kept.
    pub truncated: bool,
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Body {
    /// Its length in bytes, framing aside, as far as it came.
    pub bytes: u64,
    /// What ends it.
    pub framing: Framing,
    /// The content codings it came in (RFC 9110 section 8.4), the outermost last.
    pub codings: Vec<String>,
    /// Its length once decoded, where that was asked for and could be done within the bound.
    pub decoded_bytes: Option<u64>,
    /// Why it could not be decoded.
    pub decode_fault: Option<String>,
}

/// How an exchange ended: the first thing that went wrong, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExchangeEnd {
    /// A whole answer came.
    Answered,
    /// The host, or the proxy's, has no address.
    Unresolved,
    /// No address could be connected to.
    NotConnected,
    /// The proxy did not open the way.
    ProxyFailed,
    /// The TLS handshake failed, or the server is not trusted.
    TlsFailed,
    /// The connection was reset before a whole head came.
    Reset,
    /// The connection was closed before a whole head came.
    Closed,
    /// Nothing came in time.
    Silent,
    /// Bytes came, and the answer was not whole in time.
    TimedOut,
    /// Bytes came that are not HTTP.
    NotHttp,
    /// The body ended early: reset, closed, or cut off in time or size.
    Incomplete,
    /// The length of the body is told in a way that contradicts itself or makes no sense, so nobody can know where it
    /// ends (RFC 9112 section 6.3).
    Misframed,
    /// The user ended it.
    Interrupted,
    /// A bound was reached: the answer is larger, or has more interim answers, than is read.
    Bounded,
}

impl Exchange {
    /// The exchange as it may be shown. Stars stand for secrets, one a byte, so that offsets stay true; those that were
    /// `sent` are struck wherever they came back. Of what was sent, the head alone is kept: forms hold passwords.
    pub fn without_secrets(self, sent: &Secrets) -> Exchange {
        let irregular = self.irregular.iter().map(|breach| self.shown(breach, sent)).collect();
        let field = |field: &Field| {
            let shown = field.without_secrets();
            Field { value: sent.strike_text(&shown.value), ..shown }
        };
        let head = |head: &Head| Head {
            reason: sent.strike_text(&head.reason),
            fields: head.fields.iter().map(field).collect(),
            ..head.clone()
        };
        Exchange {
            url: without_query(&self.url),
            sent: self.sent.head().map(|bytes| sent.strike(&without_secrets(bytes, true))),
            received: self.received.map(|bytes| sent.strike(&without_secrets(bytes, true))),
            interim: self.interim.iter().map(|one| Interim { at: one.at, head: head(&one.head) }).collect(),
            head: self.head.as_ref().map(head),
            trailers: self.trailers.iter().map(field).collect(),
            irregular,
            ..self
        }
    }

    /// A breach without what stands there, where that may be part of a secret.
    fn shown(&self, breach: &Breach, sent: &Secrets) -> Breach {
        let kept = self.received.kept();
        let at = usize::try_from(breach.at).unwrap_or(usize::MAX);
        let end = kept.len().min(at.saturating_add(breach.detail.len()));
        let is_harmless = at < kept.len() && sent.strike(&without_secrets(&kept, true))[at..end] == kept[at..end];
        match is_harmless {
            true => breach.clone(),
            false => Breach { detail: String::new(), ..breach.clone() },
        }
    }
}

impl Payload {
    /// The bytes kept.
    pub fn kept(&self) -> Vec<u8> {
        match (&self.text, &self.base64) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(base64)) => data_encoding::BASE64.decode(base64.as_bytes()).unwrap_or_default(),
            (None, None) => Vec::new(),
        }
    }

    /// The head of a message, as much of it as is kept; its length is told as it was.
    fn head(&self) -> Payload {
        let kept = self.kept();
        // A blank line before the request line ends no head (RFC 9112 section 2.2).
        let start = kept.len() - kept.trim_ascii_start().len();
        let after = |at: usize, mark: &[u8]| start + at + mark.len();
        let end =
            |mark: &[u8]| kept[start..].windows(mark.len()).position(|part| part == mark).map(|at| after(at, mark));
        let end = end(b"\r\n\r\n").into_iter().chain(end(b"\n\n")).min().unwrap_or(kept.len());
        Payload { truncated: self.truncated || end < kept.len(), ..Payload::of(&kept[..end], self.bytes) }
    }

    /// The same with its kept bytes changed, their number in all told as it was.
    pub(crate) fn map(&self, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Payload {
        Payload { bytes: self.bytes, truncated: self.truncated, ..Payload::of(&change(&self.kept()), self.bytes) }
    }

    /// `kept` are the first of `bytes` bytes.
    pub fn of(kept: &[u8], bytes: u64) -> Payload {
        let truncated = bytes > kept.len() as u64;
        // A character cut in two at the end makes no text binary.
        let kept = match std::str::from_utf8(kept) {
            Err(error) if truncated && error.error_len().is_none() => &kept[..error.valid_up_to()],
            _ => kept,
        };
        match std::str::from_utf8(kept) {
            Ok(text) => Payload { bytes, text: Some(text.to_owned()), base64: None, truncated },
            Err(_) => Payload { bytes, text: None, base64: Some(data_encoding::BASE64.encode(kept)), truncated },
        }
    }
}
