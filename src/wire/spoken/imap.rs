//! IMAP: an untagged greeting (RFC 9051 section 7.1).

use crate::wire::spoken::text_line;
use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    question: None,
    greets: true,
    unmistakable: |bytes| {
        let greeting = ["* OK", "* PREAUTH", "* BYE"].iter().find_map(|word| bytes.strip_prefix(word.as_bytes()))?;
        let ends = greeting.first().is_none_or(|next| matches!(next, b' ' | b'\r'));
        ends.then(|| Some(text_line::first(greeting)).filter(|name| !name.is_empty()))
    },
    answer: none,
};
