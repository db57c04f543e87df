//! memcached: the answer to `version`.

use crate::wire::spoken::{Voice, none, text_line};

pub(super) const VOICE: Voice = Voice {
    question: Some(b"version\r\n"),
    greets: false,
    unmistakable: none,
    answer: |bytes| Some(Some(text_line::first(bytes.strip_prefix(b"VERSION ")?))),
};
