//! What was seen of connections that no listener of netwhy's accepted, and what the kernel counted: the last of each.

use std::collections::VecDeque;
use std::net::SocketAddr;

use crate::probe::Intake;
use crate::serve::peer::compare::Sighting;
use crate::wire::netlink::Connected;
use crate::wire::peer::Sight;

/// The most sightings that are kept.
const MOST: usize = 4096;
/// A quarter of an hour, looked at five times a second.
const COUNTS: usize = 4500;
/// The same two ends this much later, in milliseconds, are another connection.
const ANEW_MS: i64 = 120_000;

/// The log of a watch.
#[derive(Debug)]
pub(crate) struct Sightings {
    /// When it began, in milliseconds since 1970.
    began_ms: i64,
    seen: VecDeque<(u16, Sighting)>,
    pub(super) counts: VecDeque<(i64, Intake)>,
    /// When the accept queue of which port was seen full.
    full: VecDeque<(i64, u16)>,
    /// False once the socket table could not be read.
    pub(crate) can_look: bool,
}

impl Sightings {
    pub(crate) fn new(now_ms: i64) -> Sightings {
        Sightings {
            began_ms: now_ms,
            seen: VecDeque::new(),
            counts: VecDeque::new(),
            full: VecDeque::new(),
            can_look: true,
        }
    }

    /// Notes the sockets there are at a moment.
    pub(crate) fn note(&mut self, now_ms: i64, sockets: &[Connected]) {
        for one in sockets {
            let seen = if one.half_open { Sight::HalfOpen } else { Sight::Connected };
            self.put(one.local.port(), one.remote, now_ms, seen);
        }
    }

    fn put(&mut self, port: u16, from: SocketAddr, at_ms: i64, seen: Sight) {
        let same = |(to, one): &&mut (u16, Sighting)| *to == port && one.from == from && at_ms - one.at_ms < ANEW_MS;
        if let Some((_, known)) = self.seen.iter_mut().rev().find(same) {
            known.last_ms = at_ms;
            if seen == Sight::Connected {
                known.seen = seen;
            }
            return;
        }
        if self.seen.len() == MOST {
            // What is forgotten was never looked at, as far as an answer can tell.
            if let Some((_, oldest)) = self.seen.pop_front() {
                self.began_ms = self.began_ms.max(oldest.at_ms + 1);
            }
        }
        self.seen.push_back((port, Sighting { from, at_ms, last_ms: at_ms, seen, syn: None }));
    }

    /// Notes what the kernel has counted by now.
    pub(crate) fn count(&mut self, now_ms: i64, counted: Intake) {
        if self.counts.len() == COUNTS {
            self.counts.pop_front();
        }
        self.counts.push_back((now_ms, counted));
    }

    /// Notes that the queues of `ports` are full.
    pub(crate) fn full(&mut self, now_ms: i64, ports: &[u16]) {
        for port in ports {
            if self.full.len() == COUNTS {
                self.full.pop_front();
            }
            self.full.push_back((now_ms, *port));
        }
    }

    /// True where the queue of `port` was seen full since `at_ms`.
    pub(crate) fn was_full(&self, port: u16, at_ms: i64) -> bool {
        self.full.iter().any(|(at, of)| *of == port && *at >= at_ms)
    }

    /// What was seen of connections to `port`.
    pub(crate) fn at(&self, port: u16) -> Vec<Sighting> {
        self.seen.iter().filter(|(to, _)| *to == port).map(|(_, one)| one.clone()).collect()
    }

    /// True where all that came since `at_ms` would have been seen.
    pub(crate) fn covers(&self, at_ms: i64) -> bool {
        self.can_look && self.began_ms <= at_ms
    }

    /// The last count before `at_ms`.
    pub(crate) fn counted_before(&self, at_ms: i64) -> Option<&Intake> {
        self.counts.iter().rev().find(|(at, _)| *at <= at_ms).map(|(_, counted)| counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn socket(port: u16, half_open: bool) -> Connected {
        let local = SocketAddr::from(([10, 0, 0, 1], 80));
        Connected { local, remote: SocketAddr::from(([10, 0, 0, 2], port)), half_open }
    }

    #[test]
    fn a_connection_is_one_sighting_that_may_become_more() {
        let mut log = Sightings::new(0);
        log.note(100, &[socket(1, true), socket(2, true)]);
        log.note(300, &[socket(1, true), socket(2, false)]);
        log.note(500, &[socket(2, true)]);
        let seen: Vec<_> = log.at(80).iter().map(|one| (one.from.port(), one.at_ms, one.seen)).collect();
        assert_eq!(seen, [(1, 100, Sight::HalfOpen), (2, 100, Sight::Connected)]);
        log.note(300_000, &[socket(1, true)]);
        assert_eq!((log.at(80).len(), log.at(81).len()), (3, 0));
    }

    #[test]
    fn what_is_forgotten_is_not_covered() {
        let mut log = Sightings::new(50);
        assert!(log.covers(50) && !log.covers(49));
        let many: Vec<_> = (1..=u16::try_from(MOST).unwrap() + 1).map(|port| socket(port, true)).collect();
        log.note(100, &many);
        assert!(!log.covers(100) && log.covers(101));
        assert_eq!(log.at(80).len(), MOST);
    }

    #[test]
    fn counts_are_found_by_time() {
        let mut log = Sightings::new(0);
        for at in 1..=5600 {
            log.count(at, Intake { resets: Some(at.unsigned_abs()), ..Intake::default() });
        }
        assert_eq!(log.counted_before(1500).and_then(|one| one.resets), Some(1500));
        assert_eq!(log.counted_before(1000), None);
    }
}
