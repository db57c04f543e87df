//! What the other end says of attempts, as causes ask for it.

use std::net::{IpAddr, SocketAddr};

use crate::case::Case;
use crate::observation::{Channel, Connection, Counterpart, FactId, Listening, PeerAnswer, Side, State};

/// The other end's word on one failed attempt.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// The observation.
    pub id: FactId,
    /// Where the attempts were lost.
    pub side: Side,
    /// What arrived.
    pub answer: &'a PeerAnswer,
    /// The comparison as a whole.
    pub counterpart: &'a Counterpart,
}

impl<'a> Case<'a> {
    /// What the other end saw of attempts like `attempt`, where it was asked and told.
    pub fn compared(&self, attempt: &Connection) -> Option<Compared<'a>> {
        let of =
            |one: &Counterpart| !attempt.is_datagram() && one.address == attempt.address && one.port == attempt.port;
        let (id, counterpart) = self.seen.each::<Counterpart>().rev().find(|(_, one)| of(one))?;
        Some(Compared { id, side: counterpart.side(), answer: counterpart.arrived.saw()?, counterpart })
    }

    /// The attempt that the other end was asked about, and its word: of those that failed, else of one that opened.
    pub fn compared_attempt(&self) -> Option<(FactId, &'a Connection, Compared<'a>)> {
        let first = self.failed().or_else(|| self.asked().find(|(_, one)| one.state == State::Open));
        let (id, one) = first.filter(|_| self.via().is_none())?;
        Some((id, one, self.compared(one)?))
    }

    /// The other end's own word that it bears `address`.
    pub fn compared_at(&self, address: IpAddr) -> Option<FactId> {
        let bears = |one: &Counterpart| {
            one.address == address && one.arrived.saw().is_some_and(|answer| answer.own_address == Some(true))
        };
        self.seen.each::<Counterpart>().find(|(_, one)| bears(one)).map(|(id, _)| id)
    }
}

impl Compared<'_> {
    /// True where every attempt was matched by more than its time, and the clocks are known to each other or the ports fit.
    pub fn is_exact(&self) -> bool {
        self.answer.attempts.iter().all(|one| !one.by_time)
    }

    /// True where something listens at that port of the server.
    pub fn is_listened_on(&self) -> bool {
        matches!(self.answer.listening, Listening::Netwhy | Listening::Other)
    }

    /// True where the other end was asked at the very address of the attempts, so that another port of it leads there.
    pub fn is_asked_there(&self) -> bool {
        let place = self.counterpart.server.as_ref().and_then(|server| server.parse::<SocketAddr>().ok());
        place.is_some_and(|place| place.ip() == self.counterpart.address)
    }

    /// True where the address is not the server's own and leads to it at another port, while nothing came to this one, which
    /// something listens on: what bears the address does not pass this port on, most likely.
    pub fn is_not_passed_on(&self) -> bool {
        let elsewhere = self.answer.own_address == Some(false) && self.is_asked_there();
        elsewhere && self.is_listened_on() && self.side == Side::BeforeServer
    }

    /// True where the server bears the very address, and netwhy itself listens at the port there: what came, it saw.
    pub fn is_complete(&self) -> bool {
        let here = self.counterpart.channel == Channel::Http;
        here && self.answer.own_address == Some(true) && self.answer.listening == Listening::Netwhy
    }
}
