//! Whether the machines on the own links answered when they were asked for.

use std::net::IpAddr;

use crate::observation::Neighbours;

/// Looks for the entries of `addresses`: the target's and its gateway's. It asks nobody; look after the probes.
pub fn neighbours(addresses: &[IpAddr]) -> Neighbours {
    Neighbours { neighbours: crate::probe::here::neighbours::neighbours(addresses) }
}
