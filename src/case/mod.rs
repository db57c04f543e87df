//! All that a cause may look at, with the questions that many causes put to the facts.

mod compared;
mod handshakes;
mod heard;
mod minecraft;
mod proxies;

pub use compared::Compared;
pub use handshakes::Shown;
pub use heard::{Heard, HeardEnd, own};
pub use minecraft::{ByRecord, Stands};
pub use proxies::Known;

use std::net::IpAddr;

use crate::observation::{
    Arrival, Connection, FactId, Hop, Interfaces, Os, Path, Protocol, Purpose, Reason, RouteKind, RouteLookup,
    RouteOutcome, Seen, State, System,
};
use crate::target::Target;

/// The question and everything seen.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What was asked.
    pub target: &'a Target,
    /// What was seen.
    pub seen: &'a Seen,
}

impl<'a> Case<'a> {
    /// Attempts at the very port asked for, in the order made: first attempts and repeats.
    pub fn asked(&self) -> impl DoubleEndedIterator<Item = (FactId, &'a Connection)> + use<'a> {
        self.seen
            .each::<Connection>()
            .filter(|(_, connection)| matches!(connection.purpose, Purpose::Asked | Purpose::Again))
    }

    /// The first attempt at each address.
    pub fn first_asked(&self) -> impl DoubleEndedIterator<Item = (FactId, &'a Connection)> + use<'a> {
        self.seen.each::<Connection>().filter(|(_, connection)| connection.purpose == Purpose::Asked)
    }

    /// True where any attempt at the port asked for opened; through a proxy, where that opened the way.
    pub fn is_open(&self) -> bool {
        if self.via().is_some() {
            return self.proxies().iter().any(Known::opens);
        }
        self.asked().any(|(_, connection)| connection.state == State::Open)
    }

    /// The failed attempt that the diagnosis is about: of the addresses tried and the attempts made, the one
    /// whose failure tells most (an answer tells more than silence, silence more than no way out).
    pub fn failed(&self) -> Option<(FactId, &'a Connection)> {
        // Where another attempt at the same address opened, that one failed by chance, not by rule.
        let opened = |address: IpAddr| self.asked().any(|(_, c)| c.address == address && c.state == State::Open);
        self.asked().filter(|(_, c)| !opened(c.address)).min_by_key(|(id, c)| {
            let tells = match c.state {
                State::Closed => 0,
                State::Filtered if c.is_answered() => 1,
                State::Unreachable if c.is_answered() => 2,
                State::Filtered => 3,
                State::Unreachable | State::Error | State::Open => 4,
            };
            (tells, c.purpose != Purpose::Asked, *id)
        })
    }

    /// Other ports of `address` that were tried.
    pub fn other_ports(&self, address: IpAddr) -> impl Iterator<Item = (FactId, &'a Connection)> + use<'a> {
        self.seen.each::<Connection>().filter(move |(_, c)| c.purpose == Purpose::OtherPort && c.address == address)
    }

    /// The trace to one port.
    pub fn path(&self, address: IpAddr, port: u16, protocol: Protocol) -> Option<(FactId, &'a Path)> {
        self.seen.each::<Path>().find(|(_, p)| p.address == address && p.port == port && p.protocol == protocol)
    }

    /// The trace on which the host itself says that the UDP port of `attempt` is closed, though the attempt met silence:
    /// systems limit how often they say so.
    pub fn said_closed(&self, attempt: &Connection) -> Option<(FactId, &'a Path)> {
        let (id, path) = self.path(attempt.address, attempt.port, Protocol::Udp).filter(|_| attempt.is_datagram())?;
        let end = path.end.as_ref()?;
        (end.answer == Reason::PortUnreach && end.address == Some(attempt.address)).then_some((id, path))
    }

    /// Every trace to `address`.
    pub fn paths(&self, address: IpAddr) -> impl Iterator<Item = (FactId, &'a Path)> + use<'a> {
        self.seen.each::<Path>().filter(move |(_, path)| path.address == address)
    }

    /// With which TTL the answer of one port arrived, where it was settled.
    pub fn arrival(&self, address: IpAddr, port: u16) -> Option<(FactId, &'a Arrival, u8)> {
        let (id, arrival) = self.seen.each::<Arrival>().find(|(_, a)| a.address == address && a.port == port)?;
        Some((id, arrival, arrival.ttl?))
    }

    /// What the routing table says of `address`.
    pub fn route(&self, address: IpAddr) -> Option<(FactId, &'a RouteOutcome)> {
        let (id, route) = self.seen.each::<RouteLookup>().find(|(_, route)| route.destination == address)?;
        Some((id, route.outcome.saw()?))
    }

    /// The next hop towards `address`, where it is behind one.
    pub fn gateway(&self, address: IpAddr) -> Option<(FactId, IpAddr)> {
        match self.route(address)? {
            (id, RouteOutcome::Way { gateway: Some(gateway), .. }) => Some((id, *gateway)),
            _ => None,
        }
    }

    /// True where `address` is known to be on a link of this machine.
    pub fn is_on_link(&self, address: IpAddr) -> bool {
        matches!(self.route(address), Some((_, RouteOutcome::Way { kind: RouteKind::Unicast, gateway: None, .. })))
    }

    /// True where `address` belongs to this machine: loopback, routed as local, or on an interface.
    pub fn is_own(&self, address: IpAddr) -> bool {
        address.is_loopback()
            || matches!(self.route(address), Some((_, RouteOutcome::Way { kind: RouteKind::Local, .. })))
            || self.seen.each::<Interfaces>().any(|(_, all)| {
                let all = all.interfaces.saw().map(Vec::as_slice).unwrap_or_default();
                all.iter().any(|one| one.addresses.iter().any(|network| network.address == address))
            })
    }

    /// How many hops away the router at `hop_address` stands, as any trace shows it.
    pub fn hop_of(&self, hop_address: IpAddr) -> Option<u8> {
        let hops = self.seen.each::<Path>().flat_map(|(_, path)| path.hops.iter());
        hops.filter(|hop| hop.answer == Reason::TimeExceeded && hop.address == Some(hop_address))
            .map(|hop| hop.ttl)
            .min()
    }

    /// How many hops away the machine at `address` itself stands: where a trace to it ended with an
    /// answer that bears its address (an ICMP error), else where one ended with a handshake.
    pub fn distance(&self, address: IpAddr) -> Option<(FactId, u8)> {
        let ends = || self.paths(address).filter_map(|(id, path)| Some((id, path.settled_end()?)));
        let signed = self.paths(address).find(|(_, path)| path.ends_at_once() == Some(address));
        let signed = signed.and_then(|(id, path)| Some((id, path.end.as_ref()?.at)));
        signed.or_else(|| {
            ends()
                .filter(|(_, end)| end.answer == Reason::SynAck)
                .map(|(id, end)| (id, end.at))
                .max_by_key(|(_, at)| *at)
        })
    }

    /// An ICMP error that bears the address itself, so no machine that answers TCP in its place can have sent it.
    pub fn signed_life(&self, address: IpAddr) -> Option<FactId> {
        let bears = |c: &Connection| c.icmp.is_some() && c.from.as_ref().is_some_and(|from| from.address == address);
        let by_port = self.seen.each::<Connection>().find(|(_, c)| c.address == address && bears(c)).map(|(id, _)| id);
        let ends = |p: &Path| p.end.as_ref().is_some_and(|end| end.address == Some(address));
        by_port.or_else(|| self.paths(address).find(|(_, path)| ends(path)).map(|(id, _)| id))
    }

    /// An observation that shows the machine at `address` alive: a TCP answer in its name (which another
    /// machine may have given), or an ICMP error of its own.
    pub fn sign_of_life(&self, address: IpAddr) -> Option<FactId> {
        self.answered_life(address).or_else(|| self.compared_at(address))
    }

    /// An answer of `address` itself to any probe.
    pub fn answered_life(&self, address: IpAddr) -> Option<FactId> {
        let answered = |c: &Connection| {
            c.address == address
                && (matches!(c.reason, Reason::SynAck | Reason::Reset)
                    || c.icmp.is_some() && c.from.as_ref().is_some_and(|from| from.address == address))
        };
        let by_port = self.seen.each::<Connection>().find(|(_, c)| answered(c)).map(|(id, _)| id);
        by_port.or_else(|| {
            self.paths(address)
                .find(|(_, p)| p.end.as_ref().is_some_and(|e| e.address == Some(address)))
                .map(|(id, _)| id)
        })
    }

    /// The greatest TTL that any router answered on any trace to `address`, and that router's address.
    pub fn farthest_router(&self, address: IpAddr) -> Option<(FactId, u8, Option<IpAddr>)> {
        let last =
            self.paths(address).filter_map(|(id, path)| path.last_router().map(|hop| (id, hop.ttl, hop.address)));
        last.max_by_key(|(_, ttl, _)| *ttl)
    }

    /// The trace to the port of `attempt` and the hop at which a router answers under the target's own address,
    /// without being its end: there addresses are translated (NAT), and what lies behind is another machine.
    pub fn translated_at(&self, attempt: &Connection) -> Option<(FactId, u8)> {
        let (id, path) = self.path(attempt.address, attempt.port, Protocol::Tcp)?;
        let rewritten = |hop: &&Hop| hop.answer == Reason::TimeExceeded && hop.address == Some(attempt.address);
        path.hops.iter().find(rewritten).map(|hop| (id, hop.ttl))
    }

    /// The name of an address met on the way, where it resolved.
    pub fn name_of(&self, address: IpAddr) -> Option<String> {
        let mut hops = self.seen.each::<Path>().flat_map(|(_, path)| path.hops.iter());
        hops.find(|hop| hop.address == Some(address) && hop.name.is_some()).and_then(|hop| hop.name.clone())
    }

    /// The system netwhy ran on; Linux where it was not recorded.
    pub fn os(&self) -> Os {
        self.seen.first::<System>().map_or(Os::Linux, |(_, system)| system.os)
    }
}
