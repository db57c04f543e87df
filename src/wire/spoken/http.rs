//! HTTP/1: its answers begin with their version.

use crate::wire::http1::Head;
use crate::wire::spoken::{Voice, none, text_line};

/// HTTP/1.0, so that it can be asked without naming a host.
pub(super) const VOICE: Voice = Voice {
    question: Some(b"HEAD / HTTP/1.0\r\nUser-Agent: netwhy\r\n\r\n"),
    greets: false,
    unmistakable: |bytes| {
        let version = bytes.strip_prefix(b"HTTP/")?;
        (version.first()?.is_ascii_digit() && version.get(1).is_none_or(|next| matches!(next, b'.' | b' '))).then(
            || {
                let head = Head::parse(bytes)?;
                head.field("server")
                    .map(|server| text_line::clean(server.as_bytes()))
                    .filter(|server| !server.is_empty())
            },
        )
    },
    answer: none,
};
