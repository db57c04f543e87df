//! TCP sockets with another end (SOCK_DIAG_BY_FAMILY with struct inet_diag_req_v2, sock_diag(7)).

use std::net::{IpAddr, SocketAddr};

use crate::wire::netlink::{DUMP, INET, REQUEST, ip, message};

const SOCK_DIAG_BY_FAMILY: u16 = 20;
const IPPROTO_TCP: u8 = 6;
/// Octets of struct inet_diag_req_v2.
const REQUEST_LENGTH: usize = 56;
/// Where its id begins: the local port is its first member.
const ID: usize = 8;
/// Numbers of include/net/tcp_states.h.
const SYN_SENT: u8 = 2;
const SYN_RECV: u8 = 3;
const CLOSE: u8 = 7;
const LISTEN: u8 = 10;
const NEW_SYN_RECV: u8 = 12;

/// One socket and its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connected {
    /// This machine's end.
    pub local: SocketAddr,
    /// The other end.
    pub remote: SocketAddr,
    /// True where the other end's SYN was answered, and that answer not yet acknowledged.
    pub half_open: bool,
}

/// The request for one family's half-open sockets, and, where a port is given, for all others of that local port.
pub fn connected_request(sequence: u32, family: u8, port: Option<u16>) -> Vec<u8> {
    let half = 1 << SYN_RECV;
    let all = !(1u32 << LISTEN | 1 << SYN_SENT | 1 << CLOSE);
    let mut body = vec![family, IPPROTO_TCP, 0, 0];
    body.extend(if port.is_some() { all } else { half }.to_ne_bytes());
    debug_assert_eq!(body.len(), ID);
    body.extend(port.unwrap_or(0).to_be_bytes());
    body.resize(REQUEST_LENGTH, 0);
    message(SOCK_DIAG_BY_FAMILY, REQUEST | DUMP, sequence, &body)
}

/// Reads the body of an answer: struct inet_diag_msg.
pub fn connected(body: &[u8]) -> Option<Connected> {
    let width = if *body.first()? == INET { 4 } else { 16 };
    let port = |at: usize| Some(u16::from_be_bytes(body.get(at..at + 2)?.try_into().ok()?));
    let end = |address: usize, at: usize| {
        let address: IpAddr = ip(body.get(address..address + width)?)?;
        // What comes over IPv4 to a socket of both families bears a mapped address.
        Some(SocketAddr::new(address.to_canonical(), port(at)?))
    };
    let half_open = matches!(*body.get(1)?, SYN_RECV | NEW_SYN_RECV);
    Some(Connected { local: end(8, 4)?, remote: end(24, 6)?, half_open })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::netlink::INET6;

    #[test]
    fn both_ends_are_read() {
        let mut body = vec![0; 72];
        (body[0], body[1]) = (INET6, SYN_RECV);
        body[4..6].copy_from_slice(&8080u16.to_be_bytes());
        body[6..8].copy_from_slice(&40000u16.to_be_bytes());
        body[24..40].copy_from_slice(&std::net::Ipv4Addr::new(192, 0, 2, 7).to_ipv6_mapped().octets());
        let expected = Connected {
            local: "[::]:8080".parse().unwrap(),
            remote: "192.0.2.7:40000".parse().unwrap(),
            half_open: true,
        };
        assert_eq!(connected(&body), Some(expected));
        assert_eq!(connected(&body[..30]), None);
    }
}
