//! The number of an interface, by its name, and addresses that need one.

use std::net::{IpAddr, SocketAddr};

/// The index of the interface called `name`; `None` where there is none, or the system has no names for them.
pub fn interface_index(name: &str) -> Option<u32> {
    crate::probe::here::interfaces::index_of(name)
}

/// The address and port, on the interface that `zone` names by name or index (RFC 4007 section 11).
pub fn scoped(address: IpAddr, zone: Option<&str>, port: u16) -> SocketAddr {
    let mut to = SocketAddr::new(address, port);
    if let (SocketAddr::V6(to), Some(zone)) = (&mut to, zone) {
        to.set_scope_id(zone.parse().ok().or_else(|| interface_index(zone)).unwrap_or(0));
    }
    to
}
