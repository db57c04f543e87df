//! Interfaces and their addresses (RTM_GETLINK, RTM_GETADDR, rtnetlink(7)).

use std::net::IpAddr;

use crate::wire::netlink::{DUMP, REQUEST, attributes, ip, message, u32_at};

const RTM_GETLINK: u16 = 18;
const RTM_GETADDR: u16 = 22;
const IFLA_IFNAME: u16 = 3;
const IFLA_MTU: u16 = 4;
const IFA_ADDRESS: u16 = 1;
const IFA_LOCAL: u16 = 2;
/// Octets of struct ifinfomsg.
const LINK_FIXED: usize = 16;
/// Octets of struct ifaddrmsg.
const ADDRESS_FIXED: usize = 8;

/// One interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its index.
    pub index: u32,
    /// Its name.
    pub name: String,
    /// Its IFF_ bits (netdevice(7)).
    pub flags: u32,
    /// The largest packet it takes, in octets.
    pub mtu: Option<u32>,
}

/// One address of an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The interface's index.
    pub interface: u32,
    /// The address.
    pub address: IpAddr,
    /// The prefix length in bits.
    pub prefix: u8,
}

/// The request for all interfaces.
pub fn links_request(sequence: u32) -> Vec<u8> {
    message(RTM_GETLINK, REQUEST | DUMP, sequence, &[0; LINK_FIXED])
}

/// The request for all addresses of both families.
pub fn addresses_request(sequence: u32) -> Vec<u8> {
    message(RTM_GETADDR, REQUEST | DUMP, sequence, &[0; ADDRESS_FIXED])
}

/// Reads the body of an RTM_NEWLINK message.
pub fn link(body: &[u8]) -> Option<Link> {
    let mut link = Link { index: u32_at(body, 4)?, name: String::new(), flags: u32_at(body, 8)?, mtu: None };
    for (kind, value) in attributes(body.get(LINK_FIXED..)?) {
        match kind {
            IFLA_IFNAME => link.name = String::from_utf8_lossy(value).trim_end_matches('\0').to_owned(),
            IFLA_MTU => link.mtu = u32_at(value, 0),
            _ => {}
        }
    }
    Some(link)
}

/// Reads the body of an RTM_NEWADDR message.
pub fn address(body: &[u8]) -> Option<Address> {
    let find = |wanted: u16| attributes(body.get(ADDRESS_FIXED..)?).find(|(kind, _)| *kind == wanted);
    // On a point-to-point link IFA_ADDRESS is the other end's.
    let (_, value) = find(IFA_LOCAL).or_else(|| find(IFA_ADDRESS))?;
    Some(Address { interface: u32_at(body, 4)?, address: ip(value)?, prefix: *body.get(1)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::netlink::put_attribute;

    #[test]
    fn the_own_end_of_a_point_to_point_link_is_read() {
        let mut body = vec![2, 32, 0, 0];
        body.extend(5u32.to_ne_bytes());
        put_attribute(&mut body, IFA_ADDRESS, &[10, 9, 0, 2]);
        put_attribute(&mut body, IFA_LOCAL, &[10, 9, 0, 1]);
        let expected = Address { interface: 5, address: IpAddr::from([10, 9, 0, 1]), prefix: 32 };
        assert_eq!(address(&body), Some(expected));
    }
}
