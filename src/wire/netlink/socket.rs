//! Listening TCP sockets (SOCK_DIAG_BY_FAMILY with struct inet_diag_req_v2, sock_diag(7)).

use std::net::IpAddr;

use crate::wire::netlink::{DUMP, INET, REQUEST, attributes, ip, message, u32_at};

const SOCK_DIAG_BY_FAMILY: u16 = 20;
const INET_DIAG_SKV6ONLY: u16 = 11;
const IPPROTO_TCP: u8 = 6;
/// One bit a TCP state; LISTEN is number 10.
const LISTENING: u32 = 1 << 10;
/// Octets of struct inet_diag_req_v2.
const REQUEST_LENGTH: usize = 56;
/// Octets of struct inet_diag_msg.
const FIXED: usize = 72;

/// One listening socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// The address it is bound to.
    pub address: IpAddr,
    /// Its port.
    pub port: u16,
    /// The index of the interface it is bound to; 0 where to none.
    pub interface: u32,
    /// Connections that wait to be accepted.
    pub waiting: u32,
    /// Its backlog; one more than this may wait.
    pub backlog: u32,
    /// The user that owns it.
    pub uid: u32,
    /// Its inode, by which a process' descriptors name it.
    pub inode: u32,
    /// For IPv6: whether it takes IPv6 only.
    pub v6_only: Option<bool>,
}

/// The request for one family's listeners.
pub fn listeners_request(sequence: u32, family: u8) -> Vec<u8> {
    let mut body = vec![family, IPPROTO_TCP, 0, 0];
    body.extend(LISTENING.to_ne_bytes());
    body.resize(REQUEST_LENGTH, 0);
    message(SOCK_DIAG_BY_FAMILY, REQUEST | DUMP, sequence, &body)
}

/// Reads the body of an answer: struct inet_diag_msg and attributes.
pub fn listener(body: &[u8]) -> Option<Listener> {
    let width = if *body.first()? == INET { 4 } else { 16 };
    let port = u16::from_be_bytes(body.get(4..6)?.try_into().ok()?);
    let v6_only = attributes(body.get(FIXED..)?).find(|(kind, _)| *kind == INET_DIAG_SKV6ONLY);
    Some(Listener {
        // A socket of the IPv6 family bound to ::ffff:a.b.c.d listens on IPv4.
        address: ip(body.get(8..8 + width)?)?.to_canonical(),
        port,
        interface: u32_at(body, 40)?,
        waiting: u32_at(body, 56)?,
        backlog: u32_at(body, 60)?,
        uid: u32_at(body, 64)?,
        inode: u32_at(body, 68)?,
        v6_only: v6_only.and_then(|(_, value)| value.first()).map(|flag| *flag != 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::netlink::{INET6, put_attribute};

    #[test]
    fn a_listener_is_read_with_its_queue() {
        let mut body = vec![0; FIXED];
        body[0] = INET6;
        body[4..6].copy_from_slice(&4711u16.to_be_bytes());
        body[56..60].copy_from_slice(&3u32.to_ne_bytes());
        body[60..64].copy_from_slice(&2u32.to_ne_bytes());
        body[64..68].copy_from_slice(&1000u32.to_ne_bytes());
        put_attribute(&mut body, INET_DIAG_SKV6ONLY, &[1]);
        let expected = Listener {
            address: IpAddr::from([0; 16]),
            port: 4711,
            interface: 0,
            waiting: 3,
            backlog: 2,
            uid: 1000,
            inode: 0,
            v6_only: Some(true),
        };
        assert_eq!(listener(&body), Some(expected));
    }

    #[test]
    fn a_mapped_address_is_an_ipv4_listener() {
        let mut body = vec![0; FIXED];
        body[0] = INET6;
        body[8..24].copy_from_slice(&std::net::Ipv4Addr::LOCALHOST.to_ipv6_mapped().octets());
        assert_eq!(listener(&body).map(|l| l.address), Some(IpAddr::from([127, 0, 0, 1])));
    }
}
