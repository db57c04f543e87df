//! RCON, only so far as to see that it is there: nobody logs in (developer.valvesoftware.com, "Source RCON Protocol").

/// The number under which the question is asked.
const ID: i32 = 0x6e65;
/// The longest packet that a server sends.
const LONGEST: i32 = 4_110;

/// What the bytes so far say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Not enough yet.
    More,
    /// An RCON server; it wants a login first.
    WantsLogin,
    /// An RCON server, which answers without a login.
    Open,
    /// Something else.
    Other,
}

/// An empty command without a login before it: a server refuses it, and that shows what it is. No password is tried.
pub fn question() -> Vec<u8> {
    // Length of the rest, number, type 2 (command), an empty text, and the empty text that ends every packet.
    [&10i32.to_le_bytes()[..], &ID.to_le_bytes(), &2i32.to_le_bytes(), &[0, 0]].concat()
}

/// Reads the answer from all bytes so far.
pub fn read(bytes: &[u8]) -> Heard {
    let number = |at: usize| bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(i32::from_le_bytes);
    match number(0) {
        None => return Heard::More,
        Some(length) if !(10..=LONGEST).contains(&length) => return Heard::Other,
        Some(_) => {}
    }
    match (number(4), number(8)) {
        // A refused login, which a command without one counts as.
        (Some(-1), Some(_)) => Heard::WantsLogin,
        (Some(ID), Some(0 | 2)) => Heard::Open,
        (Some(-1 | ID), None) | (None, _) => Heard::More,
        (Some(_), _) => Heard::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(id: i32, kind: i32) -> Vec<u8> {
        [&10i32.to_le_bytes()[..], &id.to_le_bytes(), &kind.to_le_bytes(), &[0, 0]].concat()
    }

    #[test]
    fn a_server_is_known_by_its_refusal() {
        assert_eq!(question().len(), 14);
        assert_eq!(read(&packet(-1, 2)), Heard::WantsLogin);
        assert_eq!(read(&packet(ID, 0)), Heard::Open);
        for cut in 0..12 {
            assert_eq!(read(&packet(-1, 2)[..cut]), Heard::More, "{cut}");
        }
        for other in [&b"HTTP/1.1 400"[..], b"SSH-2.0-x\r\n", &packet(5, 0), &packet(ID, 9)] {
            assert_eq!(read(other), Heard::Other, "{other:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }
    }
}
