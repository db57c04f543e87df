//! DNS over TCP: a message behind its length (RFC 1035 section 4.2.2).

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    // The name servers of the root, under the identifier `nw`, recursion not asked for: nobody else is asked.
    question: Some(b"\x00\x11nw\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01"),
    greets: false,
    unmistakable: none,
    // A response (QR) with the same identifier and operation.
    answer: |bytes| {
        let (length, message) = bytes.split_first_chunk::<2>()?;
        let long_enough = u16::from_be_bytes(*length) >= 12;
        (long_enough && message.starts_with(b"nw") && message.get(2).is_some_and(|flags| flags & 0xf8 == 0x80))
            .then_some(None)
    },
};
