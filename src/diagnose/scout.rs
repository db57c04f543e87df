//! One address under examination, and the single looks at it that every answer may call for.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::diagnose::kin;
use crate::observation::{Connection, Path, Protocol, Purpose, Reason, State};
use crate::probe::{self, TraceOptions};
use crate::target::{Target, WELL_KNOWN};

/// The UDP port from which traceroute(8) counts up: nothing listens there.
const TRACEROUTE_PORT: u16 = 33434;
/// How long the names of routers may take; they only adorn.
const NAMES: Duration = Duration::from_millis(150);

/// One address under examination.
pub(crate) struct Scout<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) target: &'a Target,
    pub(crate) to: SocketAddr,
    pub(crate) options: &'a Options,
    pub(crate) deadline: Instant,
}

impl Scout<'_> {
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
        let ping = protocol == Protocol::Udp && to.port() == self.to.port();
        let options = TraceOptions { protocol, ping, first, last: 30, wait, rounds };
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

    /// The service's usual ports and those of its kin, the neighbours of the port asked, and the best known ports, together; of what opens, whether it is kin.
    pub(crate) async fn other_ports(&self, patience: Duration) {
        let asked = self.target.port;
        let neighbours = [asked.checked_add(1), asked.checked_sub(1).filter(|port| *port > 0)];
        let mut ports: Vec<u16> = Vec::new();
        let usual = self.target.service.usual_ports().chain(kin::ports(self.target.service));
        for port in usual.chain(neighbours.into_iter().flatten()).chain(WELL_KNOWN.iter().copied()) {
            if port != asked && !ports.contains(&port) {
                ports.push(port);
            }
        }
        let one = |port| self.connect(self.at_port(port), Purpose::OtherPort, patience);
        let tcp = async {
            futures_util::future::join_all(ports.into_iter().map(one)).await;
            self.kin(patience / 4).await;
        };
        futures_util::future::join(tcp, self.other_edition(patience / 4)).await;
    }

    /// The arrival TTL of another port's answer: an open one if there is one, for only a reset can be
    /// forged for the host without its help. Closed ones tell too, if less.
    pub(crate) async fn reference_arrival(&self, rtt: Duration) {
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

    pub(crate) async fn arrival(&self, to: SocketAddr, answer: Reason, rtt: Duration) {
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

    pub(crate) fn is_own(&self, address: std::net::IpAddr) -> bool {
        self.journal.read(|seen| crate::case::Case { target: self.target, seen }.is_own(address))
    }
}
