//! A machine on the own link that does not answer: how this machine notices.

use std::net::IpAddr;

use crate::case::Case;
use crate::observation::{Connection, FactId, NeighbourState, Neighbours, Reason};

/// What shows that the next machine did not answer on the own link.
pub(crate) struct Unanswered {
    /// True where the kernel gave it up and said so (host unreachable, from an own address, after seconds).
    pub(crate) by_kernel: bool,
    /// What the neighbour table holds of it.
    pub(crate) neighbour: Option<NeighbourState>,
    /// The neighbour table, where it holds the machine.
    pub(crate) evidence: Option<FactId>,
}

/// True where any attempt like `failed` got its ICMP answer promptly, to its only SYN: then no machine spent
/// seconds on asking its link first. A later answer proves nothing, for ICMP errors are rate-limited.
pub(crate) fn is_prompt(case: &Case, failed: &Connection) -> bool {
    let same = |c: &Connection| c.address == failed.address && c.reason == failed.reason;
    case.asked().any(|(_, c)| same(c) && c.attempts == 1 && c.rtt_ms.is_some_and(|ms| ms < 900.0))
}

/// Whether the attempt `failed` failed because `next`, the next machine on the own link, is not there.
pub(crate) fn own_report(case: &Case, failed: &Connection, next: IpAddr) -> Option<Unanswered> {
    let table = case.seen.each::<Neighbours>().next_back();
    let entry = table.and_then(|(id, table)| table.of(next).map(|one| (id, one.state)));
    let missing = |state| matches!(state, NeighbourState::Failed | NeighbourState::Incomplete);
    let neighbour = entry.map(|(_, state)| state);
    let from_here = failed.from.as_ref().is_some_and(|from| case.is_own(from.address));
    // An own firewall rejects at once; the kernel gives a neighbour up after about 3 s, or says so at once
    // where an attempt shortly before had already begun the asking: then the table shows it.
    let by_kernel = failed.reason == Reason::HostUnreach
        && from_here
        && (!is_prompt(case, failed) || neighbour.is_some_and(missing));
    // The waiting was too short for the kernel's word, and its table says that it is still asking.
    let by_table = failed.reason == Reason::NoResponse && neighbour.is_some_and(missing);
    (by_kernel || by_table).then_some(Unanswered { by_kernel, neighbour, evidence: entry.map(|(id, _)| id) })
}
