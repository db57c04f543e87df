//! The way to one TCP port: the whole of `netwhy trace`.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::cause::hops_travelled;
use crate::observation::{Protocol, Purpose, Reason};
use crate::probe::{self, TraceOptions};
use crate::report::{TraceDocument, TraceEnd};
use crate::target::Target;

/// How long names of hops may take.
const NAMES: Duration = Duration::from_millis(400);

/// Follows the way to `target` at `to`, one of its addresses. One ordinary attempt goes first, for routers
/// and hosts limit their ICMP errors and its answer is the one that matters; `greatest` is the last TTL.
pub async fn way(target: &Target, to: SocketAddr, timeout: Duration, greatest: u8) -> TraceDocument {
    let started_at = jiff::Timestamp::now();
    let start = Instant::now();
    let deadline = start + timeout;
    let patience = Duration::from_millis(1900).min(timeout);
    let connection = probe::connect(&target.host.to_string(), to, Purpose::Asked, patience).await;
    let rtt = Duration::from_secs_f64(connection.rtt_ms.unwrap_or(0.0).max(0.0) / 1000.0);
    let arrival = match connection.reason {
        Reason::SynAck | Reason::Reset => probe::arrival(to, connection.reason, rtt).await,
        _ => None,
    };
    // All TTLs up to the target's distance at once; a rejecter's distance shows in its ICMP error's TTL.
    let known = arrival.as_ref().and_then(|arrival| arrival.ttl).or(connection.icmp_ttl);
    let first = known.map_or(16, |ttl| hops_travelled(ttl).saturating_add(2)).min(greatest);
    let wait = Duration::from_millis(900);
    let options = TraceOptions { protocol: Protocol::Tcp, first, last: greatest, wait, rounds: 2 };
    let mut path = probe::trace(to, &options, deadline).await;
    let addresses: Vec<_> = path.hops.iter().filter_map(|hop| hop.address).chain([to.ip()]).collect();
    path.name_hops(&probe::names_of(&addresses, NAMES).await);
    TraceDocument {
        schema: TraceDocument::SCHEMA.to_owned(),
        netwhy: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: format!("{started_at:.3}"),
        took_ms: (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0,
        target: target.clone(),
        address: to.ip(),
        end: TraceEnd::of(&path, arrival.as_ref(), hops_travelled),
        hops: path.hops,
        rounds: path.rounds,
        connection,
    }
}
