//! What is looked at on this machine, before the probes and after them. None of it sends a packet.

use std::net::{IpAddr, SocketAddr};

use tokio::time::Instant;

use crate::case::Case;
use crate::diagnose::journal::Journal;
use crate::observation::Fact;
use crate::probe::{self, Snapshot};
use crate::target::Target;

/// The looks that come first. The result is handed to [`after`].
pub(crate) fn before(journal: &Journal) -> Snapshot {
    at_once(journal, probe::system);
    at_once(journal, probe::interfaces);
    at_once(journal, probe::proxies);
    at_once(journal, probe::listeners);
    at_once(journal, probe::limits);
    probe::counters()
}

/// The way to one address as this machine's routing table has it, and the own rules that could stop it.
pub(crate) fn route(journal: &Journal, target: &Target, to: SocketAddr) {
    at_once(journal, || match &target.host {
        crate::target::Host::Address { zone: Some(zone), .. } => probe::route_over(to.ip(), zone),
        _ => probe::route(to.ip()),
    });
    // The rules that are read are those for TCP.
    if target.service == crate::target::Service::Bedrock {
        return;
    }
    let to_itself = journal.read(|seen| Case { target, seen }.is_own(to.ip()));
    at_once(journal, || probe::rules(to.ip(), to.port(), to_itself));
}

/// The machines that packets to `addresses` are handed to on the own links, as the routes that were looked at say.
pub(crate) fn next_hops(journal: &Journal, target: &Target, addresses: &[SocketAddr]) -> Vec<IpAddr> {
    let gateway =
        |to: &SocketAddr| journal.read(|seen| Case { target, seen }.gateway(to.ip())).map(|(_, gateway)| gateway);
    addresses.iter().flat_map(|to| [Some(to.ip()), gateway(to)]).flatten().collect()
}

/// What only shows once the probes have been sent: the neighbours among `next`, and counters.
pub(crate) fn after(journal: &Journal, mut next: Vec<IpAddr>, before: Snapshot) {
    next.sort_unstable();
    next.dedup();
    at_once(journal, || probe::neighbours(&next));
    at_once(journal, || before.until(&probe::counters()));
}

fn at_once<F: Into<Fact>>(journal: &Journal, look: impl FnOnce() -> F) {
    let began = Instant::now();
    let fact = look();
    journal.note(began, fact);
}
