//! POP3: a greeting that begins with `+OK` (RFC 1939 section 3).

use crate::wire::spoken::text_line;
use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    question: None,
    greets: true,
    unmistakable: |bytes| {
        let greeting = bytes.strip_prefix(b"+OK")?;
        // Redis answers some commands with `+OK` and nothing more.
        greeting.first().filter(|next| **next == b' ')?;
        Some(Some(text_line::first(greeting)).filter(|name| !name.is_empty()))
    },
    answer: none,
};
