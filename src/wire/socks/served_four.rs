//! What a client of SOCKS 4 or 4a asks for, as far as it is there: it is not served, and its log line shall name it.

use std::net::Ipv4Addr;

use crate::wire::socks::{Destination, Read};

/// The longest user or name.
const LONGEST: usize = 255;

/// Where the request that `bytes` begin with wants to go, and its port.
pub fn asked(bytes: &[u8]) -> Read<(Destination, u16)> {
    let (port, address, rest) = match bytes {
        [4, 1 | 2, high, low, a, b, c, d, rest @ ..] => {
            (u16::from_be_bytes([*high, *low]), Ipv4Addr::new(*a, *b, *c, *d), rest)
        }
        [] | [4] | [4, 1 | 2, ..] => return Read::NeedMore,
        _ => return Read::NotSocks,
    };
    let Some((_, user)) = text(rest) else { return more_or_none(rest) };
    // 0.0.0.x, which is no address, says that a name follows (SOCKS 4a).
    if !matches!(address.octets(), [0, 0, 0, last] if last > 0) {
        return Read::Got((Destination::V4(address), port), 8 + user);
    }
    let rest = &rest[user..];
    let Some((name, used)) = text(rest) else { return more_or_none(rest) };
    match std::str::from_utf8(name) {
        Ok(name) => Read::Got((Destination::Name(name.to_owned()), port), 8 + user + used),
        Err(_) => Read::NotSocks,
    }
}

/// A text that NUL ends, and how many bytes it takes with that.
fn text(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let end = bytes.iter().take(LONGEST + 1).position(|byte| *byte == 0)?;
    Some((&bytes[..end], end + 1))
}

fn more_or_none<T>(rest: &[u8]) -> Read<T> {
    if rest.len() > LONGEST { Read::NotSocks } else { Read::NeedMore }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::socks::Version;

    #[test]
    fn what_a_client_writes_is_read() {
        for destination in [Destination::V4([192, 0, 2, 1].into()), Destination::Name("x.test".to_owned())] {
            let bytes = Version::Four.connect(&destination, 443, "anna").expect("a request");
            for end in 0..bytes.len() {
                assert_eq!(asked(&bytes[..end]), Read::NeedMore, "{end}");
            }
            assert_eq!(asked(&[&bytes[..], b"more"].concat()), Read::Got((destination, 443), bytes.len()));
        }
        assert_eq!(asked(b"\x04\x09"), Read::NotSocks);
        assert_eq!(asked(&[&[4, 1, 0, 80, 192, 0, 2, 1][..], &[b'u'; 300]].concat()), Read::NotSocks);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let bytes = [&[4, 1][..], &bytes].concat();
            if let Read::Got(_, used) = asked(&bytes) {
                proptest::prop_assert!(used <= bytes.len());
            }
        }
    }
}
