//! What else of Minecraft stands at a host whose port asked for is not it: the game beside its API, the other edition.

use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::scout::Scout;
use crate::observation::{Connection, Purpose, State};
use crate::probe::Road;
use crate::probe::minecraft::{JavaQuestion, bedrock_status, java_status, mcpi_answer};
use crate::target::Service;

/// How long one answer may take: some ticks of a game, and a round trip on top.
const TURN: Duration = Duration::from_millis(700);
/// The same over UDP, where nothing says that nobody is there.
const DATAGRAM: Duration = Duration::from_millis(350);
/// The most ports asked in one protocol.
const MOST: usize = 6;

/// Ports where something akin to the service is usually found, besides those of the service itself.
pub(crate) fn ports(service: Service) -> impl Iterator<Item = u16> {
    let akin = match service {
        Service::Minecraft => Some(Service::Mcpi),
        Service::Mcpi | Service::Bedrock => Some(Service::Minecraft),
        _ => None,
    };
    akin.and_then(Service::default_port).into_iter()
}

/// True for the editions of Minecraft and the API.
pub(crate) fn has_kin(service: Service) -> bool {
    ports(service).next().is_some()
}

impl Scout<'_> {
    /// Asks each of the host's other ports that opened what it may be: a Java server, or the mcpi API.
    pub(crate) async fn kin(&self, rtt: Duration) {
        let service = self.target.service;
        if !has_kin(service) {
            return;
        }
        let open: Vec<u16> = self.journal.read(|seen| {
            let its = |c: &&Connection| {
                c.purpose == Purpose::OtherPort && c.address == self.to.ip() && c.state == State::Open
            };
            seen.each::<Connection>().map(|(_, c)| c).filter(its).map(|c| c.port).collect()
        });
        let usual = |of: Service, port: u16| of.usual_ports().any(|usual| usual == port);
        let near = |port: u16| port.abs_diff(self.target.port) == 1;
        let asked = |of: Service| {
            let own = move |port: &u16| usual(of, *port) || service == of && near(*port);
            open.iter().copied().filter(own).take(MOST).collect::<Vec<u16>>()
        };
        let java = asked(Service::Minecraft).into_iter().map(|port| self.java_at(port, rtt));
        let mcpi = asked(Service::Mcpi).into_iter().map(|port| self.mcpi_at(port, rtt));
        futures_util::future::join(futures_util::future::join_all(java), futures_util::future::join_all(mcpi)).await;
    }

    /// Pings the usual port of Bedrock servers, where another edition was asked for.
    pub(crate) async fn other_edition(&self, rtt: Duration) {
        if !matches!(self.target.service, Service::Minecraft | Service::Mcpi) {
            return;
        }
        let port = Service::Bedrock.default_port().unwrap_or_default();
        let patience = (DATAGRAM + rtt * 4).min(self.turn(rtt));
        self.journal.look(bedrock_status(self.at_port(port), Purpose::OtherPort, 1, patience)).await;
    }

    async fn java_at(&self, port: u16, rtt: Duration) {
        let host = self.target.host.to_string();
        let question = JavaQuestion { host: &host, port, purpose: Purpose::OtherPort, pings: 0 };
        let began = Instant::now();
        if let Some(seen) = java_status(&Road::direct(self.at_port(port)), &question, self.turn(rtt)).await {
            self.journal.note(began, seen);
        }
    }

    async fn mcpi_at(&self, port: u16, rtt: Duration) {
        let began = Instant::now();
        let road = Road::direct(self.at_port(port));
        if let Some(seen) = mcpi_answer(&road, Purpose::OtherPort, self.turn(rtt)).await {
            self.journal.note(began, seen);
        }
    }

    fn turn(&self, rtt: Duration) -> Duration {
        (TURN + rtt * 4).min(self.deadline.saturating_duration_since(Instant::now()))
    }
}
