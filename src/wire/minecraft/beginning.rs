//! Bytes that are no answer: whether one begins with them, and what is odd about them where they are frames at all.

use crate::wire::minecraft::irregular::{Irregular, Oddity, note};
use crate::wire::minecraft::varint::{self, VarInt};

/// The longest frame.
const LONGEST: i32 = (2 << 20) - 1;
/// Fewer bytes say nothing: another protocol may begin with the like.
const LEAST: usize = 3;

/// True where an answer begins so, as far as the bytes go: a frame's length, packet 0, the length of a text that fills
/// the frame, and a text as answers begin with.
pub fn begins(bytes: &[u8]) -> bool {
    let VarInt::Number(length, at) = varint::read(bytes) else { return false };
    if bytes.len() < LEAST || at > 3 || !(3..=LONGEST).contains(&length) {
        return false;
    }
    let Some((0, rest)) = bytes.get(at..).and_then(<[u8]>::split_first) else { return false };
    (1..=3).any(|taken| {
        let mut wanted = Vec::new();
        varint::write(length - 1 - taken, &mut wanted);
        let came = rest.len().min(wanted.len());
        let text = rest.get(wanted.len()..).unwrap_or_default();
        let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
        wanted.len() == usize::try_from(taken).unwrap_or(0)
            && rest[..came] == wanted[..came]
            && first.is_none_or(|first| matches!(first, b'{' | b'"' | b'[' | 0xef))
    })
}

/// What is odd about bytes that are no answer: frames of no length, or a length that no frame has.
pub fn oddities(bytes: &[u8]) -> Vec<Irregular> {
    let mut odd = Vec::new();
    let empty = bytes.iter().take_while(|byte| **byte == 0).count();
    match varint::read(&bytes[empty..]) {
        VarInt::Number(length, _) if !(1..=LONGEST).contains(&length) => {
            note(&mut odd, Oddity::BadLength, &length.to_string());
        }
        VarInt::TooLong => note(&mut odd, Oddity::BadLength, "it goes on after its fifth byte"),
        VarInt::More if empty > 0 && empty == bytes.len() => note(&mut odd, Oddity::EmptyFrame, ""),
        _ => {}
    }
    odd
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::minecraft::text_packet;

    #[test]
    fn every_beginning_of_an_answer_is_one_and_nothing_else() {
        for length in [2, 90, 122, 123, 124, 125, 126, 127, 128, 200, 16_400] {
            let text = format!("{{{}}}", " ".repeat(length - 2));
            let whole = text_packet(0, &text);
            // Behind a length of three bytes stands the packet's number.
            let least = if length > 16_000 { LEAST + 1 } else { LEAST };
            for cut in least..whole.len() {
                assert!(begins(&whole[..cut]), "{length} {cut}");
            }
        }
        for other in [
            &b"\x05\0"[..],
            b"1\n",
            b"\x9b\x01",
            b"HTTP/1.1 400",
            b"SSH-2.0",
            b"\x15\x03\x03\0\x02",
            b"\x4a\0\0\0\x0a8.0",
            b"E\0\0\0\x50",
            b"\x03\0\0\x13",
            b"\x20\x02\0\0",
            b"\0\0\0",
        ] {
            assert!(!begins(other), "{other:?}");
        }
    }

    #[test]
    fn lengths_that_no_frame_has_are_named() {
        let kinds = |bytes: &[u8]| oddities(bytes).into_iter().map(|one| one.kind).collect::<Vec<_>>();
        assert_eq!(kinds(&[0]), [Oddity::EmptyFrame]);
        assert_eq!(kinds(&[0xff, 0xff, 0xff, 0xff, 0x0f]), [Oddity::BadLength]);
        assert_eq!(kinds(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]), [Oddity::BadLength]);
        assert_eq!(kinds(b"HTTP/1.1 400"), []);
        assert_eq!(kinds(b""), []);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let _ = begins(&bytes);
            let _ = oddities(&bytes);
        }
    }
}
