//! HTTP/2 without TLS: its first frame is SETTINGS (RFC 9113 section 3.4), or GOAWAY where it was not understood.

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    // The connection preface and an empty SETTINGS frame.
    question: Some(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"),
    greets: false,
    unmistakable: |bytes| {
        let head: &[u8; 9] = bytes.first_chunk()?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let (kind, flags, stream) = (head[3], head[4], &head[5..]);
        let settings = kind == 4 && length.is_multiple_of(6) && length <= 600;
        let goaway = kind == 7 && (8..600).contains(&length);
        // An echo of the question begins with `PRI`, so its length does not fit.
        ((settings || goaway) && flags == 0 && stream == [0; 4]).then_some(None)
    },
    answer: none,
};
