//! Protocols whose client opens with a line of text.

use crate::wire::opening::{Like, begins};

/// Methods of HTTP and WebDAV that clients use.
const METHODS: &[&str] = &[
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "REPORT",
    "SEARCH",
    "PURGE",
    "QUERY",
];
/// The longest word that may be a method.
const LONGEST: usize = 24;

/// `PRI * HTTP/2.0`, which no client of HTTP/1 says.
pub(super) fn http2(bytes: &[u8]) -> Like {
    begins(bytes, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
}

/// A request line of HTTP: one that names the version, or that begins with a method so far.
pub(super) fn http(bytes: &[u8]) -> Like {
    if http2(bytes) != Like::No {
        return Like::No;
    }
    request(bytes, "HTTP/")
}

pub(super) fn rtsp(bytes: &[u8]) -> Like {
    other(request(bytes, "RTSP/"))
}

pub(super) fn sip(bytes: &[u8]) -> Like {
    other(request(bytes, "SIP/"))
}

/// Until its line is whole, a request is rather HTTP's.
fn other(like: Like) -> Like {
    if like == Like::Likely { Like::Maybe } else { like }
}

fn request(bytes: &[u8], protocol: &str) -> Like {
    // Empty lines before a request are passed over (RFC 9112 section 2.2).
    let skipped = bytes.iter().take(8).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let bytes = &bytes[skipped..];
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let line = &bytes[..end.unwrap_or(bytes.len())];
    let word = line.split(|byte| *byte == b' ').next().unwrap_or_default();
    if word.len() > LONGEST || !word.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'-') {
        return Like::No;
    }
    let Some(rest) = line.get(word.len() + 1..) else {
        // The method is not whole yet; a word alone in its line is none.
        return if end.is_none() { Like::Maybe } else { Like::No };
    };
    let is_known = METHODS.iter().any(|method| method.as_bytes() == word);
    let version = rest.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    let names = |protocol: &str| version.starts_with(protocol.as_bytes()) && version.len() < rest.len();
    match end {
        Some(_) if names(protocol) => Like::Is,
        Some(_) if protocol == "HTTP/" && is_known && !names("RTSP/") && !names("SIP/") => Like::Is,
        Some(_) => Like::No,
        None if is_known => Like::Likely,
        None => Like::Maybe,
    }
}

pub(super) fn ssh(bytes: &[u8]) -> Like {
    begins(bytes, b"SSH-")
}

/// A command as an array (RESP), or `PING` as a line.
pub(super) fn redis(bytes: &[u8]) -> Like {
    if bytes[0] != b'*' {
        return begins(bytes, b"PING\r\n");
    }
    let digits = bytes[1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    match (digits, begins(&bytes[1 + digits..], b"\r\n$")) {
        (0, _) if bytes.len() > 1 => Like::No,
        (7.., _) => Like::No,
        (_, like) => like,
    }
}

/// A client of SMTP that does not wait for the server's greeting.
pub(super) fn mail(bytes: &[u8]) -> Like {
    let upper = bytes[..bytes.len().min(5)].to_ascii_uppercase();
    match (begins(&upper, b"EHLO "), begins(&upper, b"HELO ")) {
        (Like::No, like) | (like, _) => like,
    }
}
