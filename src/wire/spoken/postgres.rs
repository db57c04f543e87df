//! PostgreSQL: one byte in answer to SSLRequest, or an error (its manual, "Message Formats").

use crate::wire::spoken::Voice;

pub(super) const VOICE: Voice = Voice {
    // SSLRequest: eight bytes, code 80877103.
    question: Some(b"\x00\x00\x00\x08\x04\xd2\x16\x2f"),
    greets: false,
    // ErrorResponse: `E`, length, then fields; the first is the severity, the third or second the SQLSTATE.
    unmistakable: |bytes| {
        let fields = bytes.strip_prefix(b"E\0\0")?.get(2..)?;
        let all: Vec<&[u8]> = fields.split(|byte| *byte == 0).take(4).collect();
        let severity = all.first()?.starts_with(b"S");
        let state = all.iter().any(|field| field.len() == 6 && field.first() == Some(&b'C'));
        (severity && state).then_some(None)
    },
    // Whether it would speak TLS. An old server answers an error in another form.
    answer: |bytes| matches!(bytes, b"S" | b"N").then_some(None),
};
