//! Connecting to one of several addresses: the first that opens is taken (Happy Eyeballs, RFC 8305 section 5).

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use crate::observation::{Connection, Purpose};
use crate::probe::Stream;

/// How long an address has to itself before the next is tried beside it (RFC 8305 section 8).
const HEAD_START: Duration = Duration::from_millis(250);

/// How a race ended.
pub(super) struct Race {
    /// The connection that opened first.
    pub(super) won: Option<(Stream, SocketAddr)>,
    /// The attempts that ended, in the order begun.
    pub(super) tried: Vec<Connection>,
    /// The addresses whose attempts still went on when another had opened.
    pub(super) left: Vec<SocketAddr>,
}

/// Connects to the addresses in `order`; each may stay silent for `patience`, and all end by `deadline`.
pub(super) async fn race(host: &str, order: &[SocketAddr], patience: Duration, deadline: Instant) -> Race {
    let mut waiting = order.iter().copied().enumerate();
    let mut running = FuturesUnordered::new();
    let mut ended: Vec<(usize, Connection)> = Vec::new();
    let mut begun: Vec<SocketAddr> = Vec::new();
    let mut won = None;
    while won.is_none() {
        if let Some((at, to)) = waiting.next().filter(|_| Instant::now() < deadline) {
            let patience = patience.min(deadline.saturating_duration_since(Instant::now()));
            begun.push(to);
            running.push(async move {
                let (fact, stream) = crate::probe::open(host, to, Purpose::Asked, patience).await;
                (at, fact, stream.map(|stream| (stream, to)))
            });
        }
        let next_starts = Instant::now() + HEAD_START;
        loop {
            let is_last = begun.len() == order.len();
            let next = match is_last {
                true => running.next().await,
                false => match tokio::time::timeout_at(next_starts, running.next()).await {
                    Ok(next) => next,
                    Err(_) => break,
                },
            };
            let Some((at, fact, stream)) = next else {
                return Race { won, tried: in_order(ended), left: Vec::new() };
            };
            ended.push((at, fact));
            won = stream;
            // One that failed leaves its place to the next at once.
            if won.is_some() || !is_last {
                break;
            }
        }
    }
    let over: Vec<usize> = ended.iter().map(|(at, _)| *at).collect();
    let left = begun.into_iter().enumerate().filter(|(at, _)| !over.contains(at)).map(|(_, to)| to).collect();
    Race { won, tried: in_order(ended), left }
}

fn in_order(mut ended: Vec<(usize, Connection)>) -> Vec<Connection> {
    ended.sort_by_key(|(at, _)| *at);
    ended.into_iter().map(|(_, fact)| fact).collect()
}
