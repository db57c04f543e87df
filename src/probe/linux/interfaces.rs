//! The interfaces and their addresses, over netlink: those without an address too.

use nix::net::if_::if_indextoname;
use nix::sys::socket::SockProtocol;

use crate::observation::{Interface, Looked, Network};
use crate::probe::linux::netlink::{NetlinkError, SEQUENCE, table};
use crate::wire::netlink::{self, Address, Link};

/// Every interface of this network namespace.
pub(crate) fn interfaces() -> Looked<Vec<Interface>> {
    match links().and_then(|links| Ok((links, addresses()?))) {
        Ok((links, addresses)) => Looked::Saw(links.into_iter().map(|link| whole(link, &addresses)).collect()),
        Err(error) => Looked::NotLooked(error.to_string()),
    }
}

/// The name of the interface of that index.
pub(crate) fn name_of(index: u32) -> Option<String> {
    if_indextoname(index).ok()?.into_string().ok()
}

/// The index of the interface that a zone names, by name or by number.
pub(crate) fn index_of(zone: &str) -> Option<u32> {
    nix::net::if_::if_nametoindex(zone).ok().or_else(|| zone.parse().ok())
}

fn links() -> Result<Vec<Link>, NetlinkError> {
    table(SockProtocol::NetlinkRoute, &netlink::links_request(SEQUENCE), netlink::link)
}

fn addresses() -> Result<Vec<Address>, NetlinkError> {
    table(SockProtocol::NetlinkRoute, &netlink::addresses_request(SEQUENCE), netlink::address)
}

fn whole(link: Link, addresses: &[Address]) -> Interface {
    let has = |flag: libc::c_int| link.flags & flag.cast_unsigned() != 0;
    let own = addresses.iter().filter(|one| one.interface == link.index);
    Interface {
        up: has(libc::IFF_UP),
        // Set once the cable or the radio has its other end.
        carrier: Some(has(libc::IFF_LOWER_UP)),
        loopback: has(libc::IFF_LOOPBACK),
        mtu: link.mtu,
        index: Some(link.index),
        addresses: own.map(|one| Network { address: one.address, prefix: one.prefix }).collect(),
        name: link.name,
    }
}
