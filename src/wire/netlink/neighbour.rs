//! The neighbour table (RTM_GETNEIGH, rtnetlink(7)).

use std::net::IpAddr;

use crate::wire::netlink::{DUMP, REQUEST, attributes, ip, message, u16_at, u32_at};

const RTM_GETNEIGH: u16 = 30;
const NDA_DST: u16 = 1;
/// Octets of struct ndmsg.
const FIXED: usize = 12;

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Its network address.
    pub address: IpAddr,
    /// The index of the interface it is on.
    pub interface: u32,
    /// Its state: one NUD_ bit, or none.
    pub state: u16,
}

/// The request for one family's whole table.
pub fn neighbours_request(sequence: u32, family: u8) -> Vec<u8> {
    let mut body = vec![family];
    body.resize(FIXED, 0);
    message(RTM_GETNEIGH, REQUEST | DUMP, sequence, &body)
}

/// Reads the body of an RTM_NEWNEIGH message.
pub fn neighbour(body: &[u8]) -> Option<Neighbour> {
    let (_, address) = attributes(body.get(FIXED..)?).find(|(kind, _)| *kind == NDA_DST)?;
    Some(Neighbour { address: ip(address)?, interface: u32_at(body, 4)?, state: u16_at(body, 8)? })
}
