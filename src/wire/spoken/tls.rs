//! TLS: a ServerHello or an alert (RFC 8446 section 5.1).

use crate::wire::spoken::{Voice, none};

/// A ClientHello of TLS 1.2 (RFC 5246 section 7.4.1.2), which every TLS server answers: a newer one that has given
/// that version up sends an alert. It names no server. Common suites and groups, no secret behind the random.
const CLIENT_HELLO: &[u8] = b"\x16\x03\x01\x00\x64\
    \x01\x00\x00\x60\x03\x03\
    netwhy asks which protocol it is\
    \x00\
    \x00\x10\xc0\x2b\xc0\x2f\xc0\x2c\xc0\x30\xcc\xa9\xcc\xa8\x00\x9c\x00\x2f\
    \x01\x00\
    \x00\x27\
    \xff\x01\x00\x01\x00\
    \x00\x0b\x00\x02\x01\x00\
    \x00\x0a\x00\x08\x00\x06\x00\x1d\x00\x17\x00\x18\
    \x00\x0d\x00\x08\x00\x06\x04\x03\x08\x04\x04\x01\
    \x00\x17\x00\x00";

pub(super) const VOICE: Voice = Voice {
    question: Some(CLIENT_HELLO),
    greets: false,
    unmistakable: |bytes| {
        let head: &[u8; 6] = bytes.first_chunk()?;
        let length = u16::from_be_bytes([head[3], head[4]]);
        let hello = head[0] == 0x16 && head[5] == 2 && (40..=0x4000).contains(&length);
        // An alert's level is warning or fatal.
        let alert = head[0] == 0x15 && length == 2 && matches!(head[5], 1 | 2) && bytes.len() >= 7;
        ((hello || alert) && head[1] == 3 && head[2] <= 4).then_some(None)
    },
    answer: none,
};
