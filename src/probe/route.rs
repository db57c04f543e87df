//! The way that this machine's routing table has to one address.

use std::net::IpAddr;

use crate::observation::RouteLookup;

/// Looks up `destination`; no packet leaves.
pub fn route(destination: IpAddr) -> RouteLookup {
    RouteLookup { destination, outcome: crate::probe::here::route::route(destination, None) }
}

/// Looks up `destination` over one interface, as its index or name after `%` asks for (RFC 4007).
pub fn route_over(destination: IpAddr, zone: &str) -> RouteLookup {
    let index = crate::probe::here::interfaces::index_of(zone);
    RouteLookup { destination, outcome: crate::probe::here::route::route(destination, index) }
}
