//! NATS: greets with `INFO` and JSON.

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    question: None,
    greets: true,
    unmistakable: |bytes| bytes.starts_with(b"INFO {").then_some(None),
    answer: none,
};
