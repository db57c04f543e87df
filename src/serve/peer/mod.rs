//! The server's half of a comparison: what left the client, held against what arrived here.

mod ask;
mod compare;
mod elsewhere;
mod kept;
mod listening;
mod queue;
mod sightings;
mod talk;

pub use ask::Peered;
pub(crate) use talk::{BEGINNING, talk};

use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::observation::Looked;
use crate::probe::{self, Intake};
use crate::serve::Ledger;
use crate::serve::ledger::Came;
use crate::wire::peer::{Answer, ArrivedAs, Attempt, Ended, Listening, Question, Sight};

use compare::{Sighting, compare};
use elsewhere::elsewhere;
use kept::Clocks;
use listening::{listening, own_address};
use sightings::Sightings;

/// How often the socket table is read: an unanswered SYN stays in it for a second at least.
const LOOK: Duration = Duration::from_millis(200);
/// How many ports are watched closely at a time.
const PORTS: usize = 16;
/// How far apart two clocks are taken to be at most where nothing is known of them, in milliseconds.
const APART_MS: i64 = 600_000;

/// Watches what arrives, and answers what left.
#[derive(Debug)]
pub struct Peer {
    /// Proves that who asks was told of this server.
    token: String,
    ledger: Ledger,
    own: Vec<SocketAddr>,
    log: Mutex<Sightings>,
    /// Ports that were asked about, of which every connection is noted.
    ports: Mutex<Vec<u16>>,
}

impl Peer {
    /// A watch that begins now, beside a server that listens at `own` and writes `ledger`.
    pub fn new(own: Vec<SocketAddr>, ledger: Ledger) -> Peer {
        let log = Mutex::new(Sightings::new(now_ms()));
        let peer = Peer { token: token(), ledger, own, log, ports: Mutex::default() };
        peer.look();
        peer
    }

    /// What a client has to show.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Looks again and again; never ends by itself.
    pub async fn watch(&self) {
        loop {
            tokio::time::sleep(LOOK).await;
            self.look();
        }
    }

    fn look(&self) {
        let ports = held(&self.ports).clone();
        let sockets = probe::sockets(&ports);
        let counted = probe::intake();
        let mut log = held(&self.log);
        match sockets {
            Looked::Saw(all) => log.note(now_ms(), &all),
            Looked::NotLooked(_) => log.can_look = false,
        }
        // A queue that overflows is full just now.
        if log.counts.back().is_some_and(|(_, last)| last.overflowed < counted.overflowed) {
            log.full(now_ms(), &queue::full(&ports, probe::listeners().listeners));
        }
        log.count(now_ms(), counted);
    }

    /// Answers `question`, which came from `asker` over a connection, or was pasted. Over a connection the times asked
    /// about are this clock's.
    pub fn answer(&self, question: &Question, asker: Option<IpAddr>) -> Answer {
        self.watch_closely(question.port);
        // A client that says hello is about to try: what is counted by now is what it begins with.
        self.look();
        let within = if asker.is_some() { compare::NEAR_MS } else { APART_MS };
        let mut sightings = self.sightings(question.port);
        let mut pairs = compare(question, &sightings, within, asker, now_ms());
        let mut arrived_at = None;
        if let Some((port, there, found)) = elsewhere(self, question, &pairs, within, asker) {
            (arrived_at, sightings, pairs) = (Some(port), there, found);
        }
        let first = pairs.iter().find_map(|(_, at)| sightings.get((*at)?));
        let syn = pairs.iter().find_map(|(_, at)| sightings.get((*at)?)?.syn);
        // Clocks that nobody compared show how far apart they are by what left and arrived.
        let apart = pairs
            .iter()
            .zip(&question.attempts)
            .find_map(|((_, at), left)| Some(sightings.get((*at)?)?.at_ms - left.at_ms));
        let begins =
            question.attempts.first().map(|left| left.at_ms + if asker.is_some() { 0 } else { apart.unwrap_or(0) });
        let log = held(&self.log);
        let now = probe::intake();
        // Clocks are known to each other but so well; where the watch had only just begun, its first count has to do.
        let before =
            begins.and_then(|at| log.counted_before(at - 100).or_else(|| log.counted_before(at + 20)).copied());
        let few = |grown: u64| u8::try_from(grown.min(254)).unwrap_or(254);
        let grown = |of: fn(&Intake) -> Option<u64>| Some(few(of(&now)?.checked_sub(of(before.as_ref()?)?)?));
        let of: fn(&Intake) -> Option<u64> =
            if question.ipv6 { |one| one.kept_back_v6 } else { |one| one.kept_back_v4 };
        let clocks = if asker.is_some() || apart.is_some() { Clocks::Known } else { Clocks::Unknown };
        let grew = |now: Option<u64>, of| begins.and_then(|at| log.grown(at, now_ms(), now?, of, clocks));
        let kept = grew(of(&now), of);
        let overflowed: fn(&Intake) -> Option<u64> = |one| one.overflowed;
        let overflow = grew(overflowed(&now), overflowed);
        let half_open_resets: fn(&Intake) -> Option<u64> = |one| one.half_open_resets;
        let cut = grew(half_open_resets(&now), half_open_resets);
        let (listening, bound_elsewhere) = listening(question, &self.own, probe::listeners().listeners);
        let unseen = unseen(question, &pairs);
        let answers_reset = unseen > 0 && cut.is_some_and(|cut| cut.quiet_before && cut.count >= unseen);
        let (heard, said) = self.talked(arrived_at.unwrap_or(question.port), &pairs, &sightings);
        let seen = |at: i64| log.was_full(question.port, at);
        let queue_full = listening == Listening::Other
            && overflow.is_some_and(|grown| {
                grown.count > 0
                    && (begins.is_some_and(seen) || grown.quiet_before && grown.count >= lost(question, &pairs))
            });
        Answer {
            question: question.number(),
            clock_ms: u64::try_from(now_ms()).unwrap_or(0),
            covers: begins.is_none_or(|at| log.covers(at)),
            own_address: own_address(question.to),
            listening,
            from: first.map(|one| one.from.ip()).or(asker).map(|ip| ip.to_canonical()),
            attempts: pairs.into_iter().map(|(arrived, _)| arrived).collect(),
            ttl: syn.map(|(ttl, _)| ttl),
            mss: syn.and_then(|(_, mss)| mss),
            kept_back: kept.map(|kept| few(kept.count)),
            quiet_before: kept.is_some_and(|kept| kept.quiet_before),
            overflowed: grown(overflowed),
            queue_full,
            half_open_resets: cut.map(|cut| few(cut.count)),
            answers_reset,
            arrived_at,
            bound_elsewhere,
            heard,
            said,
            resets: grown(|one| one.resets),
        }
    }

