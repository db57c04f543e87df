//! The fast scanner: connect twice, reuse the socket, wait in epoll, sharded over the cores.
//!
//! A second `connect()` on the same socket tells at once how the first one went: ECONNREFUSED is a reset
//! that has already come, and leaves the socket as good as new; EALREADY is a port that has not answered
//! yet, and is given to epoll. A refused port so costs three system calls and no socket of its own.

mod budget;
mod ending;
mod outbox;
mod shard;
mod socket;

mod waiting;
mod window;

use std::io;
use std::ops::RangeInclusive;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;

use crate::probe::scan::{Aim, Answer, Pace};

/// Where the shards take their work from: whoever is idle holds the lock and waits.
type Intake = Arc<Mutex<Receiver<Vec<Aim>>>>;

/// Blocks of aims that wait for a shard. Few, so that little is lost when the scan is ended.
const QUEUED_BLOCKS: usize = 8;

/// Below this number of ports a second thread costs more than it brings.
const FEW: u64 = 256;

/// Starts the threads; they end when `aims` has ended and all is answered, or `out` is closed.
pub(crate) fn start(
    aims: impl Iterator<Item = Vec<Aim>> + Send + 'static,
    pace: Pace,
    out: mpsc::Sender<Vec<Answer>>,
) -> io::Result<()> {
    let (feed, intake) = sync_channel(QUEUED_BLOCKS);
    let intake: Intake = Arc::new(Mutex::new(intake));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let wanted = if pace.expected.is_some_and(|expected| expected <= FEW) { 1 } else { cores };
    let budget = budget::get(wanted, pace.at_once);
    for _ in 0..budget.shards {
        let shard = shard::Shard::new(Arc::clone(&intake), out.clone(), pace, &budget)?;
        std::thread::Builder::new().name("scan".to_owned()).spawn(move || shard.run())?;
    }
    // Only the shards hold the intake from here on, so feeding ends when they have ended.
    drop(intake);
    std::thread::Builder::new().name("scan-feed".to_owned()).spawn(move || {
        for block in aims {
            if feed.send(block).is_err() {
                break;
            }
        }
    })?;
    Ok(())
}

/// The ports that this machine gives to connections of its own (ip(7), `ip_local_port_range`).
fn ephemeral_ports() -> RangeInclusive<u16> {
    let text = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
    let mut numbers = text.split_whitespace().map_while(|word| word.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(low), Some(high)) => low..=high,
        _ => 1024..=u16::MAX,
    }
}
