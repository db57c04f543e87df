//! The routing table's answer, over netlink.

use std::net::IpAddr;

use nix::sys::socket::SockProtocol;

use crate::observation::{Looked, OsError, RouteKind, RouteOutcome};
use crate::probe::linux::interfaces::name_of;
use crate::probe::linux::netlink::{NetlinkError, SEQUENCE, ask};
use crate::wire::netlink;

/// What the table says of `destination`, over the interface of that index where one is given.
pub(crate) fn route(destination: IpAddr, interface: Option<u32>) -> Looked<RouteOutcome> {
    let mut found = None;
    let request = netlink::route_request(SEQUENCE, destination, interface);
    match ask(SockProtocol::NetlinkRoute, &request, false, |body| found = netlink::route(body)) {
        Ok(()) => {}
        Err(NetlinkError::Answer(number)) => {
            return Looked::Saw(RouteOutcome::NoWay { error: OsError::here(number) });
        }
        Err(error) => return Looked::NotLooked(error.to_string()),
    }
    let Some(found) = found else {
        return Looked::NotLooked("the kernel's answer could not be read".to_owned());
    };
    // RTN_LOCAL, RTN_BROADCAST, RTN_ANYCAST and RTN_MULTICAST of linux/rtnetlink.h. An anycast address
    // that has a route here is one of this machine's own.
    let kind = match found.kind {
        2 | 4 => RouteKind::Local,
        3 | 5 => RouteKind::Many,
        _ => RouteKind::Unicast,
    };
    Looked::Saw(RouteOutcome::Way {
        kind,
        gateway: found.gateway,
        interface: found.interface.and_then(name_of),
        source: found.source,
    })
}
