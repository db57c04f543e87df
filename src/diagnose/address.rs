//! Looks at one address: the port asked for first, then whatever its answer calls for.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::case::{Case, Heard, HeardEnd};
use crate::cause::hops_travelled;
use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::diagnose::scout::Scout;
use crate::diagnose::speak::Speaker;
use crate::diagnose::{kin, machine, silence};
use crate::observation::{Connection, HttpAnswer, HttpEnd, Protocol, Purpose, Reason, State};
use crate::probe;
use crate::target::{Service, Target};

/// How long an answer may take that needs no other machine's, or is but repeated.
const IMPATIENCE: Duration = Duration::from_millis(250);
/// What answers before the first SYN is sent again (after 1 s) is far away, and not silent. Looks into silence
/// begin only then: their probes would use up what routers and host allow in ICMP errors.
const FAR: Duration = Duration::from_millis(900);
/// The kernel gives a neighbour up after 3 s (three ARP requests, a second apart), and then says so.
const PATIENCE: Duration = Duration::from_millis(3700);
/// What a server gets to accept one connection before the next.
const BREATH: Duration = Duration::from_millis(15);
/// A segment that fits any link that IPv6 may use (1280 bytes, RFC 8200 section 5) with room to spare.
const SMALL_SEGMENT: u16 = 1000;

/// Looks at `to` until its answer is explained as far as looking can.
pub(crate) async fn look(journal: &Journal, target: &Target, to: SocketAddr, options: &Options, deadline: Instant) {
    machine::route(journal, target, to);
    let scout = Scout { journal, target, to, options, deadline };
    if target.service == Service::Bedrock {
        return scout.bedrock().await;
    }
    let patience = PATIENCE.min(deadline.saturating_duration_since(Instant::now()));
    let host = target.host.to_string();
    let asked = journal.look(probe::connect(&host, to, Purpose::Asked, patience));
    tokio::pin!(asked);
    match tokio::time::timeout(FAR, &mut asked).await {
        Ok(asked) => scout.answered(&asked).await,
        Err(_) => {
            // A slow answer is looked into as an answer once it is there.
            let (asked, ()) = futures_util::future::join(asked, silence::look(&scout)).await;
            if asked.state == State::Open {
                scout.open(&asked).await;
            }
        }
    }
}

