//! From the host asked for to the addresses that a program here would connect to.

use std::net::SocketAddr;

use tokio::time::Instant;

use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::target::{Host, Target};

/// The most addresses looked at, of each family.
const MOST: usize = 4;

/// Looks the name up from every source, and gives the addresses that the system would use.
pub(crate) async fn addresses(
    _journal: &Journal,
    target: &Target,
    options: &Options,
    deadline: Instant,
) -> Vec<SocketAddr> {
    let found: Vec<SocketAddr> = match &target.host {
        Host::Address { address, .. } => vec![SocketAddr::new(*address, target.port)],
        Host::Name(name) => {
            let look_up = tokio::net::lookup_host((name.as_str(), target.port));
            match tokio::time::timeout_at(deadline, look_up).await {
                Ok(Ok(found)) => found.collect(),
                _ => Vec::new(),
            }
        }
    };
    let mut chosen: Vec<SocketAddr> = Vec::new();
    for address in found {
        let of_family = chosen.iter().filter(|one| one.is_ipv4() == address.is_ipv4()).count();
        if options.wants(address.ip()) && !chosen.contains(&address) && of_family < MOST {
            chosen.push(address);
        }
    }
    chosen
}
