//! One field line of a request's head or trailers (RFC 9112 section 5).

use std::ops::Range;

use crate::wire::http1::asked::BreachKind;
use crate::wire::http1::fields::{is_token, trimmed};

/// A field; ranges are in its line.
pub(super) struct Field {
    pub(super) name: Range<usize>,
    /// Without the white space around it.
    pub(super) value: Range<usize>,
}

/// Reads a line that is not empty. On a breach, its offset in the line comes with it.
pub(super) fn field(line: &[u8], is_first: bool) -> Result<Field, (BreachKind, usize)> {
    if matches!(line.first(), Some(b' ' | b'\t')) {
        return Err((if is_first { BreachKind::SpaceBeforeFirstField } else { BreachKind::ObsFold }, 0));
    }
    let length = line.iter().take_while(|byte| is_token(**byte)).count();
    match line.get(length) {
        Some(b':') if length > 0 => {}
        Some(b' ' | b'\t') if length > 0 && line[length..].trim_ascii_start().starts_with(b":") => {
            return Err((BreachKind::SpaceBeforeColon, length));
        }
        _ if !line.contains(&b':') => return Err((BreachKind::NoColon, 0)),
        _ => return Err((BreachKind::BadFieldName, length)),
    }
    if [&b"content_length"[..], b"transfer_encoding"].iter().any(|name| line[..length].eq_ignore_ascii_case(name)) {
        return Err((BreachKind::LookalikeField, 0));
    }
    let after = &line[length + 1..];
    let value = trimmed(after);
    let begin = length + 1 + after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    Ok(Field { name: 0..length, value: begin..begin + value.len() })
}

/// Fields that say where a message ends or goes, and so have no place behind it (RFC 9110 section 6.5.1).
const NEVER_BEHIND: &[&str] = &[
    "transfer-encoding",
    "content-length",
    "host",
    "connection",
    "proxy-connection",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
    "authorization",
    "proxy-authorization",
    "expect",
    "content-encoding",
    "content-range",
    "content-type",
];

/// True for a field that may stand in no trailers.
pub(super) fn never_behind(name: &[u8]) -> bool {
    NEVER_BEHIND.iter().any(|never| never.as_bytes().eq_ignore_ascii_case(name))
}
