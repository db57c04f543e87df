//! One request for passage, by whatever the proxy speaks.

use std::net::{IpAddr, SocketAddr};

use tokio::time::Instant;

use crate::observation::{
    Handshake, HandshakeEnd, ProxyAnswer, ProxyEnd, ProxySource, ProxyWay, Purpose, Record, Resolution,
};
use crate::probe::Stream;
use crate::probe::proxy::ear::Ear;
use crate::probe::proxy::{connect, socks};
use crate::probe::resolve::{Families, system};
use crate::probe::tls;
use crate::target::{Host, Proxy, ProxyScheme};
use crate::wire::socks::{Destination, Version};

/// Which passage is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The proxy.
    pub proxy: &'a Proxy,
    /// What named it.
    pub from: &'a ProxySource,
    /// The target. For schemes that resolve names here (`socks4`, `socks5`) the system is asked for a name.
    pub host: &'a Host,
    /// Its port.
    pub port: u16,
    /// Fields to send to an HTTP proxy besides, before those that are sent by themselves.
    pub fields: &'a [(String, String)],
    /// Whom to trust where the proxy is spoken to over TLS. The name to expect is the proxy's own, and neither the own
    /// certificate nor the protocols to offer are used: those are the target's.
    pub tls: &'a tls::Settings,
    /// Why.
    pub purpose: Purpose,
}

/// What came of it.
pub struct Passed {
    /// What the proxy answered.
    pub answer: ProxyAnswer,
    /// The handshake with the proxy itself, where it is spoken to over TLS.
    pub handshake: Option<Handshake>,
    /// The way to the target, where it is open. Nothing that came over it is lost.
    pub stream: Option<Stream>,
}

impl Passage<'_> {
    /// An answer of which nothing has been heard.
    pub(super) fn blank(&self, at: SocketAddr) -> ProxyAnswer {
        ProxyAnswer {
            proxy: self.proxy.to_string(),
            from: self.from.clone(),
            address: at.ip(),
            port: at.port(),
            purpose: self.purpose,
            way: way(self.proxy.scheme),
            asked_for: place(self.host, self.port),
            ended: ProxyEnd::Silent,
            status: None,
            reason: None,
            reply: None,
            login_given: false,
            login_ways: Vec::new(),
            realm: None,
            via: None,
            server: None,
            proxy_status: Vec::new(),
            error_code: None,
            excerpt: None,
            spoken: None,
            unsure: false,
            took_ms: None,
        }
    }
}

/// Asks over `stream`, which leads to the proxy at `at`, for the passage, by `deadline`. A login is given at once.
pub async fn pass(stream: Stream, at: SocketAddr, passage: &Passage<'_>, deadline: Instant) -> Passed {
    let mut answer = passage.blank(at);
    let login = passage.proxy.login.as_ref();
    let began = Instant::now();
    let mut handshake = None;
    // What would break the request; no such name is of this world anyway.
    if answer.asked_for.contains(|c: char| c.is_whitespace() || c.is_control()) {
        answer.ended = ProxyEnd::NotPossible;
        return Passed { answer, handshake, stream: None };
    }
    let stream = match passage.proxy.scheme {
        ProxyScheme::Http => {
            answer.login_given = login.is_some();
            let place = answer.asked_for.clone();
            connect::tunnel(Ear { stream, deadline }, &place, login, passage.fields, &mut answer).await
        }
        ProxyScheme::Https => {
            let (seen, inner) = shake(stream, at, passage, deadline).await;
            let inner = inner.filter(|_| seen.is_trusted());
            let place = answer.asked_for.clone();
            let stream = match inner {
                None => {
                    not_shaken(&seen, &mut answer);
                    None
                }
                Some(stream) => {
                    answer.login_given = login.is_some();
                    connect::tunnel(Ear { stream, deadline }, &place, login, passage.fields, &mut answer).await
                }
            };
            handshake = Some(seen);
            stream
        }
        scheme => match destination(scheme, passage.host, deadline).await {
            None => {
                answer.ended = ProxyEnd::NotPossible;
                None
            }
            Some(destination) => {
                if let Some(address) = address(&destination) {
                    answer.asked_for = SocketAddr::new(address, passage.port).to_string();
                }
                let version = match scheme {
                    ProxyScheme::Socks4 | ProxyScheme::Socks4a => Version::Four,
                    _ => Version::Five,
                };
                let to = (&destination, passage.port);
                socks::tunnel(Ear { stream, deadline }, version, to, login, &mut answer).await
            }
        },
    };
    answer.took_ms = (answer.ended != ProxyEnd::NotPossible).then(|| began.elapsed().as_secs_f64() * 1000.0);
    Passed { answer, handshake, stream }
}

