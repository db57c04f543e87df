//! MQTT: CONNACK (MQTT 3.1.1 section 3.2).

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    // CONNECT with a clean session, no name and no client identifier; it ends with the connection.
    question: Some(b"\x10\x0c\x00\x04MQTT\x04\x02\x00\x0a\x00\x00"),
    greets: false,
    unmistakable: none,
    answer: |bytes| matches!(bytes, [0x20, 2, 0 | 1, 0..=5, ..]).then_some(None),
};
