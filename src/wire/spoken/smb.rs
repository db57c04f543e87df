//! SMB: an answer to the negotiation (MS-SMB2 section 2.2.4).

use crate::wire::spoken::{Voice, none};

/// SMB2 NEGOTIATE with the dialects 2.0.2 and 2.1.
const NEGOTIATE: &[u8] = b"\x00\x00\x00\x68\
    \xfeSMB\x40\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\
    \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\
    \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\
    \x24\x00\x02\x00\x01\x00\x00\x00\x00\x00\x00\x00\
    netwhy-netwhy-nw\
    \x00\x00\x00\x00\x00\x00\x00\x00\
    \x02\x02\x10\x02";

pub(super) const VOICE: Voice = Voice {
    question: Some(NEGOTIATE),
    greets: false,
    unmistakable: |bytes| {
        let header = bytes.strip_prefix(b"\0")?.get(3..)?;
        // Both versions mark what comes from the server: SMB2 in its flags at 16, SMB1 in those at 9.
        let second = header.starts_with(b"\xfeSMB") && header.get(16).is_some_and(|flags| flags & 1 != 0);
        let first = header.starts_with(b"\xffSMB") && header.get(9).is_some_and(|flags| flags & 0x80 != 0);
        (first || second).then_some(None)
    },
    answer: none,
};