    /// What arrived at `port`: accepted here, or seen in the table of sockets.
    fn sightings(&self, port: u16) -> Vec<Sighting> {
        let accepted = self.ledger.connections_to(port).into_iter().map(|came| Sighting {
            from: SocketAddr::new(came.from.ip().to_canonical(), came.from.port()),
            at_ms: came.at.as_millisecond(),
            seen: Sight::Connected,
            last_ms: came.at.as_millisecond(),
            syn: came.syn.map(|syn| (syn.ttl, syn.mss)),
        });
        let mut all: Vec<Sighting> = accepted.collect();
        let others = held(&self.log).at(port);
        let is_new =
            |one: &Sighting| !all.iter().any(|other| other.from == one.from && (other.at_ms - one.at_ms).abs() < 5_000);
        let others: Vec<Sighting> = others.into_iter().filter(is_new).collect();
        all.extend(others);
        all
    }

    /// Whether what was said came, and anything went, over the further connections of whoever made these attempts: the
    /// attempts themselves say nothing. Of other programs' connections that is not seen.
    fn talked(
        &self,
        port: u16,
        pairs: &[(ArrivedAs, Option<usize>)],
        sightings: &[Sighting],
    ) -> (Option<bool>, Option<bool>) {
        let known = || pairs.iter().filter_map(|(_, at)| sightings.get((*at)?));
        let Some(since) = known().map(|one| one.at_ms).min() else { return (None, None) };
        // Those of a path search say nothing either; their SYNs come with another TTL.
        let ttl = known().find_map(|one| one.syn).map(|(ttl, _)| ttl);
        let is_further = |came: &Came| {
            let from = SocketAddr::new(came.from.ip().to_canonical(), came.from.port());
            let is_theirs = known().any(|one| one.from.ip() == from.ip()) && known().all(|one| one.from != from);
            is_theirs && came.at.as_millisecond() >= since && came.syn.as_ref().map(|syn| syn.ttl) == ttl
        };
        let further: Vec<Came> = self.ledger.connections_to(port).into_iter().filter(is_further).collect();
        let heard = further.iter().filter(|came| came.meter.read().0 > 0).count();
        let said = further.iter().any(|came| came.meter.read().1 > 0);
        // A filter on what is said may let single packets of a long speech through.
        let is_any = !further.is_empty();
        (is_any.then_some(heard * 2 > further.len()), is_any.then_some(said))
    }

    /// From now on every connection to `port` is noted; of ports that nobody asked about only the half-open ones.
    fn watch_closely(&self, port: u16) {
        let mut ports = held(&self.ports);
        if ports.contains(&port) || self.own.iter().any(|own| own.port() == port) {
            return;
        }
        if ports.len() == PORTS {
            ports.remove(0);
        }
        ports.push(port);
    }
}

/// How many attempts failed of which nothing was seen: a half-open connection that a reset ends is gone between two looks.
fn unseen(question: &Question, pairs: &[(ArrivedAs, Option<usize>)]) -> u64 {
    let is_unseen = |(left, (arrived, _)): &(&Attempt, &(ArrivedAs, Option<usize>))| {
        matches!(left.ended, Ended::Silent | Ended::Reset) && arrived.seen == Sight::Nothing
    };
    question.attempts.iter().zip(pairs).filter(is_unseen).count() as u64
}

/// How many attempts a full queue may have turned away.
fn lost(question: &Question, pairs: &[(ArrivedAs, Option<usize>)]) -> u64 {
    let is_lost = |(left, (arrived, _)): &(&Attempt, &(ArrivedAs, Option<usize>))| match left.ended {
        Ended::Silent => arrived.seen != Sight::Connected,
        Ended::Open | Ended::Unheard => arrived.seen == Sight::HalfOpen,
        _ => false,
    };
    question.attempts.iter().zip(pairs).filter(is_lost).count().max(1) as u64
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is written under it is whole at every step.
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// Eight signs of 32 each, by the system's random numbers; where it gives none, the server takes no questions.
fn token() -> String {
    let mut random = [0; 5];
    match ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut random) {
        Ok(()) => data_encoding::BASE32_NOPAD.encode(&random).to_lowercase(),
        Err(_) => String::new(),
    }
}
