//! The routing table's answer, the portable way: a connected UDP socket sends nothing, and shows the own
//! address that the system chose, or the error that a connect would get.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6, UdpSocket};

use crate::observation::{Condition, Looked, OsError, RouteKind, RouteOutcome};
use crate::probe::elsewhere::{cannot, interfaces::interfaces};

/// Any port: nothing is sent to it.
const DISCARD: u16 = 9;

/// What the table says of `destination`. Only what is sure is told: an own address, one on an own link, and no
/// way at all; a next hop cannot be seen this way.
pub(crate) fn route(destination: IpAddr, interface: Option<u32>) -> Looked<RouteOutcome> {
    let source = match source(destination, interface) {
        Ok(source) => source,
        Err(error) => {
            let Some(number) = error.raw_os_error() else { return Looked::NotLooked(error.to_string()) };
            let error = OsError::here(number);
            return match error.condition {
                Condition::NetworkUnreachable | Condition::HostUnreachable | Condition::NetworkDown => {
                    Looked::Saw(RouteOutcome::NoWay { error })
                }
                _ => Looked::NotLooked(format!("connecting a UDP socket fails with {}", error.name)),
            };
        }
    };
    let Looked::Saw(all) = interfaces() else { return cannot() };
    let way = |kind, name: &str| RouteOutcome::Way {
        kind,
        gateway: None,
        interface: Some(name.to_owned()),
        source: Some(source),
    };
    for one in &all {
        for network in &one.addresses {
            if network.address == destination {
                return Looked::Saw(way(RouteKind::Local, &one.name));
            }
            if network.address == source && same_network(source, destination, network.prefix) {
                return Looked::Saw(way(RouteKind::Unicast, &one.name));
            }
        }
    }
    Looked::NotLooked(format!("this system shows the own address {source} for it, and not the next hop"))
}

fn source(destination: IpAddr, interface: Option<u32>) -> std::io::Result<IpAddr> {
    let (any, to) = match destination {
        IpAddr::V4(_) => (IpAddr::V4(Ipv4Addr::UNSPECIFIED), SocketAddr::new(destination, DISCARD)),
        IpAddr::V6(address) => (
            IpAddr::V6(Ipv6Addr::UNSPECIFIED),
            SocketAddr::V6(SocketAddrV6::new(address, DISCARD, 0, interface.unwrap_or(0))),
        ),
    };
    let socket = UdpSocket::bind((any, 0))?;
    socket.connect(to)?;
    Ok(socket.local_addr()?.ip())
}

/// True where both addresses share their first `prefix` bits.
fn same_network(one: IpAddr, other: IpAddr, prefix: u8) -> bool {
    let (one, other, width) = match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (u128::from(one.to_bits()), u128::from(other.to_bits()), 32),
        (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits(), other.to_bits(), 128),
        _ => return false,
    };
    let rest = u32::from(u8::min(prefix, width)).abs_diff(u32::from(width));
    (one ^ other).checked_shr(rest).unwrap_or(0) == 0
}
