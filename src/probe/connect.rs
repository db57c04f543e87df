//! Looks at one TCP port by connecting to it, and closes the connection again.

use std::net::SocketAddr;
use std::time::Duration;

use crate::observation::{Condition, Connection, Icmp, OsError, Purpose, Reason, Sender, State};
use crate::probe::Stream;
use crate::probe::attempt::{Ending, Shot, attempt_from};

/// Connects to `to` within `timeout`; `host` and `purpose` are noted in the fact.
pub async fn connect(host: &str, to: SocketAddr, purpose: Purpose, timeout: Duration) -> Connection {
    open(host, to, purpose, timeout).await.0
}

/// The same, keeping the connection where it opens.
pub async fn open(host: &str, to: SocketAddr, purpose: Purpose, timeout: Duration) -> (Connection, Option<Stream>) {
    let (ending, left_from) = attempt_from(to, &Shot::plain(timeout)).await;
    let mut fact = fact(host, to, purpose, &ending);
    fact.local_port = left_from.map(|local| local.port()).filter(|port| *port != 0);
    (fact, ending.stream())
}

/// The fact that an ending amounts to.
pub(crate) fn fact(host: &str, to: SocketAddr, purpose: Purpose, ending: &Ending) -> Connection {
    let mut connection = Connection {
        host: host.to_owned(),
        address: to.ip(),
        port: to.port(),
        protocol: crate::observation::Protocol::Tcp,
        purpose,
        state: State::Error,
        reason: Reason::LocalError,
        from: None,
        icmp: None,
        icmp_ttl: None,
        error: None,
        rtt_ms: None,
        attempts: 1,
        local: None,
        local_port: None,
        pmtu: None,
    };
    let by_target = Some(Sender { address: to.ip(), hop: None });
    let ms = |took: &Duration| Some(took.as_secs_f64() * 1000.0);
    match ending {
        Ending::Open { rtt_us, syns, pmtu, local, stream: _ } => {
            (connection.state, connection.reason) = (State::Open, Reason::SynAck);
            connection.from = by_target;
            connection.rtt_ms = rtt_us.map(|us| f64::from(us) / 1000.0);
            (connection.attempts, connection.pmtu, connection.local) = (*syns, *pmtu, *local);
        }
        Ending::OpenedAndReset { took } => {
            (connection.state, connection.reason) = (State::Open, Reason::SynAck);
            (connection.from, connection.rtt_ms) = (by_target, ms(took));
        }
        Ending::SelfConnected { took } => {
            (connection.state, connection.reason) = (State::Closed, Reason::SelfConnect);
            connection.rtt_ms = ms(took);
        }
        Ending::Reset { took } => {
            (connection.state, connection.reason) = (State::Closed, Reason::Reset);
            connection.rtt_ms = ms(took);
        }
        Ending::Refused { error, took } => {
            (connection.state, connection.reason) = (State::Closed, Reason::ConnRefused);
            (connection.error, connection.rtt_ms) = (Some(error.clone()), ms(took));
        }
        Ending::Icmp { icmp, sender, ttl, errno, syns, took } => {
            (connection.state, connection.reason) = rejection(*icmp);
            connection.from = sender.map(|address| Sender { address, hop: None });
            (connection.icmp, connection.icmp_ttl) = (Some(*icmp), *ttl);
            (connection.error, connection.rtt_ms) = (Some(OsError::here(*errno)), ms(took));
            connection.attempts = *syns;
        }
        Ending::Silent { syns } => {
            (connection.state, connection.reason) = (State::Filtered, Reason::NoResponse);
            connection.attempts = *syns;
        }
        Ending::Local { error, before_sending } => {
            (connection.state, connection.reason) = local_failure(error, *before_sending);
            connection.error = Some(error.clone());
            connection.attempts = u32::from(!before_sending);
        }
    }
    connection
}

/// What an ICMP error says of the port.
pub(crate) fn rejection(icmp: Icmp) -> (State, Reason) {
    let reason = icmp.reason();
    (if reason.is_unreachable() { State::Unreachable } else { State::Filtered }, reason)
}

/// What a failure of the own system says of the port.
pub(crate) fn local_failure(error: &OsError, before_sending: bool) -> (State, Reason) {
    match error.condition {
        Condition::HostUnreachable if !before_sending => (State::Unreachable, Reason::HostUnreach),
        Condition::NetworkUnreachable if !before_sending => (State::Unreachable, Reason::NetUnreach),
        // A blackhole route gives EINVAL (kernel: fib_props).
        Condition::HostUnreachable
        | Condition::NetworkUnreachable
        | Condition::NetworkDown
        | Condition::Invalid
        | Condition::NoSuchFamily => (State::Unreachable, Reason::NoRoute),
        Condition::NotPermitted => (State::Error, Reason::PermDenied),
        _ => (State::Error, Reason::LocalError),
    }
}
