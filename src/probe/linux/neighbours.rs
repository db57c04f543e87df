//! The neighbour table, over netlink.

use std::net::IpAddr;

use nix::sys::socket::SockProtocol;

use crate::observation::{Looked, Neighbour, NeighbourState};
use crate::probe::linux::interfaces::name_of;
use crate::probe::linux::netlink::{SEQUENCE, table};
use crate::wire::netlink::{self, INET, INET6};

/// The entries of `wanted`.
pub(crate) fn neighbours(wanted: &[IpAddr]) -> Looked<Vec<Neighbour>> {
    let mut found = Vec::new();
    for family in [INET, INET6] {
        if !wanted.iter().any(|address| address.is_ipv4() == (family == INET)) {
            continue;
        }
        let request = netlink::neighbours_request(SEQUENCE, family);
        match table(SockProtocol::NetlinkRoute, &request, netlink::neighbour) {
            Ok(rows) => found.extend(rows.into_iter().filter(|row| wanted.contains(&row.address))),
            Err(error) => return Looked::NotLooked(error.to_string()),
        }
    }
    Looked::Saw(found.into_iter().filter_map(entry).collect())
}

fn entry(row: netlink::Neighbour) -> Option<Neighbour> {
    // The NUD_ bits of linux/neighbour.h.
    let state = match row.state {
        0x01 => NeighbourState::Incomplete,
        0x02 | 0x40 | 0x80 => NeighbourState::Reachable,
        0x04 | 0x08 | 0x10 => NeighbourState::Stale,
        0x20 => NeighbourState::Failed,
        // Made and never asked for.
        _ => return None,
    };
    Some(Neighbour { address: row.address, interface: name_of(row.interface), state })
}
