//! SOCKS 4 ("SOCKS: A protocol for TCP proxy across firewalls", Ying-Da Lee) and its extension 4a for names.

use crate::wire::socks::{Destination, Read};

/// The request to connect; `None` for an IPv6 address, and where a NUL or too long a text stands in it.
pub(super) fn connect(destination: &Destination, port: u16, user: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![4, 1];
    bytes.extend(port.to_be_bytes());
    let name = match destination {
        Destination::V4(address) => {
            bytes.extend(address.octets());
            None
        }
        Destination::V6(_) => return None,
        Destination::Name(name) => {
            // An address that is none says that a name follows.
            bytes.extend([0, 0, 0, 1]);
            Some(name.as_str())
        }
    };
    for text in std::iter::once(user).chain(name) {
        if text.len() > 255 || text.contains('\0') {
            return None;
        }
        bytes.extend(text.bytes());
        bytes.push(0);
    }
    Some(bytes)
}

/// Reads the reply: its code, 90 (granted) to 93.
pub(super) fn reply(bytes: &[u8]) -> Read<u8> {
    match bytes {
        [] | [0] => Read::NeedMore,
        [0, 90..=93, ..] if bytes.len() < 8 => Read::NeedMore,
        [0, code @ 90..=93, ..] => Read::Got(*code, 8),
        _ => Read::NotSocks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_replies_are_those_of_the_paper() {
        let address = Destination::V4([192, 0, 2, 1].into());
        assert_eq!(connect(&address, 80, "fred"), Some(b"\x04\x01\x00\x50\xc0\x00\x02\x01fred\0".to_vec()));
        let name = Destination::Name("x.test".to_owned());
        assert_eq!(connect(&name, 443, ""), Some(b"\x04\x01\x01\xbb\0\0\0\x01\0x.test\0".to_vec()));
        assert_eq!(connect(&Destination::V6([0; 16].into()), 80, ""), None);
        assert_eq!(connect(&Destination::Name("a\0b".to_owned()), 80, ""), None);
        assert_eq!(reply(b"\0\x5a\0\0\0\0\0\0more"), Read::Got(90, 8));
        assert_eq!(reply(b"\0\x5b\0\0"), Read::NeedMore);
        for bytes in [&b"HTTP"[..], b"\x05\xff", b"\0\x05"] {
            assert_eq!(reply(bytes), Read::NotSocks, "{bytes:?}");
        }
    }
}
