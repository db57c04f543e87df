//! AMQP: answers a header that it does not know with its own, and one that it knows with Connection.Start.

use crate::wire::spoken::{Voice, none};

/// The header of AMQP 0-9-1 (its specification, section 4.2.2).
const HEADER: &[u8; 8] = b"AMQP\x00\x00\x09\x01";

pub(super) const VOICE: Voice = Voice {
    question: Some(HEADER),
    greets: false,
    unmistakable: |bytes| {
        // A method frame on channel 0 with Connection.Start (10, 10).
        let start =
            bytes.first() == Some(&1) && bytes.get(1..3) == Some(&[0, 0]) && bytes.get(7..11) == Some(&[0, 10, 0, 10]);
        let header = bytes.len() == HEADER.len() && bytes.starts_with(b"AMQP\x00");
        (start || header).then_some(None)
    },
    answer: none,
};
