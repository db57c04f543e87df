//! SOCKS 5 as its server reads and writes it (RFC 1928, RFC 1929).

use std::net::{IpAddr, SocketAddr};

use crate::wire::socks::{Destination, Read};

/// What a client asks for (RFC 1928 section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// To connect.
    Connect,
    /// To be connected to.
    Bind,
    /// To send datagrams.
    Associate,
    /// Something else, by its number.
    Other(u8),
}

/// The request of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What it asks for.
    pub command: Command,
    /// Where to; nothing where the address is of a kind that there is not.
    pub destination: Option<Destination>,
    /// Its port.
    pub port: u16,
}

/// Reads the greeting: the ways to log in that the client offers.
pub fn greeted(bytes: &[u8]) -> Read<Vec<u8>> {
    match bytes {
        [] | [5] => Read::NeedMore,
        [5, count, ways @ ..] => match ways.get(..usize::from(*count)) {
            Some(ways) => Read::Got(ways.to_vec(), 2 + ways.len()),
            None => Read::NeedMore,
        },
        _ => Read::NotSocks,
    }
}

/// The answer to it: the way to log in that is chosen (RFC 1928 section 3); none where none offered will do.
pub fn choose(offered: &[u8], with_login: bool) -> [u8; 2] {
    let wanted = if with_login { 2 } else { 0 };
    [5, if offered.contains(&wanted) { wanted } else { 0xff }]
}

/// Reads a login: the user and the password (RFC 1929 section 2).
pub fn login_given(bytes: &[u8]) -> Read<(Vec<u8>, Vec<u8>)> {
    match bytes {
        [] | [1] => Read::NeedMore,
        [1, length, rest @ ..] => {
            let Some((user, rest)) = rest.split_at_checked(usize::from(*length)) else { return Read::NeedMore };
            let Some((length, rest)) = rest.split_first() else { return Read::NeedMore };
            match rest.get(..usize::from(*length)) {
                Some(password) => {
                    let used = 3 + user.len() + password.len();
                    Read::Got((user.to_vec(), password.to_vec()), used)
                }
                None => Read::NeedMore,
            }
        }
        _ => Read::NotSocks,
    }
}

/// The answer to it.
pub fn judged(is_known: bool) -> [u8; 2] {
    [1, u8::from(!is_known)]
}

/// Reads the request (RFC 1928 section 4). A name in it that is no text is no name.
pub fn asked(bytes: &[u8]) -> Read<Asked> {
    let (command, kind, rest) = match bytes {
        [] | [5] | [5, _] | [5, _, _] => return Read::NeedMore,
        [5, command, _, kind, rest @ ..] => (*command, *kind, rest),
        _ => return Read::NotSocks,
    };
    let command = match command {
        1 => Command::Connect,
        2 => Command::Bind,
        3 => Command::Associate,
        other => Command::Other(other),
    };
    let (length, skipped) = match (kind, rest.first()) {
        (1, _) => (4, 0),
        (4, _) => (16, 0),
        (3, Some(length)) => (usize::from(*length), 1),
        (3, None) => return Read::NeedMore,
        _ => return Read::Got(Asked { command, destination: None, port: 0 }, 4),
    };
    let Some(address) = rest.get(skipped..skipped + length) else { return Read::NeedMore };
    let Some([high, low]) = rest.get(skipped + length..skipped + length + 2) else { return Read::NeedMore };
    let port = u16::from_be_bytes([*high, *low]);
    let destination = match kind {
        1 => <[u8; 4]>::try_from(address).ok().map(|address| Destination::V4(address.into())),
        4 => <[u8; 16]>::try_from(address).ok().map(|address| Destination::V6(address.into())),
        _ => std::str::from_utf8(address).ok().map(|name| Destination::Name(name.to_owned())),
    };
    Read::Got(Asked { command, destination, port }, 4 + skipped + length + 2)
}

/// The reply with `code` (RFC 1928 section 6): from where the connection was made, where it was.
pub fn reply(code: u8, from: Option<SocketAddr>) -> Vec<u8> {
    let mut bytes = vec![5, code, 0];
    match from.map(|from| from.ip()) {
        Some(IpAddr::V6(address)) => {
            bytes.push(4);
            bytes.extend(address.octets());
        }
        Some(IpAddr::V4(address)) => {
            bytes.push(1);
            bytes.extend(address.octets());
        }
        None => bytes.extend([1, 0, 0, 0, 0]),
    }
    bytes.extend(from.map_or(0, |from| from.port()).to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::socks::{Version, chosen, greeting, login};

    #[test]
    fn what_a_client_writes_is_read_and_what_is_written_it_reads() {
        assert_eq!(greeted(greeting(true)), Read::Got(vec![0, 2], 4));
        assert_eq!(choose(&[0, 2], true), [5, 2]);
        assert_eq!(chosen(&choose(&[0], true)), Read::Got(crate::wire::socks::Chosen::Unacceptable, 2));
        let given = login("anna", "se:cret").expect("a login");
        assert_eq!(login_given(&given), Read::Got((b"anna".to_vec(), b"se:cret".to_vec()), given.len()));
        assert_eq!(login_given(&given[..given.len() - 1]), Read::NeedMore);
        for destination in [
            Destination::V4([192, 0, 2, 1].into()),
            Destination::V6([1; 16].into()),
            Destination::Name("x.test".to_owned()),
        ] {
            let bytes = Version::Five.connect(&destination, 443, "").expect("a request");
            let wanted = Asked { command: Command::Connect, destination: Some(destination), port: 443 };
            assert_eq!(asked(&bytes), Read::Got(wanted, bytes.len()));
        }
        assert_eq!(
            asked(b"\x05\x02\0\x09rest"),
            Read::Got(Asked { command: Command::Bind, destination: None, port: 0 }, 4)
        );
        for from in [None, Some("192.0.2.1:80"), Some("[2001:db8::1]:80")] {
            let bytes = reply(5, from.map(|from| from.parse().expect(from)));
            assert_eq!(Version::Five.reply(&bytes), Read::Got(5, bytes.len()));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            if let Read::Got(_, used) = greeted(&bytes) {
                proptest::prop_assert!(used <= bytes.len());
            }
            if let Read::Got(_, used) = login_given(&bytes) {
                proptest::prop_assert!(used <= bytes.len());
            }
            if let Read::Got(_, used) = asked(&bytes) {
                proptest::prop_assert!(used <= bytes.len());
            }
        }
    }
}
