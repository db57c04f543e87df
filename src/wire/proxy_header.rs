//! The PROXY protocol's header, in which a load balancer says for whom it connects
//! (<https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt>).

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use serde::{Deserialize, Serialize};

/// The beginning of version 2.
const SIGNATURE: &[u8; 12] = b"\r\n\r\n\0\r\nQUIT\n";
/// The longest line of version 1.
const LONGEST_LINE: usize = 107;
/// The most bytes behind the fixed part of version 2 that are waited for.
const MOST: usize = 1024;

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProxyHeader {
    /// 1 is text, 2 is binary.
    pub version: u8,
    /// The client that the balancer speaks for; null where it speaks for itself or does not know.
    pub source: Option<SocketAddr>,
    /// Where that client connected to.
    pub destination: Option<SocketAddr>,
}

/// What stands at the beginning of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// It may become a header.
    More,
    /// A header, and how many bytes it takes.
    Got(ProxyHeader, usize),
    /// None.
    No,
}

/// Reads the header at the beginning of `bytes`.
pub fn read(bytes: &[u8]) -> Read {
    let begins = |with: &[u8]| bytes.iter().zip(with).all(|(one, other)| one == other);
    if begins(SIGNATURE) {
        return if bytes.len() < 16 { Read::More } else { binary(bytes) };
    }
    match begins(b"PROXY ") {
        true if bytes.len() < 6 => Read::More,
        true => line(bytes),
        false => Read::No,
    }
}

fn line(bytes: &[u8]) -> Read {
    let head = &bytes[..bytes.len().min(LONGEST_LINE)];
    let Some(end) = head.windows(2).position(|pair| pair == b"\r\n") else {
        return if bytes.len() < LONGEST_LINE { Read::More } else { Read::No };
    };
    let Ok(text) = std::str::from_utf8(&head[..end]) else { return Read::No };
    let words: Vec<&str> = text.split(' ').skip(1).collect();
    let header = |source, destination| Read::Got(ProxyHeader { version: 1, source, destination }, end + 2);
    match words.as_slice() {
        ["UNKNOWN", ..] => header(None, None),
        ["TCP4" | "TCP6", source, destination, from, to] => {
            let socket = |address: &str, port: &str| Some(SocketAddr::new(address.parse().ok()?, port.parse().ok()?));
            match (socket(source, from), socket(destination, to)) {
                (Some(source), Some(destination)) => header(Some(source), Some(destination)),
                _ => Read::No,
            }
        }
        _ => Read::No,
    }
}

fn binary(bytes: &[u8]) -> Read {
    let length = usize::from(u16::from_be_bytes([bytes[14], bytes[15]]));
    if bytes[12] >> 4 != 2 || length > MOST {
        return Read::No;
    }
    let Some(body) = bytes.get(16..16 + length) else { return Read::More };
    let port = |at: usize| body.get(at..at + 2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    let four = |at: usize| body.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok()).map(Ipv4Addr::from);
    let six = |at: usize| body.get(at..at + 16).and_then(|b| <[u8; 16]>::try_from(b).ok()).map(Ipv6Addr::from);
    let socket = |address: Option<std::net::IpAddr>, port: Option<u16>| Some(SocketAddr::new(address?, port?));
    let (source, destination) = match (bytes[12] & 15, bytes[13]) {
        // The balancer's own connection.
        (0, _) => (None, None),
        (_, 0x11) => (socket(four(0).map(Into::into), port(8)), socket(four(4).map(Into::into), port(10))),
        (_, 0x21) => (socket(six(0).map(Into::into), port(32)), socket(six(16).map(Into::into), port(34))),
        _ => (None, None),
    };
    Read::Got(ProxyHeader { version: 2, source, destination }, 16 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_are_read() {
        let text = b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\nGET /";
        let Read::Got(header, 45) = read(text) else { panic!("{:?}", read(text)) };
        assert_eq!(header.source, Some("192.0.2.7:56324".parse().expect("an address")));
        assert_eq!(header.destination, Some("198.51.100.1:443".parse().expect("an address")));
        let mut bytes = SIGNATURE.to_vec();
        bytes.extend([0x21, 0x11, 0, 12, 192, 0, 2, 7, 198, 51, 100, 1, 0xdc, 4, 1, 0xbb, b'x']);
        assert_eq!(read(&bytes), Read::Got(ProxyHeader { version: 2, ..header }, 28));
        bytes[12] = 0x20;
        let own = ProxyHeader { version: 2, source: None, destination: None };
        assert_eq!(read(&bytes), Read::Got(own, 28));
        assert_eq!(read(b"PROXY UNKNOWN\r\n"), Read::Got(ProxyHeader { version: 1, ..own }, 15));
    }

    #[test]
    fn what_is_none_is_not_waited_for() {
        for (bytes, told) in [
            (&b"PROXY"[..], Read::More),
            (b"", Read::More),
            (b"\r\n\r\n", Read::More),
            (b"PROXIMA", Read::No),
            (b"PROXY TCP4 x y 1 2\r\n", Read::No),
            (b"GET / HTTP/1.1\r\n", Read::No),
            (&[b'P'; 200], Read::No),
        ] {
            assert_eq!(read(bytes), told, "{bytes:?}");
        }
        let long = [&b"PROXY "[..], &[b'x'; 120]].concat();
        assert_eq!((read(&long[..60]), read(&long)), (Read::More, Read::No));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, version: bool) {
            let begin: &[u8] = if version { SIGNATURE } else { b"PROXY " };
            for bytes in [bytes.clone(), [begin, &bytes].concat()] {
                if let Read::Got(_, used) = read(&bytes) {
                    proptest::prop_assert!(used <= bytes.len());
                }
            }
        }
    }
}