impl Scout<'_> {
    async fn answered(&self, asked: &Connection) {
        match asked.state {
            State::Open => self.open(asked).await,
            State::Closed => self.refused(asked).await,
            State::Filtered | State::Unreachable if asked.icmp.is_some() => self.rejected(asked).await,
            // The own system failed it: whether it fails every port is all that is left to see.
            State::Error | State::Unreachable => self.other_ports(IMPATIENCE).await,
            State::Filtered => silence::look(self).await,
        }
    }

    /// Open: is it open every time, and is it the host itself that answers?
    async fn open(&self, asked: &Connection) {
        let rtt = rtt(asked);
        let patience = (rtt * 6).clamp(Duration::from_millis(150), Duration::from_millis(900));
        // One look after the other: all of them open connections, and a small accept queue must not fill.
        if self.again(3, patience).await || asked.attempts > 1 {
            self.again(8, patience).await;
        }
        if !self.is_here() {
            self.both_ways(rtt).await;
        }
        self.speak(rtt).await;
        // The port asked for is another's, or nobody's: perhaps the service is at one of its other ports.
        if kin::has_kin(self.target.service) && !self.answered_as_itself() {
            self.other_ports(near(rtt)).await;
        }
    }

    /// True where the service asked for was heard at this address.
    fn answered_as_itself(&self) -> bool {
        let answered =
            |one: &Heard| one.address == self.to.ip() && matches!(one.ended, HeardEnd::Answered | HeardEnd::Failed);
        self.journal.read(|seen| Case { target: self.target, seen }.heard().iter().any(answered))
    }

    /// Connects `times` more, one after the other: together they could fill a small accept queue, and the
    /// fault would be netwhy's own. True where any of them went otherwise than opening at once.
    async fn again(&self, times: usize, patience: Duration) -> bool {
        let mut shaky = false;
        for _ in 0..times {
            tokio::time::sleep(BREATH).await;
            let one = self.connect(self.to, Purpose::Again, patience).await;
            shaky |= one.state != State::Open || one.attempts > 1;
        }
        shaky
    }

    /// A reset: does it last, where does it arise, and does the host answer elsewhere?
    async fn refused(&self, asked: &Connection) {
        let rtt = rtt(asked);
        let lasting = async {
            for pause in [120, 230] {
                tokio::time::sleep(Duration::from_millis(pause)).await;
                if self.connect(self.to, Purpose::Again, near(rtt).max(IMPATIENCE)).await.state == State::Open {
                    // Open for good, or only now and then?
                    self.again(3, near(rtt)).await;
                    return;
                }
            }
        };
        if self.is_here() {
            // Which port listens is in the own table; what it speaks is not.
            let others = async {
                if kin::has_kin(self.target.service) {
                    self.other_ports(near(rtt)).await;
                }
            };
            futures_util::future::join(lasting, others).await;
            return;
        }
        let way = async {
            self.arrival(self.to, asked.reason, rtt).await;
        };
        let trace = self.both_ways(rtt);
        let elsewhere = async {
            self.other_ports(near(rtt)).await;
            self.reference_arrival(rtt).await;
        };
        futures_util::future::join4(lasting, way, trace, elsewhere).await;
    }

    /// Whether the service answers, and whether more than a handshake gets through. Only HTTP has a question
    /// that is harmless in any length.
    async fn speak(&self, rtt: Duration) {
        let road = probe::Road::direct(self.to);
        let (journal, target, tls, deadline) = (self.journal, self.target, &self.options.tls, self.deadline);
        Speaker { journal, target, road: &road, tls, rtt, deadline }.look().await;
        let is_other = |a: &HttpAnswer| a.address == self.to.ip() && a.ended == HttpEnd::NotHttp;
        let is_web = target.service == Service::Http
            && !journal.read(|seen| seen.each::<HttpAnswer>().any(|(_, answer)| is_other(answer)));
        if is_web {
            self.large_segments().await;
        }
    }

    /// Whether large segments are acknowledged, and if not, whether small ones are.
    async fn large_segments(&self) {
        let patience = Duration::from_millis(1200).min(self.deadline.saturating_duration_since(Instant::now()));
        let host = self.target.host.to_string();
        let (large, small) = (None, Some(SMALL_SEGMENT));
        // Large once more at the end: a burst of loss must not pass for a rule.
        for most in [large, small, large] {
            let began = Instant::now();
            let Some(seen) = probe::transfer(self.to, &host, most, patience).await else { return };
            let passed = seen.acknowledged;
            self.journal.note(began, seen);
            if passed != most.is_some() {
                return;
            }
        }
    }

    /// The way of the port, then the way of UDP: the host's own answer to that shows where it stands. The
    /// second goes no further than the first, for each ICMP answer counts against the host's limit.
    async fn both_ways(&self, rtt: Duration) {
        let way = self.trace(self.to, Protocol::Tcp, 5, 1, near(rtt)).await;
        let first = way.and_then(|way| way.end).map_or(5, |end| end.at);
        self.trace(self.udp(), Protocol::Udp, first, 1, near(rtt)).await;
    }

    /// An ICMP rejection names its sender; the trace says how far away that is. ICMP errors are
    /// rate-limited, so the trace goes first and no further than it must.
    async fn rejected(&self, asked: &Connection) {
        let rtt = rtt(asked);
        if self.is_here() || asked.from.as_ref().is_some_and(|from| self.is_own(from.address)) {
            self.other_ports(near(rtt)).await;
            return;
        }
        if asked.reason == Reason::TimeExceeded {
            // The TTL ran out on the way: follow it far enough to see a circle.
            self.trace(self.to, Protocol::Tcp, 10, 1, near(rtt)).await;
            return;
        }
        // One hop more than the sender seems to be away.
        let distance = asked.icmp_ttl.map_or(4, |ttl| hops_travelled(ttl) + 2);
        self.trace(self.to, Protocol::Tcp, distance.clamp(2, 30), 2, near(rtt)).await;
        self.other_ports(near(rtt)).await;
    }
}

/// The round trip of an answer.
fn rtt(answer: &Connection) -> Duration {
    Duration::from_secs_f64(answer.rtt_ms.unwrap_or(100.0).max(0.0) / 1000.0)
}

/// How long to wait for machines no further away than one that answered in `rtt`.
fn near(rtt: Duration) -> Duration {
    (rtt * 4).clamp(Duration::from_millis(80), Duration::from_millis(900))
}
