//! Remote Desktop: X.224 connection confirm within TPKT (MS-RDPBCGR section 2.2.1.2).

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    // X.224 connection request that offers TLS and CredSSP.
    question: Some(b"\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00"),
    greets: false,
    unmistakable: |bytes| matches!(bytes, [3, 0, 0, 11..=64, _, 0xd0, ..]).then_some(None),
    answer: none,
};
