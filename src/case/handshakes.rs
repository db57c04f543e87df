//! The handshakes with the service asked for, and what it shows of itself.

use crate::case::Case;
use crate::observation::{Certificate, Clock, FactId, Handshake, Purpose, Trust};

/// A chain that the service shows to who asks for it by its own name.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The observation.
    pub id: FactId,
    /// The handshake in which it was shown.
    pub handshake: &'a Handshake,
    /// The judgement.
    pub trust: &'a Trust,
    /// The server's own certificate.
    pub own: &'a Certificate,
}

impl<'a> Case<'a> {
    /// The handshakes that were asked for, one an address, in the order made.
    pub fn handshakes(&self) -> impl Iterator<Item = (FactId, &'a Handshake)> + use<'a> {
        self.seen.each::<Handshake>().filter(|(_, one)| one.purpose == Purpose::Asked)
    }

    /// Further handshakes with the address of `asked`.
    pub fn further_handshakes(&self, asked: &Handshake) -> impl Iterator<Item = (FactId, &'a Handshake)> + use<'a> {
        let address = asked.address;
        self.seen.each::<Handshake>().filter(move |(_, one)| one.purpose == Purpose::Again && one.address == address)
    }

    /// The chains shown to who asks by the own name, as far as they were judged and the user minds.
    pub fn shown(&self) -> Vec<Shown<'a>> {
        let asked: Vec<(FactId, &Handshake)> = self.handshakes().collect();
        let further = asked.iter().flat_map(|(_, asked)| {
            let alike = move |one: &Handshake| one.server_name == asked.server_name;
            self.further_handshakes(asked).filter(move |(_, one)| alike(one) && asked.chain.is_empty())
        });
        let all = asked.iter().copied().chain(further);
        let judged = all.filter_map(|(id, handshake)| {
            let trust = handshake.trust.saw().filter(|trust| !trust.ignored)?;
            Some(Shown { id, handshake, trust, own: handshake.chain.first()? })
        });
        judged.collect()
    }

    /// A handshake with a server that is not trusted, and was taken all the same because the user said so.
    pub fn taken_all_the_same(&self) -> Option<FactId> {
        self.handshakes().find(|(_, one)| one.is_taken_all_the_same()).map(|(id, _)| id)
    }

    /// What the very server that was shaken hands with says of the time.
    pub fn clock_of(&self, handshake: &Handshake) -> Option<(FactId, &'a Clock)> {
        let at = |clock: &Clock| clock.source.ip() == handshake.address && clock.source.port() == handshake.port;
        self.seen.each::<Clock>().find(|(_, clock)| at(clock))
    }
}
