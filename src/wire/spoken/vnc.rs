//! VNC: the version of its protocol (RFC 6143 section 7.1.1).

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    question: None,
    greets: true,
    unmistakable: |bytes| {
        let version = bytes.strip_prefix(b"RFB ")?.get(..8)?;
        let shaped = version.iter().enumerate().all(|(at, byte)| match at {
            3 => *byte == b'.',
            7 => *byte == b'\n',
            _ => byte.is_ascii_digit(),
        });
        shaped.then_some(None)
    },
    answer: none,
};
