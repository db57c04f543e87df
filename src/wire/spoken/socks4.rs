//! SOCKS 4: the reply of eight bytes (<https://www.openssh.com/txt/socks4.protocol>).

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    // A connection to nowhere: port 0 of 0.0.0.0, which is refused.
    question: Some(b"\x04\x01\x00\x00\x00\x00\x00\x00\x00"),
    greets: false,
    unmistakable: none,
    answer: |bytes| (bytes.len() == 8 && matches!(bytes, [0, 0x5a..=0x5d, ..])).then_some(None),
};
