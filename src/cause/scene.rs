//! Scenes built by hand: a question and facts, for the unit tests of causes.

pub(crate) mod minecraft;

use std::net::IpAddr;

use crate::case::Case;
use crate::observation::{
    AcceptQueue, Connection, Counters, End, Fact, Hop, Icmp, Listener, Listeners, Looked, Os, OsError, Path, Protocol,
    Purpose, Reason, RouteKind, RouteLookup, RouteOutcome, Seen, Sender, State, System,
};
use crate::target::Target;

/// A question and the facts seen so far.
pub(crate) struct Scene {
    target: Target,
    seen: Seen,
}

impl Scene {
    /// A question, of which nothing has been seen.
    pub(crate) fn of(target: &str) -> Scene {
        Scene { target: target.parse().expect("a target"), seen: Seen::new() }
    }

    /// One more fact.
    pub(crate) fn see(mut self, fact: impl Into<Fact>) -> Scene {
        let at_ms = f64::from(u32::try_from(self.seen.len()).unwrap_or(0));
        self.seen.add(at_ms, 10, fact);
        self
    }

    /// The question is asked through this proxy.
    pub(crate) fn via(mut self, proxy: &str) -> Scene {
        self.target.route = crate::target::Route::Via(proxy.parse().expect("a proxy"));
        self
    }

    /// One more fact, about something else than the connection asked for.
    pub(crate) fn see_of(mut self, about: crate::observation::Subject, fact: impl Into<Fact>) -> Scene {
        let at_ms = f64::from(u32::try_from(self.seen.len()).unwrap_or(0));
        self.seen.add_about(Some(about), at_ms, 10, fact);
        self
    }

    /// The scene as a cause sees it.
    pub(crate) fn case(&self) -> Case<'_> {
        Case { target: &self.target, seen: &self.seen }
    }

    /// The ids and confidences of all that is told of the scene.
    pub(crate) fn told(&self) -> Vec<(String, crate::finding::Confidence)> {
        crate::cause::findings(&self.case()).into_iter().map(|one| (one.cause, one.confidence)).collect()
    }
}

/// An address.
pub(crate) fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

/// A first attempt at the port asked for.
pub(crate) fn asked(address: &str, port: u16, state: State, reason: Reason) -> Connection {
    Connection {
        host: address.to_owned(),
        address: ip(address),
        port,
        protocol: crate::observation::Protocol::Tcp,
        purpose: Purpose::Asked,
        state,
        reason,
        from: None,
        icmp: None,
        icmp_ttl: None,
        error: None,
        rtt_ms: Some(0.4),
        attempts: 1,
        local: None,
        local_port: None,
        pmtu: None,
    }
}

/// The same attempt for another reason.
pub(crate) fn purpose(purpose: Purpose, connection: Connection) -> Connection {
    Connection { purpose, ..connection }
}

/// A first attempt that a reset answered.
pub(crate) fn reset(address: &str, port: u16) -> Connection {
    asked(address, port, State::Closed, Reason::Reset)
}

/// A first attempt that opened.
pub(crate) fn open(address: &str, port: u16) -> Connection {
    asked(address, port, State::Open, Reason::SynAck)
}

/// A first attempt that nothing answered.
pub(crate) fn silent(address: &str, port: u16) -> Connection {
    Connection { rtt_ms: None, attempts: 2, ..asked(address, port, State::Filtered, Reason::NoResponse) }
}

/// A first attempt that an ICMP error answered.
pub(crate) fn rejected(address: &str, port: u16, by: &str, (kind, code): (u8, u8)) -> Connection {
    let version = if ip(address).is_ipv6() { 6 } else { 4 };
    let icmp = Icmp { version, kind, code };
    let state = if icmp.reason().is_unreachable() { State::Unreachable } else { State::Filtered };
    let from = Some(Sender { address: ip(by), hop: None });
    Connection { from, icmp: Some(icmp), ..asked(address, port, state, icmp.reason()) }
}

/// A first attempt that the own system failed with an error number of `os`.
pub(crate) fn failed(address: &str, port: u16, os: Os, number: i32) -> Connection {
    let error = OsError::on(os, number);
    let reason = match error.condition {
        crate::observation::Condition::NotPermitted => Reason::PermDenied,
        _ => Reason::LocalError,
    };
    Connection { error: Some(error), attempts: 0, rtt_ms: None, ..asked(address, port, State::Error, reason) }
}

/// A system.
pub(crate) fn system(os: Os) -> System {
    System { os, release: None, network_admin: false, namespace: None }
}

/// The way to an address.
pub(crate) fn way(to: &str, kind: RouteKind, gateway: Option<&str>, source: &str) -> RouteLookup {
    let outcome = RouteOutcome::Way {
        kind,
        gateway: gateway.map(ip),
        interface: Some("eth0".to_owned()),
        source: Some(ip(source)),
    };
    RouteLookup { destination: ip(to), outcome: Looked::Saw(outcome) }
}

/// A way over a gateway from 192.0.2.5 or 2001:db8::5.
pub(crate) fn far(to: &str) -> RouteLookup {
    match ip(to).is_ipv6() {
        true => way(to, RouteKind::Unicast, Some("2001:db8::1"), "2001:db8::5"),
        false => way(to, RouteKind::Unicast, Some("192.0.2.1"), "192.0.2.5"),
    }
}

/// An own address.
pub(crate) fn own(address: &str) -> RouteLookup {
    way(address, RouteKind::Local, None, address)
}

/// The listeners of this machine, each with its queue's length and limit.
pub(crate) fn listeners(all: &[(&str, u16, u32, u32)]) -> Listeners {
    let one = |(address, port, length, limit): &(&str, u16, u32, u32)| Listener {
        address: ip(address),
        port: *port,
        v6_only: None,
        interface: None,
        uid: Some(1000),
        process: None,
        pid: None,
        accept_queue: Some(AcceptQueue { length: *length, limit: *limit }),
    };
    Listeners { listeners: Looked::Saw(all.iter().map(one).collect()) }
}

/// A trace: who answered each TTL with time-exceeded (nobody where empty), and how it ended at the TTL after.
pub(crate) fn path(to: &str, port: u16, protocol: Protocol, routers: &[&str], end: Option<Reason>) -> Path {
    let hop = |(at, router): (usize, &&str)| Hop {
        ttl: u8::try_from(at + 1).unwrap_or(u8::MAX),
        address: (!router.is_empty()).then(|| ip(router)),
        name: None,
        reply_ttl: None,
        rtt_ms: None,
        answer: if router.is_empty() { Reason::NoResponse } else { Reason::TimeExceeded },
    };
    let hops: Vec<Hop> = routers.iter().enumerate().map(hop).collect();
    let at = u8::try_from(routers.len() + 1).unwrap_or(u8::MAX);
    let signed = end.is_some_and(Reason::is_rejection);
    let end = end.map(|answer| End { at, answer, address: signed.then(|| ip(to)) });
    Path { address: ip(to), port, protocol, hops, end, rounds: 2 }
}

/// Packets kept back and retransmissions failed.
pub(crate) fn counters(unsent: u64, failed: u64) -> Counters {
    Counters { unsent_packets: Looked::Saw(unsent), failed_retransmits: Looked::Saw(failed) }
}
