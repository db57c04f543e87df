//! The document of `serve`: one arrival, which is a connection, or one of the requests on it.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::text::Text;
use crate::wire::http1::Field;
pub use crate::wire::opening::Opening;
use crate::wire::proxy_header::ProxyHeader;
use crate::wire::syn::Syn;

/// Who came, with what, and how it ended. A connection is one arrival; of HTTP, each request is one, the first of a
/// connection and those on a connection that is kept, with `exchange` counting them. Secrets are struck out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ArrivalDocument {
    /// [`ArrivalDocument::SCHEMA`].
    pub schema: String,
    /// The number of this arrival in the order told, from 1.
    pub number: u64,
    /// The number of its connection in the order accepted, from 1.
    pub connection: u64,
    /// Which arrival of its connection it is, from 1: further requests on one connection have further numbers.
    pub exchange: u32,
    /// When it came (RFC 3339, UTC): the connection, or the first byte of a further request.
    pub at: String,
    /// Who connected.
    pub from: Endpoint,
    /// Where it connected to.
    pub to: Endpoint,
    /// The family of addresses.
    pub family: Family,
    /// How many hops away the client stands, as a trace counts: 1 is this machine itself, or one on the same link. Taken
    /// from the TTL that its SYN had left and the one that systems begin with; null where the system does not tell, or the SYN was sent with a
    /// small TTL, as searches for a path send it.
    pub hops: Option<u8>,
    /// What its SYN said; null where the system does not tell.
    pub syn: Option<Syn>,
    /// What it spoke, by its first bytes; null where it said nothing.
    pub protocol: Option<Opening>,
    /// The beginning of what it said, escaped; null where it said nothing.
    pub first_bytes: Option<String>,
    /// What it calls itself or asks for in its protocol: an SSH client's version, a player's host.
    pub says: Option<String>,
    /// The PROXY protocol's header that came first.
    pub proxy_header: Option<ProxyHeader>,
    /// TLS, where it was spoken.
    pub tls: Option<TlsAsked>,
    /// The HTTP request, where one came.
    pub request: Option<RequestSeen>,
    /// The status that it was answered with.
    pub status: Option<u16>,
    /// Bytes that came, TLS's own among them.
    pub received_bytes: u64,
    /// Bytes that were sent.
    pub sent_bytes: u64,
    /// From `at` to the end, in milliseconds.
    pub took_ms: f64,
    /// The fault that it met on purpose, as `--fault` spells it; null where none.
    #[serde(default)]
    pub fault: Option<String>,
    /// How it ended.
    pub end: Ending,
    /// What there is to say of it, in one sentence.
    pub note: Option<Text>,
}

/// One end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Endpoint {
    /// The address; IPv4 stays IPv4 where a socket of both families took it.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
}

/// A family of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

/// What a client asked of TLS, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TlsAsked {
    /// The name of the server that it asked for (RFC 6066 section 3).
    pub server_name: Option<String>,
    /// The application protocols that it offered (RFC 7301), at most 16.
    pub alpn: Vec<String>,
    /// How many cipher suites it offered.
    pub suites: u16,
    /// The version agreed upon; null where the handshake failed.
    pub version: Option<String>,
    /// The cipher suite agreed upon.
    pub suite: Option<String>,
    /// The application protocol agreed upon.
    pub protocol: Option<String>,
    /// What was spoken within.
    pub inside: Option<Opening>,
    /// Why the handshake failed; null where it did not.
    pub failed: Option<String>,
}

/// An HTTP request as it may be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RequestSeen {
    /// The method.
    pub method: String,
    /// The target, without its query's secrets.
    pub target: String,
    /// The version, such as `HTTP/1.1`; empty where the request was refused before that.
    pub version: String,
    /// The fields in the order sent, at most 100.
    pub fields: Vec<Field>,
    /// Bytes of its body.
    pub body_bytes: u64,
}

/// How an arrival ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// It was answered.
    Answered,
    /// The client closed the connection.
    Closed,
    /// The client reset the connection.
    Reset,
    /// The client has said nothing for a while; it may speak later, as another arrival.
    Silent,
    /// It goes on; what follows is told as another arrival.
    Open,
    /// The client was too slow, and was cut off.
    Slow,
    /// What it said is no such request, or is more than is taken.
    Refused,
    /// The TLS handshake failed.
    TlsFailed,
    /// netwhy knows the protocol and does not speak it; the connection was closed.
    NotSpoken,
    /// A fault was made on purpose.
    Fault,
    /// netwhy was ended.
    Stopped,
    /// This machine's own failure.
    Failed,
}

impl Endpoint {
    /// The end at `address`; an IPv4 address within IPv6 becomes itself again (RFC 4291 section 2.5.5.2).
    pub fn of(address: SocketAddr) -> Endpoint {
        Endpoint { address: address.ip().to_canonical(), port: address.port() }
    }

    /// Its family.
    pub fn family(self) -> Family {
        if self.address.is_ipv4() { Family::Ipv4 } else { Family::Ipv6 }
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        SocketAddr::new(self.address, self.port).fmt(f)
    }
}

impl ArrivalDocument {
    /// The schema's name and major version.
    pub const SCHEMA: &str = "netwhy.arrival/1";

    /// A connection of which nothing is known but its ends.
    pub fn new(connection: u64, at: String, from: SocketAddr, to: SocketAddr, syn: Option<Syn>) -> ArrivalDocument {
        let from = Endpoint::of(from);
        ArrivalDocument {
            schema: ArrivalDocument::SCHEMA.to_owned(),
            number: 0,
            connection,
            exchange: 1,
            at,
            from,
            to: Endpoint::of(to),
            family: from.family(),
            hops: syn.as_ref().and_then(Syn::hops),
            syn,
            protocol: None,
            first_bytes: None,
            says: None,
            proxy_header: None,
            tls: None,
            request: None,
            status: None,
            received_bytes: 0,
            sent_bytes: 0,
            took_ms: 0.0,
            fault: None,
            end: Ending::Closed,
            note: None,
        }
    }
}
