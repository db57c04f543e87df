//! SOCKS 5 (RFC 1928), with user name and password (RFC 1929).

use crate::wire::socks::{Destination, Read};

/// The way to log in that the server chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// No login is wanted.
    None,
    /// A user name and a password.
    Password,
    /// Another way, by its number (IANA, "SOCKS Methods").
    Other(u8),
    /// None of those offered will do.
    Unacceptable,
}

/// The greeting: which ways to log in are offered (RFC 1928 section 3).
pub fn greeting(with_login: bool) -> &'static [u8] {
    if with_login { &[5, 2, 0, 2] } else { &[5, 1, 0] }
}

/// Reads the answer to it.
pub fn chosen(bytes: &[u8]) -> Read<Chosen> {
    match bytes {
        [] | [5] => Read::NeedMore,
        [5, method, ..] => {
            let chosen = match method {
                0 => Chosen::None,
                2 => Chosen::Password,
                0xff => Chosen::Unacceptable,
                other => Chosen::Other(*other),
            };
            Read::Got(chosen, 2)
        }
        _ => Read::NotSocks,
    }
}

/// The login (RFC 1929 section 2); `None` where the user or the password has more than 255 bytes.
pub fn login(user: &str, password: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![1];
    for text in [user, password] {
        bytes.push(u8::try_from(text.len()).ok()?);
        bytes.extend(text.bytes());
    }
    Some(bytes)
}

/// Reads the answer to it: whether the login is accepted. Some servers answer with the version of SOCKS instead of
/// that of the login.
pub fn accepted(bytes: &[u8]) -> Read<bool> {
    match bytes {
        [] | [1 | 5] => Read::NeedMore,
        [1 | 5, status, ..] => Read::Got(*status == 0, 2),
        _ => Read::NotSocks,
    }
}

/// The request to connect (RFC 1928 section 4); `None` where the name is empty or has more than 255 bytes.
pub(super) fn connect(destination: &Destination, port: u16) -> Option<Vec<u8>> {
    let mut bytes = vec![5, 1, 0];
    match destination {
        Destination::V4(address) => {
            bytes.push(1);
            bytes.extend(address.octets());
        }
        Destination::V6(address) => {
            bytes.push(4);
            bytes.extend(address.octets());
        }
        Destination::Name(name) => {
            let length = u8::try_from(name.len()).ok().filter(|length| *length > 0)?;
            bytes.extend([3, length]);
            bytes.extend(name.bytes());
        }
    }
    bytes.extend(port.to_be_bytes());
    Some(bytes)
}

/// Reads the reply (RFC 1928 section 6): its code. Behind it stands an address, which tells nothing of use here.
pub(super) fn reply(bytes: &[u8]) -> Read<u8> {
    let (code, length) = match bytes {
        [] | [5] | [5, _] | [5, _, 0] | [5, _, 0, 3] => return Read::NeedMore,
        [5, code, 0, 1, ..] => (*code, 10),
        [5, code, 0, 4, ..] => (*code, 22),
        [5, code, 0, 3, length, ..] => (*code, 7 + usize::from(*length)),
        // Some servers send an error with an address of no kind and nothing behind it.
        [5, code @ 1..=8, 0, 0, ..] => (*code, 4),
        _ => return Read::NotSocks,
    };
    if bytes.len() < length { Read::NeedMore } else { Read::Got(code, length) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_those_of_the_rfcs() {
        assert_eq!(chosen(b"\x05\xff"), Read::Got(Chosen::Unacceptable, 2));
        assert_eq!(chosen(b"\x05\x02rest"), Read::Got(Chosen::Password, 2));
        assert_eq!(chosen(b"\x05\x01"), Read::Got(Chosen::Other(1), 2));
        assert_eq!(login("user", "pw"), Some(b"\x01\x04user\x02pw".to_vec()));
        assert_eq!(login("user", &"x".repeat(256)), None);
        assert_eq!(accepted(b"\x01\x00"), Read::Got(true, 2));
        assert_eq!(accepted(b"\x01\x01"), Read::Got(false, 2));
        assert_eq!(accepted(b"HT"), Read::NotSocks);
        let name = Destination::Name("x.test".to_owned());
        assert_eq!(connect(&name, 443), Some(b"\x05\x01\0\x03\x06x.test\x01\xbb".to_vec()));
        assert_eq!(connect(&Destination::Name("x".repeat(256)), 443), None);
        assert_eq!(connect(&Destination::V6([1; 16].into()), 1).map(|bytes| bytes.len()), Some(22));
        assert_eq!(reply(b"\x05\x00\0\x01\x7f\0\0\x01\0\x50data"), Read::Got(0, 10));
        assert_eq!(reply(b"\x05\x05\0\x03\x01x\0\x50"), Read::Got(5, 8));
        assert_eq!(reply(b"\x05\x05\0\x03\x01x\0"), Read::NeedMore);
        assert_eq!(reply(b"\x05\x01\0\0"), Read::Got(1, 4));
        assert_eq!(reply(b"HTTP/1.1 400"), Read::NotSocks);
    }
}
