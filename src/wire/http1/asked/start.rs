//! The request line (RFC 9112 section 3).

use std::ops::Range;

use crate::wire::http1::Version;
use crate::wire::http1::asked::BreachKind;
use crate::wire::http1::fields::is_token;

/// The longest method; the longest registered has 17 letters.
const LONGEST_METHOD: usize = 32;

/// A request line; ranges are in it.
pub(super) struct Start {
    pub(super) method: Range<usize>,
    pub(super) target: Range<usize>,
    pub(super) version: Version,
}

/// Reads a whole request line. On a breach, its offset in the line comes with it.
pub(super) fn request_line(line: &[u8]) -> Result<Start, (BreachKind, usize)> {
    let method = line.iter().take_while(|byte| is_token(**byte)).count();
    if method == 0 {
        return Err((BreachKind::BadMethod, 0));
    }
    match line.get(method) {
        None => return Err((BreachKind::NoVersion, method)),
        Some(b' ') if method > LONGEST_METHOD => return Err((BreachKind::MethodTooLong, LONGEST_METHOD)),
        Some(b' ') => {}
        Some(b'\t') => return Err((BreachKind::BadRequestLine, method)),
        Some(_) => return Err((BreachKind::BadMethod, method)),
    }
    let begin = method + 1;
    let length = line[begin..].iter().take_while(|byte| !matches!(byte, b' ' | b'\t')).count();
    let end = begin + length;
    if length == 0 || line.get(end) == Some(&b'\t') {
        return Err((if begin == line.len() { BreachKind::NoVersion } else { BreachKind::BadRequestLine }, end));
    }
    let Some(version) = line.get(end + 1..) else { return Err((BreachKind::NoVersion, end)) };
    let version = match version {
        b"HTTP/1.1" => Version::V11,
        b"HTTP/1.0" => Version::V10,
        b"" => return Err((BreachKind::NoVersion, end + 1)),
        b"HTTP/2.0" if line.starts_with(b"PRI * ") => return Err((BreachKind::Http2, 0)),
        _ if is_other_version(version) => return Err((BreachKind::OtherVersion, end + 1)),
        _ if !version.iter().any(u8::is_ascii_whitespace) => return Err((BreachKind::BadVersion, end + 1)),
        _ => return Err((BreachKind::BadRequestLine, end + 1)),
    };
    target(&line[..method], &line[begin..end]).map_err(|(kind, at)| (kind, begin + at))?;
    Ok(Start { method: 0..method, target: begin..end, version })
}

/// The method and the target of a line that need be no request line, or the beginning of one.
pub(super) fn named(line: &[u8]) -> Option<(String, String)> {
    let end = line.iter().take_while(|byte| is_token(**byte)).count();
    if end == 0 || end > LONGEST_METHOD {
        return None;
    }
    let (method, rest) = line.split_at(end);
    let target = match rest {
        [] => rest,
        [b' ', rest @ ..] => rest.split(|byte| *byte == b' ').next().unwrap_or_default(),
        _ => return None,
    };
    Some((String::from_utf8_lossy(method).into_owned(), String::from_utf8_lossy(target).into_owned()))
}

/// True for `HTTP/` digit `.` digit.
fn is_other_version(version: &[u8]) -> bool {
    matches!(version, [b'H', b'T', b'T', b'P', b'/', major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit())
}

/// Judges the target by the method (RFC 9112 section 3.2); on a breach, the offset of what is wrong.
fn target(method: &[u8], target: &[u8]) -> Result<(), (BreachKind, usize)> {
    let bad = |at| Err((BreachKind::BadTarget, at));
    // No part of a URL, and a fragment never leaves its client.
    if let Some(wrong) = target.iter().position(|byte| !byte.is_ascii_graphic() || *byte == b'#') {
        return bad(wrong);
    }
    if method == b"CONNECT" {
        return if authority(target) == Some(true) { Ok(()) } else { bad(0) };
    }
    match target {
        b"*" if method == b"OPTIONS" => Ok(()),
        [b'/', ..] => Ok(()),
        _ => {
            let scheme = target.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
            let Some(rest) = target[scheme..].strip_prefix(b"://") else { return bad(0) };
            if scheme == 0 || !target[0].is_ascii_alphabetic() {
                return bad(0);
            }
            let end = rest.iter().position(|byte| matches!(byte, b'/' | b'?')).unwrap_or(rest.len());
            // Without a host there is nobody to ask, and a user before it is a trap for readers (RFC 9110 section 4.2.4).
            if let Some(at) = rest[..end].iter().rposition(|byte| *byte == b'@')
                && authority(&rest[at + 1..end]).is_some()
            {
                return Err((BreachKind::LoginInTarget, scheme + 3));
            }
            match (end, authority(&rest[..end])) {
                (0, _) | (_, None) => bad(scheme + 3),
                _ => Ok(()),
            }
        }
    }
}

/// Reads `HOST`, `HOST:PORT` or nothing; tells whether there is both a host and a port. `None` for anything else.
pub(super) fn authority(text: &[u8]) -> Option<bool> {
    let (host, rest) = match text.strip_prefix(b"[") {
        Some(inner) => {
            let end = inner.iter().position(|byte| *byte == b']')?;
            let is_inside = inner[..end].iter().all(|byte| byte.is_ascii_alphanumeric() || b":.%-_~".contains(byte));
            if end == 0 || !is_inside {
                return None;
            }
            text.split_at(end + 2)
        }
        None => text.split_at(text.iter().position(|byte| *byte == b':').unwrap_or(text.len())),
    };
    let is_name =
        host.starts_with(b"[") || host.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(byte));
    let port = match rest {
        [] => None,
        [b':', port @ ..] => Some(port),
        _ => return None,
    };
    let number = |port: &[u8]| port.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    let is_port = port
        .is_none_or(|port| port.len() <= 5 && port.iter().all(u8::is_ascii_digit) && number(port) <= u16::MAX.into());
    let is_named = !host.is_empty() || port.is_none();
    (is_name && is_port && is_named).then(|| !host.is_empty() && port.is_some_and(|port| !port.is_empty()))
}
