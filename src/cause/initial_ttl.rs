//! How far a packet has come, from the TTL it has left.

use crate::case::Case;
use crate::observation::{Connection, FactId, Protocol, Reason};

/// How many routers a packet with `ttl` left has passed. Systems send with 64, 128 or 255.
pub(crate) fn hops_travelled(ttl: u8) -> u8 {
    [64, 128, 255].into_iter().find(|start| *start >= ttl).unwrap_or(255) - ttl
}

/// The arrival TTL of the port's reset, where it shows that the reset was sent from the very hop that it
/// arose at: an end of the path, not a router that lets the TTL of its own hop run out first.
pub(crate) fn reset_by_the_end(case: &Case, failed: &Connection) -> Option<FactId> {
    let (id, _, ttl) = case.arrival(failed.address, failed.port)?;
    let end = case.path(failed.address, failed.port, Protocol::Tcp)?.1.end.as_ref()?;
    (end.answer == Reason::Reset && hops_travelled(ttl) + 1 == end.at).then_some(id)
}
