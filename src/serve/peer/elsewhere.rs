//! Attempts that arrived at another port than the one they left for: a machine on the way changes it.

use std::net::IpAddr;

use crate::serve::peer::compare::{Sighting, compare};
use crate::serve::peer::{Peer, now_ms};
use crate::wire::peer::{ArrivedAs, Ended, Question, digest};

/// What arrived of each attempt, and as which sighting.
type Pairs = Vec<(ArrivedAs, Option<usize>)>;

/// The port of netwhy's own at which the attempts of `question` arrived, what was seen there, and which is which; `None`
/// where any of them came to the port asked for, or one that may have arrived came to no other either.
pub(super) fn elsewhere(
    peer: &Peer,
    question: &Question,
    pairs: &Pairs,
    within_ms: i64,
    asker: Option<IpAddr>,
) -> Option<(u16, Vec<Sighting>, Pairs)> {
    if pairs.iter().any(|(_, at)| at.is_some()) {
        return None;
    }
    let mut ports: Vec<u16> = peer.own.iter().map(|own| own.port()).filter(|port| *port != question.port).collect();
    ports.sort_unstable();
    ports.dedup();
    ports.into_iter().find_map(|port| {
        let sightings = peer.sightings(port);
        let found = compare(question, &sightings, within_ms, asker, now_ms());
        is_theirs(question, &sightings, &found, asker).then_some((port, sightings, found))
    })
}

/// True where every attempt that may have arrived did, with the source port that it left from and from an address that is
/// known for the client's. At another port a time alone says nothing.
fn is_theirs(question: &Question, sightings: &[Sighting], found: &Pairs, asker: Option<IpAddr>) -> bool {
    let is_known =
        |from: IpAddr| digest(from) == question.from || asker.is_some_and(|asker| asker.to_canonical() == from);
    let is_matched = |(arrived, at): &(ArrivedAs, Option<usize>)| {
        let from = at.and_then(|at| sightings.get(at)).map(|one| one.from.ip());
        !arrived.by_time && from.is_some_and(is_known)
    };
    let mut may_arrive = question.attempts.iter().zip(found).filter(|(left, _)| left.ended != Ended::Failed).peekable();
    may_arrive.peek().is_some() && may_arrive.all(|(_, one)| is_matched(one))
}
