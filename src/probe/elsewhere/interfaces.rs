//! The interfaces that have an address, the portable way.

use if_addrs::{IfAddr, IfOperStatus, get_if_addrs};

use crate::observation::{Interface, Looked, Network};

/// Every interface with an address.
pub(crate) fn interfaces() -> Looked<Vec<Interface>> {
    let rows = match get_if_addrs() {
        Ok(rows) => rows,
        Err(error) => return Looked::NotLooked(error.to_string()),
    };
    let mut all: Vec<Interface> = Vec::new();
    for row in rows {
        let prefix = match &row.addr {
            IfAddr::V4(v4) => v4.prefixlen,
            IfAddr::V6(v6) => v6.prefixlen,
        };
        let network = Network { address: row.ip(), prefix };
        match all.iter_mut().find(|one| one.name == row.name) {
            Some(one) => one.addresses.push(network),
            None => all.push(Interface {
                up: row.is_oper_up(),
                carrier: carrier(&row.oper_status),
                loopback: row.is_loopback(),
                mtu: None,
                index: row.index,
                addresses: vec![network],
                name: row.name,
            }),
        }
    }
    Looked::Saw(all)
}

/// The index that a zone names; a name is not looked up here.
pub(crate) fn index_of(zone: &str) -> Option<u32> {
    zone.parse().ok()
}

fn carrier(status: &IfOperStatus) -> Option<bool> {
    match status {
        IfOperStatus::Up => Some(true),
        IfOperStatus::NotPresent | IfOperStatus::LowerLayerDown => Some(false),
        _ => None,
    }
}
