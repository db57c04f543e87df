//! Who came, kept for as long as anybody may ask: the latest connections and arrivals, a bounded number of each.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::report::ArrivalDocument;
use crate::serve::accept::Incoming;
use crate::serve::stream::Meter;
use crate::wire::syn::Syn;

/// The most that is kept of each.
const MOST: usize = 1024;

/// A connection that came; it may still be open.
#[derive(Debug, Clone)]
pub struct Came {
    /// Its number.
    pub connection: u64,
    /// When it was accepted.
    pub at: jiff::Timestamp,
    /// Who connected.
    pub from: SocketAddr,
    /// Where to.
    pub to: SocketAddr,
    /// What its SYN said.
    pub syn: Option<Syn>,
    /// What goes over it.
    pub(crate) meter: Arc<Meter>,
}

/// Who came. Clones are one and the same.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pages: Arc<Mutex<Pages>>,
}

#[derive(Debug, Default)]
struct Pages {
    came: VecDeque<Came>,
    arrivals: VecDeque<Arc<ArrivalDocument>>,
    told: u64,
}

impl Ledger {
    /// Notes a connection as it comes.
    pub(crate) fn came(&self, incoming: &Incoming, meter: Arc<Meter>) {
        let Incoming { number, at, from, to, syn, .. } = incoming;
        let came = Came { connection: *number, at: *at, from: *from, to: *to, syn: syn.clone(), meter };
        put(&mut self.pages().came, came);
    }

    /// Notes an arrival that has ended, and gives it its number.
    pub fn ended(&self, mut arrival: ArrivalDocument) -> Arc<ArrivalDocument> {
        let mut pages = self.pages();
        pages.told += 1;
        arrival.number = pages.told;
        let arrival = Arc::new(arrival);
        put(&mut pages.arrivals, arrival.clone());
        arrival
    }

    /// The connections from `client` that are still known, the oldest first.
    pub fn connections_from(&self, client: IpAddr) -> Vec<Came> {
        let client = client.to_canonical();
        self.pages().came.iter().filter(|came| came.from.ip().to_canonical() == client).cloned().collect()
    }

    /// The connections to `port` that are still known, the oldest first.
    pub fn connections_to(&self, port: u16) -> Vec<Came> {
        self.pages().came.iter().filter(|came| came.to.port() == port).cloned().collect()
    }

    /// The arrivals from `client` that are still known, the oldest first.
    pub fn arrivals_from(&self, client: IpAddr) -> Vec<Arc<ArrivalDocument>> {
        let client = client.to_canonical();
        self.pages().arrivals.iter().filter(|arrival| arrival.from.address == client).cloned().collect()
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        // Nothing that holds the lock can leave a page half written.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn put<T>(pages: &mut VecDeque<T>, one: T) {
    if pages.len() == MOST {
        pages.pop_front();
    }
    pages.push_back(one);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(client: &str) -> ArrivalDocument {
        let at = "127.0.0.1:80".parse().expect("an address");
        ArrivalDocument::new(1, String::new(), client.parse().expect("an address"), at, None)
    }

    #[test]
    fn the_latest_are_kept_and_numbered() {
        let ledger = Ledger::default();
        for _ in 0..MOST {
            ledger.ended(arrival("192.0.2.1:5"));
        }
        assert_eq!(ledger.ended(arrival("[::ffff:192.0.2.2]:5")).number, MOST as u64 + 1);
        let of = |client: &str| ledger.arrivals_from(client.parse().expect("an address")).len();
        assert_eq!((of("192.0.2.1"), of("192.0.2.2"), of("::ffff:192.0.2.2"), of("192.0.2.3")), (MOST - 1, 1, 1, 0));
    }
}
