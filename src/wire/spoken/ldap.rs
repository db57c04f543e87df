//! LDAP: a message in BER that answers a search (RFC 4511 sections 4.1.1 and 4.5.2).

use crate::wire::spoken::{Voice, none};

/// A search of the root DSE (RFC 4512 section 5.1) for no attribute at all (`1.1`), without binding.
const SEARCH: &[u8] =
    b"\x30\x2a\x02\x01\x01\x63\x25\x04\x00\x0a\x01\x00\x0a\x01\x00\x02\x01\x01\x02\x01\x05\x01\x01\x00\
    \x87\x0bobjectClass\x30\x05\x04\x031.1";

pub(super) const VOICE: Voice = Voice {
    question: Some(SEARCH),
    greets: false,
    unmistakable: none,
    answer: |bytes| {
        let rest = bytes.strip_prefix(b"\x30")?;
        let rest = match *rest.first()? {
            0..=0x7f => rest.get(1..)?,
            long @ 0x81..=0x84 => rest.get(1 + usize::from(long & 0x7f)..)?,
            _ => return None,
        };
        // An entry or the end of the search; or, unasked, the notice of disconnection.
        let answers = rest.starts_with(b"\x02\x01\x01") && matches!(rest.get(3), Some(0x64 | 0x65));
        let notice = rest.starts_with(b"\x02\x01\x00\x78");
        (answers || notice).then_some(None)
    },
};
