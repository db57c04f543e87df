//! The way to one TCP port: the whole of `netwhy trace`.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use tokio::time::Instant;

use crate::cause::hops_travelled;
use crate::observation::{Arrival, Connection, Path, Protocol, Purpose, Reason};
use crate::probe::{self, TraceOptions};
use crate::report::{TraceDocument, TraceEnd};
use crate::target::Target;

/// How long names of hops may take.
const NAMES: Duration = Duration::from_millis(400);

/// Follows the way to `target` at `to`, one of its addresses, until `stop` ends it. One ordinary attempt goes first, for
/// routers and hosts limit their ICMP errors and its answer is the one that matters; `greatest` is the last TTL.
/// `None` where `stop` came before that answer.
pub async fn way(
    target: &Target,
    to: SocketAddr,
    timeout: Duration,
    greatest: u8,
    stop: impl Future<Output = ()>,
) -> Option<TraceDocument> {
    let started_at = jiff::Timestamp::now();
    let start = Instant::now();
    let deadline = start + timeout;
    let patience = Duration::from_millis(1900).min(timeout);
    let mut stop = pin!(stop);
    let host = target.host.to_string();
    let connection = tokio::select! {
        connection = probe::connect(&host, to, Purpose::Asked, patience) => connection,
        () = &mut stop => return None,
    };
    let mut path = probe::unseen(to, Protocol::Tcp);
    let mut arrival = None;
    let interrupted = tokio::select! {
        () = hops(&connection, to, greatest, deadline, &mut path, &mut arrival) => false,
        () = stop => true,
    };
    path.close();
    Some(TraceDocument {
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
        interrupted,
    })
}

/// Sees from where the answer came, and every hop before it.
async fn hops(
    connection: &Connection,
    to: SocketAddr,
    greatest: u8,
    deadline: Instant,
    path: &mut Path,
    arrival: &mut Option<Arrival>,
) {
    let rtt = Duration::from_secs_f64(connection.rtt_ms.unwrap_or(0.0).max(0.0) / 1000.0);
    *arrival = match connection.reason {
        Reason::SynAck | Reason::Reset => probe::arrival(to, connection.reason, rtt).await,
        _ => None,
    };
    // All TTLs up to the target's distance at once; a rejecter's distance shows in its ICMP error's TTL.
    let known = arrival.as_ref().and_then(|arrival| arrival.ttl).or(connection.icmp_ttl);
    let first = known.map_or(16, |ttl| hops_travelled(ttl).saturating_add(2)).min(greatest);
    let wait = Duration::from_millis(900);
    let options = TraceOptions { protocol: Protocol::Tcp, ping: false, first, last: greatest, wait, rounds: 2 };
    probe::follow(path, to, &options, deadline).await;
    path.close();
    let addresses: Vec<_> = path.hops.iter().filter_map(|hop| hop.address).chain([to.ip()]).collect();
    path.name_hops(&probe::names_of(&addresses, NAMES).await);
}
