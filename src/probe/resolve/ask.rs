//! One question to one name server, and everything its answer says.

use std::hash::{BuildHasher, Hasher};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::observation::{Answer, Dnssec, Resolution, Source, Transport};
use crate::probe::resolve::{Encrypted, encrypted, tcp, udp};
use crate::wire::dns::{Name, Question, RecordType, Reply, Wishes, is_truncated};

/// What to ask, whom, and how.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The name server.
    pub server: SocketAddr,
    /// Why this server is asked.
    pub source: Source,
    /// How: over UDP (and TCP where the answer is truncated), over TCP, or as `encrypted` says.
    pub transport: Transport,
    /// What [`Transport::Tls`] and [`Transport::Https`] need.
    pub encrypted: Option<Encrypted>,
    /// The name in ASCII.
    pub name: String,
    /// The type of record.
    pub record_type: RecordType,
    /// How to ask.
    pub wishes: Wishes,
    /// When silence is called silence.
    pub timeout: Duration,
}

impl Ask {
    /// The ordinary question: over UDP, with recursion.
    pub fn plain(server: SocketAddr, source: Source, name: &str, record_type: RecordType, timeout: Duration) -> Ask {
        let name = name.strip_suffix('.').unwrap_or(name).to_owned();
        let (transport, wishes) = (Transport::Udp, Wishes::default());
        Ask { server, source, transport, encrypted: None, name, record_type, wishes, timeout }
    }
}

/// Asks. Where a recursive server fails, it is asked again without checking of signatures: an answer then means that
/// the signatures do not hold.
pub async fn ask(ask: &Ask) -> Resolution {
    let start = Instant::now();
    let (transport, result) = exchange(ask).await;
    let mut resolution = fact(ask, transport, result, start.elapsed());
    if resolution.rcode() == Some("SERVFAIL") && ask.wishes.recursion && !ask.wishes.checking_disabled {
        let left = ask.timeout.saturating_sub(start.elapsed());
        if is_bogus(ask, left).await {
            resolution.dnssec = Some(Dnssec::Bogus);
        }
    }
    resolution
}

/// The exchange by itself, with all sections of the reply.
pub(super) async fn exchange(ask: &Ask) -> (Transport, Result<Reply, Answer>) {
    let start = Instant::now();
    let (transport, result) = transfer(ask, ask.wishes, ask.timeout).await;
    let old = matches!(&result, Ok(reply) if matches!(reply.rcode.as_str(), "FORMERR" | "NOTIMP" | "BADVERS"));
    if old && ask.wishes.edns {
        // A server from before EDNS (RFC 6891 section 7).
        let plain = Wishes { edns: false, signatures: false, ..ask.wishes };
        return transfer(ask, plain, ask.timeout.saturating_sub(start.elapsed())).await;
    }
    (transport, result)
}

async fn transfer(ask: &Ask, wishes: Wishes, time: Duration) -> (Transport, Result<Reply, Answer>) {
    let start = Instant::now();
    let name = match Name::parse(&ask.name) {
        Ok(name) => name,
        Err(bad) => return (Transport::Local, Err(Answer::Garbled { detail: format!("not asked: {bad}") })),
    };
    let question = Question { name, record_type: ask.record_type };
    let id = random_id();
    let message = question.message(id, wishes);
    let read = |bytes: &[u8]| Reply::read(bytes, id, &question);
    if let Some(way) = &ask.encrypted {
        let read = |bytes: &[u8], other: Option<u16>| Reply::read(bytes, other.unwrap_or(id), &question);
        return (ask.transport, encrypted::exchange(ask, way, &message, time, read).await);
    }
    if ask.transport == Transport::Udp {
        // A truncated reply may be cut within a record, so it is known by its header.
        // Some firewalls drop questions with EDNS; programs ask without it and are answered. So the second try is plain.
        let plain = question.message(id, Wishes { edns: false, ..wishes });
        let short = udp::exchange(ask.server, &message, &plain, time, |bytes| match read(bytes) {
            Ok(reply) if !reply.truncated => Ok(Some(reply)),
            Err(crate::wire::dns::Fault::Unreadable) | Ok(_) if is_truncated(bytes) => Ok(None),
            Err(fault) => Err(fault),
            Ok(reply) => Ok(Some(reply)),
        });
        match short.await {
            Ok(Some(reply)) => return (Transport::Udp, Ok(reply)),
            Ok(None) => {}
            Err(answer) => return (Transport::Udp, Err(answer)),
        }
    }
    let left = time.saturating_sub(start.elapsed());
    (Transport::Tcp, tcp::exchange(ask.server, &message, left, read).await)
}

/// True where the server answers without checking and fails again with it: not a passing failure.
async fn is_bogus(ask: &Ask, time: Duration) -> bool {
    let start = Instant::now();
    let unchecked = Wishes { checking_disabled: true, ..ask.wishes };
    let (_, without) = transfer(ask, unchecked, time).await;
    if !matches!(&without, Ok(reply) if matches!(reply.rcode.as_str(), "NOERROR" | "NXDOMAIN")) {
        return false;
    }
    let (_, with) = transfer(ask, ask.wishes, time.saturating_sub(start.elapsed())).await;
    matches!(&with, Ok(reply) if reply.rcode == "SERVFAIL")
}

/// The fact that an exchange amounts to.
pub(super) fn fact(ask: &Ask, transport: Transport, result: Result<Reply, Answer>, took: Duration) -> Resolution {
    let reply = result.as_ref().ok();
    let checked = reply.filter(|reply| ask.wishes.recursion && !reply.authoritative);
    let dnssec = checked
        .filter(|reply| matches!(reply.rcode.as_str(), "NOERROR" | "NXDOMAIN"))
        .map(|reply| if reply.authentic { Dnssec::Secure } else { Dnssec::Insecure });
    let (answer, records, extended_errors) = match result {
        Ok(reply) => (
            Answer::Code {
                rcode: reply.rcode,
                authoritative: reply.authoritative,
                recursion_available: reply.recursion_available,
            },
            reply.answers,
            reply.extended_errors,
        ),
        Err(answer) => (answer, Vec::new(), Vec::new()),
    };
    Resolution {
        name: ask.name.clone(),
        record_type: ask.record_type.to_string(),
        source: ask.source,
        server: Some(ask.server),
        transport,
        answer,
        records,
        extended_errors,
        dnssec,
        took_ms: took.as_secs_f64() * 1000.0,
    }
}

/// A number that an outsider cannot foresee: the standard library keys its hashers from the system's randomness.
pub(super) fn random() -> u64 {
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}

fn random_id() -> u16 {
    // Keys differ by a counter within a thread, and SipHash mixes them; any two octets will do.
    (random() >> 24) as u16
}
