//! SOCKS 4, 4a and 5, as their client writes and reads them.

mod five;
mod four;
pub mod served;
pub mod served_four;

use std::net::{Ipv4Addr, Ipv6Addr};

pub use five::{Chosen, accepted, chosen, greeting, login};

/// Where a SOCKS proxy shall connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// An IPv6 address, which SOCKS 4 cannot say.
    V6(Ipv6Addr),
    /// A name of at most 255 bytes, without NUL; SOCKS 4 needs its extension 4a for it.
    Name(String),
}

impl Destination {
    /// The place as `HOST:PORT`.
    pub fn shown(&self, port: u16) -> String {
        match self {
            Destination::V4(address) => format!("{address}:{port}"),
            Destination::V6(address) => format!("[{address}]:{port}"),
            Destination::Name(name) => format!("{name}:{port}"),
        }
    }
}

impl From<std::net::IpAddr> for Destination {
    fn from(address: std::net::IpAddr) -> Destination {
        match address {
            std::net::IpAddr::V4(address) => Destination::V4(address),
            std::net::IpAddr::V6(address) => Destination::V6(address),
        }
    }
}

/// A message read from the beginning of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read<T> {
    /// More bytes must come; so far they may be such a message.
    NeedMore,
    /// The message, and how many bytes it took.
    Got(T, usize),
    /// No such message begins so.
    NotSocks,
}

/// A version of SOCKS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// SOCKS 4 and 4a.
    Four,
    /// SOCKS 5 (RFC 1928).
    Five,
}

impl Version {
    /// The request to connect to `destination`. `user` is part of it in SOCKS 4 only. `None` where this version cannot
    /// say it.
    pub fn connect(self, destination: &Destination, port: u16, user: &str) -> Option<Vec<u8>> {
        match self {
            Version::Four => four::connect(destination, port, user),
            Version::Five => five::connect(destination, port),
        }
    }

    /// The reply to it: its code, 90 to 93 in SOCKS 4, 0 to 8 in SOCKS 5 (RFC 1928 section 6).
    pub fn reply(self, bytes: &[u8]) -> Read<u8> {
        match self {
            Version::Four => four::reply(bytes),
            Version::Five => five::reply(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            for version in [Version::Four, Version::Five] {
                if let Read::Got(_, used) = version.reply(&bytes) {
                    proptest::prop_assert!(used <= bytes.len());
                    // What is needed is needed whole, and not a byte more.
                    proptest::prop_assert_eq!(version.reply(&bytes[..used - 1]), Read::NeedMore);
                }
            }
            let _ = (chosen(&bytes), accepted(&bytes));
        }

        #[test]
        fn any_request_is_bounded(name: String, user: String, password: String, port: u16) {
            let destination = Destination::Name(name);
            for version in [Version::Four, Version::Five] {
                proptest::prop_assert!(version.connect(&destination, port, &user).is_none_or(|bytes| bytes.len() < 530));
            }
            proptest::prop_assert!(login(&user, &password).is_none_or(|bytes| bytes.len() <= 513));
        }
    }
}
