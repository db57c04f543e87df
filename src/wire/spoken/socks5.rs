//! SOCKS 5: the method chosen (RFC 1928 section 3).

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    // Offers no login and a login by password; no method is gone through with.
    question: Some(b"\x05\x02\x00\x02"),
    greets: false,
    unmistakable: none,
    answer: |bytes| matches!(bytes, [5, 0 | 1 | 2 | 0xff]).then_some(None),
};
