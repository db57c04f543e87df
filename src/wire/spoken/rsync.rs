//! The rsync daemon: greets with its protocol's version.

use crate::wire::spoken::{Voice, none};

pub(super) const VOICE: Voice = Voice {
    question: None,
    greets: true,
    unmistakable: |bytes| bytes.starts_with(b"@RSYNCD: ").then_some(None),
    answer: none,
};
