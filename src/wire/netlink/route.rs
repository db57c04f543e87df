//! Asking the routing table for one destination (RTM_GETROUTE, rtnetlink(7)).

use std::net::IpAddr;

use crate::wire::netlink::{REQUEST, attributes, ip, message, octets, put_attribute, u32_at};

const RTM_GETROUTE: u16 = 26;
const RTA_DST: u16 = 1;
const RTA_OIF: u16 = 4;
const RTA_GATEWAY: u16 = 5;
const RTA_PREFSRC: u16 = 7;
const RTA_VIA: u16 = 18;
/// Octets of struct rtmsg.
const FIXED: usize = 12;

/// What the table says where it has a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The route's type (RTN_UNICAST 1, RTN_LOCAL 2, RTN_BROADCAST 3, RTN_ANYCAST 4, RTN_MULTICAST 5 …).
    pub kind: u8,
    /// The next hop; of the other family where an IPv4 route leads over an IPv6 neighbour.
    pub gateway: Option<IpAddr>,
    /// The index of the interface that leads there.
    pub interface: Option<u32>,
    /// The own address that would be used.
    pub source: Option<IpAddr>,
}

/// The request for the way to `destination`, over the interface of that index where one is given.
pub fn request(sequence: u32, destination: IpAddr, interface: Option<u32>) -> Vec<u8> {
    let (family, octets) = octets(destination);
    let bits = u8::try_from(octets.len() * 8).unwrap_or(0);
    let mut body = vec![family, bits];
    body.resize(FIXED, 0);
    put_attribute(&mut body, RTA_DST, &octets);
    if let Some(interface) = interface {
        put_attribute(&mut body, RTA_OIF, &interface.to_ne_bytes());
    }
    message(RTM_GETROUTE, REQUEST, sequence, &body)
}

/// Reads the body of an RTM_NEWROUTE message.
pub fn route(body: &[u8]) -> Option<Route> {
    let mut route = Route { kind: *body.get(7)?, gateway: None, interface: None, source: None };
    for (kind, value) in attributes(body.get(FIXED..)?) {
        match kind {
            RTA_OIF => route.interface = u32_at(value, 0),
            RTA_GATEWAY => route.gateway = ip(value),
            // struct rtvia: the family's number, then the address.
            RTA_VIA => route.gateway = value.get(2..).and_then(ip),
            RTA_PREFSRC => route.source = ip(value),
            _ => {}
        }
    }
    Some(route)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_over_a_gateway_is_read() {
        let mut body = vec![2, 32, 0, 0, 254, 0, 0, 1, 0, 0, 0, 0];
        put_attribute(&mut body, RTA_OIF, &3u32.to_ne_bytes());
        put_attribute(&mut body, RTA_GATEWAY, &[10, 0, 0, 1]);
        put_attribute(&mut body, RTA_PREFSRC, &[10, 0, 0, 2]);
        let (gateway, source) = (Some(IpAddr::from([10, 0, 0, 1])), Some(IpAddr::from([10, 0, 0, 2])));
        assert_eq!(route(&body), Some(Route { kind: 1, gateway, interface: Some(3), source }));
    }

    #[test]
    fn a_gateway_of_the_other_family_is_read() {
        let mut via = 10u16.to_ne_bytes().to_vec();
        via.extend([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        let mut body = vec![2, 32, 0, 0, 254, 0, 0, 1, 0, 0, 0, 0];
        put_attribute(&mut body, RTA_VIA, &via);
        assert_eq!(route(&body).and_then(|r| r.gateway).map(|g| g.to_string()), Some("fe80::1".to_owned()));
    }
}
