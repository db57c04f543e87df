//! Asks one service at every port and address where it may be, and keeps the one that told most.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::Instant;

use crate::observation::{BedrockStatus, JavaStatus, McpiAnswer, Purpose, QueryAnswer, RconAnswer, Spoken, State};
use crate::probe::{self, Road};
use crate::report::{OtherPort, Port};

/// Every address with every port, the first port first.
pub(super) fn places(addresses: &[SocketAddr], ports: &[u16]) -> Vec<SocketAddr> {
    let at = |port: u16| {
        addresses.iter().map(move |address| {
            let mut place = *address;
            place.set_port(port);
            place
        })
    };
    ports.iter().flat_map(|port| at(*port)).collect()
}

/// Connects to every place at once and asks where it opens. `rank` says how much an answer tells: the more, the less.
pub(super) async fn over_tcp<T: Says>(
    host: &str,
    places: &[SocketAddr],
    patience: Duration,
    ask: impl AsyncFn(&Road, u16, Duration) -> Option<T>,
    rank: impl Fn(&T) -> u8,
) -> Option<Port<T>> {
    let deadline = Instant::now() + patience;
    let one = async |to: &SocketAddr| {
        let (seen, stream) = probe::open(host, *to, Purpose::Asked, patience).await;
        let left = deadline.saturating_duration_since(Instant::now());
        let answer = match stream {
            Some(stream) => ask(&Road::direct(*to).ready(stream), to.port(), left).await,
            None => None,
        };
        Port {
            host: host.to_owned(),
            address: to.ip(),
            port: to.port(),
            state: seen.state,
            reason: seen.reason,
            proxy: None,
            from: seen.from,
            rtt_ms: seen.rtt_ms,
            answer,
            others: Vec::new(),
        }
    };
    let all = join_all(places.iter().map(one)).await;
    best(all, |port| port.answer.as_ref().map(&rank))
}

/// The same over UDP, where the answer is all there is.
pub(super) async fn over_udp<T: Datagram + Says>(
    host: &str,
    places: &[SocketAddr],
    ask: impl AsyncFn(SocketAddr) -> T,
) -> Option<Port<T>> {
    let one = async |to: &SocketAddr| {
        let answer = ask(*to).await;
        let (state, reason, from) = answer.end();
        Port {
            host: host.to_owned(),
            address: to.ip(),
            port: to.port(),
            state,
            reason,
            proxy: None,
            from,
            rtt_ms: None,
            answer: Some(answer),
            others: Vec::new(),
        }
    };
    let all = join_all(places.iter().map(one)).await;
    best(all, |port| port.answer.as_ref().map(|answer| u8::from(!answer.is_told())))
}

/// What a look over UDP says of its port.
pub(super) trait Datagram {
    fn end(&self) -> (State, crate::observation::Reason, Option<crate::observation::Sender>);
    fn is_told(&self) -> bool;
}

impl Datagram for BedrockStatus {
    fn end(&self) -> (State, crate::observation::Reason, Option<crate::observation::Sender>) {
        (self.state, self.reason, self.from.clone())
    }

    fn is_told(&self) -> bool {
        self.pong.is_some()
    }
}

impl Datagram for QueryAnswer {
    fn end(&self) -> (State, crate::observation::Reason, Option<crate::observation::Sender>) {
        (self.state, self.reason, self.from.clone())
    }

    fn is_told(&self) -> bool {
        self.answer.is_some()
    }
}

/// Which other protocol was heard at a port.
pub(super) trait Says {
    fn spoken(&self) -> Option<Spoken> {
        None
    }
}

impl Says for BedrockStatus {}

impl Says for QueryAnswer {}

impl Says for JavaStatus {
    fn spoken(&self) -> Option<Spoken> {
        self.spoken
    }
}

impl Says for McpiAnswer {
    fn spoken(&self) -> Option<Spoken> {
        self.spoken
    }
}

impl Says for RconAnswer {
    fn spoken(&self) -> Option<Spoken> {
        self.spoken
    }
}

/// The first of those that tell most, with the others named.
pub(super) fn best<T: Says>(mut all: Vec<Port<T>>, rank: impl Fn(&Port<T>) -> Option<u8>) -> Option<Port<T>> {
    let weight = |port: &Port<T>| {
        let state = match port.state {
            State::Open => 0,
            State::Closed => 1,
            State::Filtered => 2,
            State::Unreachable | State::Error => 3,
        };
        (rank(port).unwrap_or(u8::MAX), state)
    };
    let at = (0..all.len()).min_by_key(|at| all.get(*at).map(&weight))?;
    let mut chosen = all.remove(at);
    chosen.others = all.into_iter().map(other).collect();
    Some(chosen)
}

/// A port that is not the one told of.
pub(super) fn other<T: Says>(port: Port<T>) -> OtherPort {
    let Port { address, port, state, reason, answer, .. } = port;
    OtherPort { address, port, state, reason, spoken: answer.and_then(|answer| answer.spoken()) }
}
