//! Finds the machines on the way to one port: probes with growing TTL, sent together.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::future::Either;
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::time::Instant;

use crate::observation::{Hop, Path, Protocol, Reason};
use crate::probe::here::hop;

/// How far and how long to follow a path.
#[derive(Debug, Clone)]
pub struct TraceOptions {
    /// What to send.
    pub protocol: Protocol,
    /// True where datagrams go to the very port, each a ping of Bedrock's; else they are empty ones to ports above it.
    pub ping: bool,
    /// The TTLs 1 to this are sent together; more follow, as many again, while the last ones are answered.
    pub first: u8,
    /// The greatest TTL to try.
    pub last: u8,
    /// How long to wait for one answer.
    pub wait: Duration,
    /// How often to ask a silent TTL. Routers answer about once a second at the most, so a later round
    /// begins no sooner than 1.1 s after the one before.
    pub rounds: u8,
}

/// Follows the path to `to`. Fewer rounds are made where `deadline` comes first.
pub async fn trace(to: SocketAddr, options: &TraceOptions, deadline: Instant) -> Path {
    let mut path = unseen(to, options.protocol);
    follow(&mut path, to, options, deadline).await;
    path.close();
    path
}

/// A path to `to` of which nothing is seen yet.
pub fn unseen(to: SocketAddr, protocol: Protocol) -> Path {
    Path { address: to.ip(), port: to.port(), protocol, hops: Vec::new(), end: None, rounds: 0 }
}

/// Follows the path to `to` and writes down in `path` what is seen as it is seen, so that dropping this future loses
/// little. [`Path::close`] finds its end.
pub async fn follow(path: &mut Path, to: SocketAddr, options: &TraceOptions, deadline: Instant) {
    for round in 0..options.rounds.max(1) {
        let began = Instant::now();
        if began >= deadline {
            break;
        }
        path.rounds += 1;
        sweep(to, options, &mut path.hops, deadline).await;
        // What is silent behind the end does not matter; without an end, some silence always does.
        let ends = |hop: &Hop| !matches!(hop.answer, Reason::TimeExceeded | Reason::NoResponse);
        let before_end = path.hops.iter().position(ends).map_or(path.hops.as_slice(), |end| &path.hops[..end]);
        let silent = before_end.iter().any(|hop| hop.answer == Reason::NoResponse);
        let refilled = began + Duration::from_millis(1100);
        let last_round = round + 1 == options.rounds.max(1);
        if !silent || last_round || refilled + options.wait.min(Duration::from_millis(300)) > deadline {
            break;
        }
        tokio::time::sleep_until(refilled).await;
    }
}

/// Asks every TTL that has not been answered yet, up to the end of the path.
async fn sweep(to: SocketAddr, options: &TraceOptions, hops: &mut Vec<Hop>, deadline: Instant) {
    let batch = options.first.max(1);
    let mut from = 1;
    while from <= options.last {
        let until = from.saturating_add(batch - 1).min(options.last);
        let known =
            |ttl: u8, hops: &[Hop]| hops.get(usize::from(ttl) - 1).is_some_and(|h| h.answer != Reason::NoResponse);
        let ttls: Vec<u8> = (from..=until).filter(|ttl| !known(*ttl, hops)).collect();
        for hop in together(to, options, &ttls, deadline).await {
            let at = usize::from(hop.ttl) - 1;
            while hops.len() <= at {
                let ttl = u8::try_from(hops.len() + 1).unwrap_or(u8::MAX);
                hops.push(Hop {
                    ttl,
                    address: None,
                    name: None,
                    reply_ttl: None,
                    rtt_ms: None,
                    answer: Reason::NoResponse,
                });
            }
            hops[at] = hop;
        }
        let ended = hops.iter().any(|hop| !matches!(hop.answer, Reason::TimeExceeded | Reason::NoResponse));
        // Going on past silence only pays while the path was alive at the end of this batch.
        let alive = hops.iter().rev().take(3).any(|hop| hop.answer == Reason::TimeExceeded);
        if ended || !alive || until == options.last || Instant::now() >= deadline {
            return;
        }
        from = until + 1;
    }
}

/// Sends all `ttls` at once. Once the path's end has answered, the missing ones get a little longer,
/// not the whole wait: they are routers that do not speak.
async fn together(to: SocketAddr, options: &TraceOptions, ttls: &[u8], deadline: Instant) -> Vec<Hop> {
    let start = Instant::now();
    let mut until = (start + options.wait).min(deadline);
    let mut waiting: FuturesUnordered<_> = ttls
        .iter()
        .map(|ttl| match options.protocol {
            Protocol::Tcp => Either::Left(hop::tcp(to, *ttl, options.wait)),
            Protocol::Udp => Either::Right(hop::udp(to, *ttl, options.wait, options.ping)),
        })
        .collect();
    let mut hops: Vec<Hop> = Vec::new();
    while let Ok(Some(hop)) = tokio::time::timeout_at(until, waiting.next()).await {
        if !matches!(hop.answer, Reason::TimeExceeded | Reason::NoResponse) {
            let grace = start.elapsed() * 2 + Duration::from_millis(50);
            until = until.min(Instant::now() + grace);
        }
        hops.push(hop);
    }
    for ttl in ttls {
        if !hops.iter().any(|hop| hop.ttl == *ttl) {
            hops.push(Hop {
                ttl: *ttl,
                address: None,
                name: None,
                reply_ttl: None,
                rtt_ms: None,
                answer: Reason::NoResponse,
            });
        }
    }
    hops.sort_by_key(|hop| hop.ttl);
    hops
}

/// True where this system can follow paths; elsewhere a trace would be silent without having looked.
pub fn can_trace() -> bool {
    hop::CAN_FOLLOW
}