fn way(scheme: ProxyScheme) -> ProxyWay {
    match scheme {
        ProxyScheme::Http | ProxyScheme::Https => ProxyWay::Connect,
        ProxyScheme::Socks4 => ProxyWay::Socks4,
        ProxyScheme::Socks4a => ProxyWay::Socks4a,
        ProxyScheme::Socks5 => ProxyWay::Socks5,
        ProxyScheme::Socks5h => ProxyWay::Socks5h,
    }
}

/// `HOST:PORT` (RFC 9112 section 3.2.3). A zone means nothing to another machine.
fn place(host: &Host, port: u16) -> String {
    match host {
        Host::Address { address, .. } => SocketAddr::new(*address, port).to_string(),
        Host::Name(name) => format!("{name}:{port}"),
    }
}

pub(super) async fn shake(
    stream: Stream,
    at: SocketAddr,
    passage: &Passage<'_>,
    deadline: Instant,
) -> (Handshake, Option<Stream>) {
    let settings = passage.tls.clone().for_proxy();
    tls::shake(stream, at, &passage.proxy.host, passage.purpose, None, &settings, deadline).await
}

/// How it ended where TLS with the proxy did not come about.
pub(super) fn not_shaken(seen: &Handshake, answer: &mut ProxyAnswer) {
    answer.ended = match seen.ended {
        // Not trusted.
        HandshakeEnd::Done | HandshakeEnd::Answered => ProxyEnd::TlsFailed,
        HandshakeEnd::NotTls => ProxyEnd::WrongProtocol,
        HandshakeEnd::Alert | HandshakeEnd::Failed => ProxyEnd::TlsFailed,
        HandshakeEnd::Reset => ProxyEnd::Reset,
        HandshakeEnd::Closed => ProxyEnd::Closed,
        HandshakeEnd::Silent => ProxyEnd::Silent,
    };
    if answer.ended == ProxyEnd::WrongProtocol {
        (answer.spoken, answer.excerpt) = (seen.spoken, seen.excerpt.clone());
    }
}

/// What to name to a SOCKS proxy; `None` where it cannot be named.
async fn destination(scheme: ProxyScheme, host: &Host, deadline: Instant) -> Option<Destination> {
    let name = match host {
        Host::Address { address, .. } => return Some((*address).into()),
        Host::Name(name) => name,
    };
    let families = match scheme {
        ProxyScheme::Socks4a | ProxyScheme::Socks5h => return Some(Destination::Name(name.clone())),
        ProxyScheme::Socks4 => Families::V4,
        _ => Families::Both,
    };
    let Resolution { records, .. } = system(name, families, deadline.saturating_duration_since(Instant::now())).await;
    let address = |record: &Record| record.data.parse::<IpAddr>().ok();
    records.iter().filter_map(address).find(|address| families != Families::V4 || address.is_ipv4()).map(Into::into)
}

fn address(destination: &Destination) -> Option<IpAddr> {
    match destination {
        Destination::V4(address) => Some((*address).into()),
        Destination::V6(address) => Some((*address).into()),
        Destination::Name(_) => None,
    }
}
