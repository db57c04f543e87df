//! MongoDB: an answer in its own frame, or its word to an HTTP client.

use crate::wire::spoken::{Voice, text_line};

/// OP_QUERY of `admin.$cmd` with `{isMaster: 1}`, request number 0x6e657477: the handshake that every version answers.
const IS_MASTER: &[u8] = b"\x3a\0\0\0wten\0\0\0\0\xd4\x07\0\0\0\0\0\0admin.$cmd\0\0\0\0\0\xff\xff\xff\xff\
    \x13\0\0\0\x10isMaster\0\x01\0\0\0\0";

pub(super) const VOICE: Voice = Voice {
    question: Some(IS_MASTER),
    greets: false,
    unmistakable: |bytes| {
        let told = bytes.starts_with(b"HTTP/1.") && text_line::holds(bytes, "trying to access MongoDB over HTTP");
        told.then_some(None)
    },
    // The answer names the request that it answers (its manual, "Standard Message Header").
    answer: |bytes| {
        let word = |at: usize| bytes.get(at..at + 4);
        let reply = word(12) == Some(&[1, 0, 0, 0]) || word(12) == Some(&[0xdd, 7, 0, 0]);
        (word(8) == Some(b"wten") && reply).then_some(None)
    },
};
