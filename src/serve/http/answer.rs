//! An answer before it is sent.

use std::fs::File;
use std::ops::Range;
use std::time::Duration;

use crate::wire::http1::Version;

/// What a request is answered with.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Fields beside those that every answer has and those that frame the body.
    pub(crate) fields: Vec<(&'static str, String)>,
    pub(crate) body: Body,
    /// How long it waits before it goes.
    pub(crate) delay: Duration,
}

/// What stands behind the head.
#[derive(Debug)]
pub(crate) enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// So many bytes of a pattern.
    Pattern(u64),
    /// This part of a file.
    File(File, Range<u64>),
}

impl Body {
    /// Its length in bytes.
    pub(crate) fn length(&self) -> u64 {
        match self {
            Body::Bytes(bytes) => bytes.len() as u64,
            Body::Pattern(length) => *length,
            Body::File(_, range) => range.end.saturating_sub(range.start),
        }
    }
}

impl Answer {
    /// An answer of text.
    pub(crate) fn text(status: u16, text: impl Into<String>) -> Answer {
        Answer::of(status, "text/plain; charset=utf-8", text.into().into_bytes())
    }

    /// An answer of this type. What netwhy makes itself is made anew each time, so that nobody is to keep it.
    pub(crate) fn of(status: u16, kind: &str, bytes: Vec<u8>) -> Answer {
        let fields = vec![("Content-Type", kind.to_owned()), ("Cache-Control", "no-store".to_owned())];
        Answer { status, fields, body: Body::Bytes(bytes), delay: Duration::ZERO }
    }

    /// The same with a further field.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.fields.push((name, value.into()));
        self
    }

    /// True where an answer of this status has no body, whatever was asked (RFC 9110 section 6.4.1).
    pub(crate) fn is_bodiless(&self) -> bool {
        matches!(self.status, 204 | 304)
    }

    /// The bytes of the head (RFC 9112 section 4). `persists` says whether the connection goes on, `asked` which version
    /// it was asked in.
    pub(crate) fn head(&self, now: jiff::Timestamp, persists: bool, asked: Version) -> Vec<u8> {
        let mut head = String::with_capacity(256);
        let reason = reason(self.status);
        let status = self.status;
        head.push_str(&format!("HTTP/1.1 {status} {reason}\r\n"));
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&now);
        if let Ok(date) = date {
            head.push_str(&format!("Date: {date}\r\n"));
        }
        head.push_str(concat!("Server: netwhy/", env!("CARGO_PKG_VERSION"), "\r\n"));
        head.push_str("X-Content-Type-Options: nosniff\r\n");
        for (name, value) in &self.fields {
            // No value that a page makes holds a line end; should one, it must not begin another field.
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.is_bodiless() {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.length()));
        }
        match (persists, asked) {
            (false, _) => head.push_str("Connection: close\r\n"),
            (true, Version::V10) => head.push_str("Connection: keep-alive\r\n"),
            (true, Version::V11) => {}
        }
        head.push_str("\r\n");
        head.into_bytes()
    }
}

/// The reason phrase of a status (RFC 9110 section 15); a status that it does not name has none.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        418 => "I'm a teapot",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        511 => "Network Authentication Required",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_whole_and_hold_no_line_end_of_a_value() {
        let answer = Answer::text(301, "moved").with("Location", "/a\r\nX: y");
        let head = answer.head("2026-11-22T12:00:00Z".parse().expect("a time"), true, Version::V11);
        let head = String::from_utf8(head).expect("text");
        assert!(
            head.starts_with("HTTP/1.1 301 Moved Permanently\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\n"),
            "{head}"
        );
        assert!(head.contains("\r\nLocation: /aX: y\r\n") && head.ends_with("Content-Length: 5\r\n\r\n"), "{head}");
        let none = Answer::text(204, "").head(jiff::Timestamp::UNIX_EPOCH, false, Version::V10);
        let none = String::from_utf8(none).expect("text");
        assert!(!none.contains("Content-Length") && none.ends_with("Connection: close\r\n\r\n"), "{none}");
    }
}
