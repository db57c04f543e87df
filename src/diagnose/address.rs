//! Looks at one address: the port asked for first, then whatever its answer calls for.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::journal::Journal;
use crate::diagnose::{machine, silence, web};
use crate::observation::{Connection, Path, Protocol, Purpose, Reason, State};
use crate::probe::{self, TraceOptions};
use crate::target::{Service, Target, WELL_KNOWN};

/// How long an answer may take that needs no other machine's, or is but repeated.
const IMPATIENCE: Duration = Duration::from_millis(250);
/// What answers before the first SYN is sent again (after 1 s) is far away, and not silent. Looks into silence
/// begin only then: their probes would use up what routers and host allow in ICMP errors.
const FAR: Duration = Duration::from_millis(900);
/// The kernel gives a neighbour up after 3 s (three ARP requests, a second apart), and then says so.
const PATIENCE: Duration = Duration::from_millis(3700);
/// The UDP port from which traceroute(8) counts up: nothing listens there.
const TRACEROUTE_PORT: u16 = 33434;
/// How long the names of routers may take; they only adorn.
const NAMES: Duration = Duration::from_millis(150);
/// A segment that fits any link that IPv6 may use (1280 bytes, RFC 8200 section 5) with room to spare.
const SMALL_SEGMENT: u16 = 1000;

/// Looks at `to` until its answer is explained as far as looking can.
pub(crate) async fn look(journal: &Journal, target: &Target, to: SocketAddr, deadline: Instant) {
    machine::route(journal, target, to);
    let scout = Scout { journal, target, to, deadline };
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

/// One address under examination.
pub(crate) struct Scout<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) target: &'a Target,
    pub(crate) to: SocketAddr,
    pub(crate) deadline: Instant,
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
        let again = async {
            let patience = (rtt * 6).clamp(Duration::from_millis(150), Duration::from_millis(900));
            let shaky = self.again(3, patience).await || asked.attempts > 1;
            if shaky {
                self.again(8, patience).await;
            }
        };
        if self.is_here() {
            futures_util::future::join(again, self.speak()).await;
            return;
        }
        futures_util::future::join3(again, self.both_ways(rtt), self.speak()).await;
    }

    /// Connects `times` more, one after the other: together they could fill a small accept queue, and the
    /// fault would be netwhy's own. True where any of them went otherwise than opening at once.
    async fn again(&self, times: usize, patience: Duration) -> bool {
        let mut shaky = false;
        for _ in 0..times {
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
            lasting.await;
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
    async fn speak(&self) {
        if self.target.service == Service::Http {
            let answer = web::look(self.journal, self.target, self.to, self.deadline);
            futures_util::future::join(answer, self.large_segments()).await;
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
        // One hop more than the sender seems to be away; the reply's TTL began at 64, 128 or 255.
        if asked.reason == Reason::TimeExceeded {
            // The TTL ran out on the way: follow it far enough to see a circle.
            self.trace(self.to, Protocol::Tcp, 10, 1, near(rtt)).await;
            return;
        }
        let distance = asked.icmp_ttl.map_or(4, |ttl| {
            [64u8, 128, 255].into_iter().find(|start| *start >= ttl).map_or(4, |start| start - ttl + 2)
        });
        self.trace(self.to, Protocol::Tcp, distance.clamp(2, 30), 2, near(rtt)).await;
        self.other_ports(near(rtt)).await;
    }

    /// Connects to `to` and writes it down.
    pub(crate) async fn connect(&self, to: SocketAddr, purpose: Purpose, patience: Duration) -> Connection {
        let patience = patience.min(self.deadline.saturating_duration_since(Instant::now()));
        self.journal.look(probe::connect(&self.target.host.to_string(), to, purpose, patience)).await
    }

    /// Follows the path to `to` and writes it down, where this system can.
    pub(crate) async fn trace(
        &self,
        to: SocketAddr,
        protocol: Protocol,
        first: u8,
        rounds: u8,
        wait: Duration,
    ) -> Option<Path> {
        if !probe::can_trace() {
            return None;
        }
        let options = TraceOptions { protocol, first, last: 30, wait, rounds };
        let look = async {
            let mut path = probe::trace(to, &options, self.deadline).await;
            if to == self.to {
                let addresses: Vec<_> = path.hops.iter().filter_map(|hop| hop.address).collect();
                let names = probe::names_of(&addresses, NAMES).await;
                path.name_hops(&names);
            }
            path
        };
        Some(self.journal.look(look).await)
    }

    /// The service's usual ports, the neighbours of the port asked, and the best known ports, together.
    pub(crate) async fn other_ports(&self, patience: Duration) {
        let asked = self.target.port;
        let neighbours = [asked.checked_add(1), asked.checked_sub(1).filter(|port| *port > 0)];
        let mut ports: Vec<u16> = Vec::new();
        for port in
            self.target.service.usual_ports().chain(neighbours.into_iter().flatten()).chain(WELL_KNOWN.iter().copied())
        {
            if port != asked && !ports.contains(&port) {
                ports.push(port);
            }
        }
        let one = |port| self.connect(self.at_port(port), Purpose::OtherPort, patience);
        futures_util::future::join_all(ports.into_iter().map(one)).await;
    }

    /// The arrival TTL of another port's answer: an open one if there is one, for only a reset can be
    /// forged for the host without its help. Closed ones tell too, if less.
    async fn reference_arrival(&self, rtt: Duration) {
        let best = self.journal.read(|seen| {
            let answered = seen.each::<Connection>().map(|(_, c)| c).filter(|c| {
                c.purpose == Purpose::OtherPort
                    && c.address == self.to.ip()
                    && matches!(c.reason, Reason::SynAck | Reason::Reset)
            });
            answered.min_by_key(|c| c.state != State::Open).map(|c| (c.port, c.reason))
        });
        if let Some((port, reason)) = best {
            self.arrival(self.at_port(port), reason, rtt).await;
        }
    }

    async fn arrival(&self, to: SocketAddr, answer: Reason, rtt: Duration) {
        let began = Instant::now();
        if let Some(arrival) = probe::arrival(to, answer, rtt).await {
            self.journal.note(began, arrival);
        }
    }

    /// The address with the port that UDP traces begin at.
    pub(crate) fn udp(&self) -> SocketAddr {
        self.at_port(TRACEROUTE_PORT)
    }

    /// The address with another port; a link-local one keeps its interface.
    pub(crate) fn at_port(&self, port: u16) -> SocketAddr {
        let mut to = self.to;
        to.set_port(port);
        to
    }

    /// True where the target is this machine: there is no way to follow.
    pub(crate) fn is_here(&self) -> bool {
        self.is_own(self.to.ip())
    }

    fn is_own(&self, address: std::net::IpAddr) -> bool {
        self.journal.read(|seen| crate::case::Case { target: self.target, seen }.is_own(address))
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
