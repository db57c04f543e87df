//! What a server says before it encrypts, read from bytes that may be anything.

use crate::wire::tls::Alert;

/// The most bytes of one side's handshake that are looked at.
pub const MOST_BYTES: usize = 64 * 1024;
/// The most certificates that are kept of one chain.
const MOST_CERTIFICATES: usize = 16;

/// What the first bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Begins {
    /// There are none.
    #[default]
    Nothing,
    /// Of TLS, as far as there are any.
    Tls,
    /// Of something else.
    Other,
}

/// The open part of one side's handshake.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flight {
    /// What its first bytes are.
    pub begins: Begins,
    /// The first alert that was sent in the open, a closing one aside.
    pub alert: Option<Alert>,
    /// What the server chose.
    pub hello: Option<ServerHello>,
    /// The certificates that a server of TLS 1.2 and older shows, in DER, its own first.
    pub certificates: Vec<Vec<u8>>,
    /// True where the server asks for a certificate.
    pub asks_for_certificate: bool,
    /// True where no more will be sent in the open.
    pub is_over: bool,
}

/// What a server chose (RFC 8446 section 4.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerHello {
    /// The version's number on the wire.
    pub version: u16,
    /// The cipher suite's IANA number.
    pub suite: u16,
}

impl Flight {
    /// Reads the first bytes of a connection as far as they are TLS in the open.
    pub fn read(bytes: &[u8]) -> Flight {
        let mut flight = Flight { begins: begins(bytes), ..Flight::default() };
        if flight.begins != Begins::Tls {
            return flight;
        }
        let mut rest = bytes.get(..MOST_BYTES).unwrap_or(bytes);
        let mut messages = Vec::new();
        while let Some((kind, content, after)) = record(rest) {
            rest = after;
            match kind {
                21 if content.len() == 2 && flight.alert.is_none() => {
                    flight.alert = content.last().copied().map(Alert::of)
                }
                22 => messages.extend_from_slice(content),
                // After it, all is encrypted.
                20 | 23 => {
                    flight.is_over = true;
                    break;
                }
                _ => {}
            }
        }
        flight.is_over |= flight.alert.is_some();
        let mut rest = messages.as_slice();
        while let Some((kind, body, after)) = message(rest) {
            rest = after;
            flight.take(kind, body);
        }
        flight
    }

    fn take(&mut self, kind: u8, body: &[u8]) {
        match kind {
            2 if self.hello.is_none() => self.hello = server_hello(body),
            11 if self.certificates.is_empty() => self.certificates = certificates(body),
            13 => self.asks_for_certificate = true,
            14 => self.is_over = true,
            _ => {}
        }
    }
}

/// A record begins with its kind (20 to 23, and 24 for heartbeats) and a version 3.x (RFC 8446 section 5.1).
fn begins(bytes: &[u8]) -> Begins {
    match bytes {
        [] => Begins::Nothing,
        [20..=24] | [20..=24, 3] | [20..=24, 3, 0..=4, ..] => Begins::Tls,
        _ => Begins::Other,
    }
}

/// The kind and content of the first record, and what follows it.
fn record(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&kind, length) = (bytes.first()?, bytes.get(3..5)?);
    let end = 5 + usize::from(u16::from_be_bytes([length[0], length[1]]));
    Some((kind, bytes.get(5..end)?, bytes.get(end..)?))
}

/// The kind and body of the first handshake message, and what follows it.
fn message(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let kind = *bytes.first()?;
    let (body, after) = counted(bytes.get(1..)?)?;
    Some((kind, body, after))
}

/// What stands behind a length of three bytes, and what follows it.
fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = bytes.get(..3)?;
    let end = 3 + usize::try_from(u32::from_be_bytes([0, length[0], length[1], length[2]])).ok()?;
    Some((bytes.get(3..end)?, bytes.get(end..)?))
}

fn server_hello(body: &[u8]) -> Option<ServerHello> {
    let two = |at: usize| Some(u16::from_be_bytes([*body.get(at)?, *body.get(at + 1)?]));
    let suite_at = 35 + usize::from(*body.get(34)?);
    let mut hello = ServerHello { version: two(0)?, suite: two(suite_at)? };
    let mut at = suite_at + 5;
    // TLS 1.3 is told by an extension alone (RFC 8446 section 4.2.1).
    while let (Some(number), Some(length)) = (two(at), two(at + 2)) {
        if (number, length) == (43, 2) {
            hello.version = two(at + 4)?;
        }
        at += 4 + usize::from(length);
    }
    Some(hello)
}

fn certificates(body: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let mut rest = counted(body).map(|(list, _)| list).unwrap_or_default();
    while let Some((der, after)) = counted(rest).filter(|_| all.len() < MOST_CERTIFICATES) {
        all.push(der.to_vec());
        rest = after;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ServerHello of TLS 1.1, two certificates over two records, and the end.
    fn old_server() -> Vec<u8> {
        let mut hello = vec![2, 0, 0, 38, 3, 2];
        hello.extend([9; 32]);
        hello.extend([0, 0, 0x2f, 0]);
        let shown = [11, 0, 0, 12, 0, 0, 9, 0, 0, 1, 0xaa, 0, 0, 2, 0xbb, 0xcc, 14, 0, 0, 0];
        let messages = [&hello[..], &shown].concat();
        let (first, second) = messages.split_at(50);
        let record = |content: &[u8]| [&[22, 3, 2, 0, u8::try_from(content.len()).unwrap()], content].concat();
        [record(first), record(second)].concat()
    }

    #[test]
    fn an_old_server_is_read_as_far_as_it_speaks() {
        let flight = Flight::read(&old_server());
        assert_eq!(flight.hello, Some(ServerHello { version: 0x0302, suite: 0x002f }));
        assert_eq!(flight.certificates, [vec![0xaa], vec![0xbb, 0xcc]]);
        assert!(flight.is_over && flight.alert.is_none() && flight.begins == Begins::Tls);
        let alert = Flight::read(&[21, 3, 3, 0, 2, 2, 70]);
        assert_eq!(alert.alert.map(|alert| alert.name), Some("protocol_version".to_owned()));
    }

    #[test]
    fn what_is_not_tls_is_told() {
        for bytes in [&b"HTTP/1.1 400"[..], b"SSH-2.0-x", b"\x16\x01", b"\x00", b"220 ready"] {
            assert_eq!(Flight::read(bytes).begins, Begins::Other, "{bytes:?}");
        }
        assert_eq!(Flight::read(&[]).begins, Begins::Nothing);
        assert_eq!(Flight::read(&[22]).begins, Begins::Tls);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let _ = Flight::read(&bytes);
        }

        #[test]
        fn any_change_is_survived(changes in proptest::collection::vec((0usize..80, proptest::num::u8::ANY), 1..8)) {
            let mut bytes = old_server();
            for (at, byte) in changes {
                let length = bytes.len();
                bytes[at % length] = byte;
            }
            proptest::prop_assert!(Flight::read(&bytes).certificates.len() <= MOST_CERTIFICATES);
        }
    }
}
