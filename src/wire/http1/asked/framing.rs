//! Where the body of a request ends (RFC 9112 section 6), and what else a whole head must be.

use std::ops::Range;

use crate::wire::http1::Version;
use crate::wire::http1::asked::BreachKind;
use crate::wire::http1::asked::start::authority;

/// What ends the body of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// There is none.
    None,
    /// So many bytes.
    Length(u64),
    /// The final chunk.
    Chunked,
}

impl Framing {
    /// True where bytes of a body are due.
    pub fn has_body(self) -> bool {
        !matches!(self, Framing::None | Framing::Length(0))
    }
}

/// Transfer codings that are known, but not undone here.
const NOT_HERE: &[&str] = &["gzip", "x-gzip", "deflate", "compress", "x-compress"];

/// Fields that a `Connection` may not have taken away: without them the next reader sees another request.
const MUST_STAY: &[&str] = &["content-length", "transfer-encoding", "host"];

/// Judges a whole head; on a breach, the offset in `raw` comes with it.
pub(super) fn judge(
    raw: &[u8],
    method: &[u8],
    version: Version,
    fields: &[(Range<usize>, Range<usize>)],
) -> Result<Framing, (BreachKind, usize)> {
    let (mut host, mut length, mut coded) = (None, None, None);
    for (name, value) in fields {
        let (at, name, value) = (name.start, &raw[name.clone()], &raw[value.clone()]);
        match name.len() {
            4 if name.eq_ignore_ascii_case(b"host") => {
                if host.replace(at).is_some() {
                    return Err((BreachKind::SeveralHosts, at));
                }
                if authority(value).is_none() {
                    return Err((BreachKind::BadHost, at));
                }
            }
            14 if name.eq_ignore_ascii_case(b"content-length") => {
                if length.is_some() {
                    return Err((BreachKind::RepeatedContentLength, at));
                }
                length = Some((at, number(value).map_err(|kind| (kind, at))?));
            }
            17 if name.eq_ignore_ascii_case(b"transfer-encoding") => {
                if coded.replace(at).is_some() {
                    return Err((BreachKind::RepeatedTransferEncoding, at));
                }
                coding(value).map_err(|kind| (kind, at))?;
            }
            10 if name.eq_ignore_ascii_case(b"connection") => {
                let mut named = value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
                if named.any(|one| MUST_STAY.iter().any(|stays| one.eq_ignore_ascii_case(stays.as_bytes()))) {
                    return Err((BreachKind::ConnectionNamesFraming, at));
                }
            }
            _ => {}
        }
    }
    if host.is_none() && version == Version::V11 {
        return Err((BreachKind::NoHost, raw.len().saturating_sub(2)));
    }
    match (coded, length) {
        (Some(at), _) if version == Version::V10 => Err((BreachKind::TransferEncodingInOldVersion, at)),
        (Some(at), Some((length_at, _))) => Err((BreachKind::LengthWithTransferEncoding, at.max(length_at))),
        (Some(at), None) if method == b"CONNECT" => Err((BreachKind::ConnectWithBody, at)),
        (Some(_), None) => Ok(Framing::Chunked),
        (None, Some((at, length))) if method == b"CONNECT" && length > 0 => Err((BreachKind::ConnectWithBody, at)),
        (None, Some((_, length))) => Ok(Framing::Length(length)),
        (None, None) => Ok(Framing::None),
    }
}

/// A length as everyone reads it: digits without a sign, a list, or zeros before them, which some take for octal.
fn number(value: &[u8]) -> Result<u64, BreachKind> {
    let is_plain = !value.is_empty() && value.iter().all(u8::is_ascii_digit) && (value[0] != b'0' || value.len() == 1);
    let number = std::str::from_utf8(value).ok().filter(|_| is_plain).and_then(|text| text.parse::<u64>().ok());
    let is_list = value.contains(&b',');
    number.filter(|number| i64::try_from(*number).is_ok()).ok_or(match is_list {
        true => BreachKind::RepeatedContentLength,
        false => BreachKind::BadContentLength,
    })
}

/// Only `chunked` itself: what is written otherwise, one reader knows and the next one does not.
fn coding(value: &[u8]) -> Result<(), BreachKind> {
    if value.eq_ignore_ascii_case(b"chunked") {
        return Ok(());
    }
    let mut codings = value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    let is_not_here = codings.any(|one| NOT_HERE.iter().any(|known| one.eq_ignore_ascii_case(known.as_bytes())));
    Err(if is_not_here { BreachKind::UnknownTransferEncoding } else { BreachKind::BadTransferEncoding })
}
