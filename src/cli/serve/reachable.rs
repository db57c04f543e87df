//! This machine's addresses that others can connect to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

use netwhy::observation::Looked;
use netwhy::probe;

/// Each with its interface; the one with which this machine goes out first, then IPv4, then IPv6. Without loopback, and
/// without link-local addresses, which need a zone that differs from machine to machine.
pub(super) fn addresses() -> Vec<(IpAddr, String)> {
    let Looked::Saw(all) = probe::interfaces().interfaces else { return Vec::new() };
    let mut found: Vec<(IpAddr, String)> = all
        .into_iter()
        .filter(|interface| interface.up && !interface.loopback)
        .flat_map(|interface| {
            let name = interface.name;
            interface.addresses.into_iter().map(move |network| (network.address, name.clone()))
        })
        .filter(|(address, _)| can_be_reached(*address))
        .collect();
    let own = [outgoing(Ipv4Addr::new(192, 0, 2, 1).into()), outgoing(documentation().into())];
    found.sort_by_key(|(address, name)| (!own.contains(&Some(*address)), address.is_ipv6(), name.clone()));
    found
}

/// An address of no machine (RFC 3849).
fn documentation() -> Ipv6Addr {
    Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)
}

fn can_be_reached(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !address.is_link_local() && !address.is_loopback() && !address.is_unspecified(),
        IpAddr::V6(address) => !address.is_unicast_link_local() && !address.is_loopback() && !address.is_unspecified(),
    }
}

/// The own address that goes with the route to `other`. A datagram socket that is only connected sends nothing.
fn outgoing(other: IpAddr) -> Option<IpAddr> {
    let any: IpAddr = if other.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect((other, 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}
