//! Telnet: begins with a negotiation (RFC 854, "IAC").

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    question: None,
    greets: true,
    // IAC, then WILL, WON'T, DO or DON'T, then an option.
    unmistakable: |bytes| matches!(bytes, [0xff, 0xfb..=0xfe, 0..=60, ..]).then_some(None),
    answer: none,
};
