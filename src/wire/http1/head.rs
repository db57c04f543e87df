//! The head of an HTTP/1 answer (RFC 9112).

use serde::{Deserialize, Serialize};

use crate::wire::http1::{Asked, Bounds, Reader};

/// A status line and its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Head {
    /// The version as it was sent, such as `HTTP/1.1`.
    pub version: String,
    /// The status code: three digits, which name no known class where a breach says so.
    pub status: u16,
    /// The reason phrase; empty where none was sent.
    pub reason: String,
    /// The fields in the order sent.
    pub fields: Vec<Field>,
}

/// An interim answer (1xx, RFC 9110 section 15.2), and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Interim {
    /// The offset of its first byte from the first byte received.
    pub at: u64,
    /// Its head.
    #[serde(flatten)]
    pub head: Head,
}

/// One field line (RFC 9112 section 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Field {
    /// Its name as it was sent.
    pub name: String,
    /// Its value, without the white space around it; bytes that are not UTF-8 are replaced.
    pub value: String,
}

impl Head {
    /// Reads the final head of an answer, or as much of it as there is behind a whole status line; `None` where the
    /// bytes do not begin as an answer does. For bytes that come piece by piece there is [`Reader`].
    pub fn parse(bytes: &[u8]) -> Option<Head> {
        // To HEAD there is no body, so nothing behind the head is looked at.
        let mut reader = Reader::new(Asked::of("HEAD"), Bounds::default());
        reader.feed(bytes, &mut |_| {});
        reader.closed(true);
        reader.head().cloned()
    }

    /// The first field of that name, in any case.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value.as_str())
    }

    /// The values of every field of that name, in any case.
    pub fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_up_to_the_blank_line() {
        let head = Head::parse(b"HTTP/1.1 302 Found\r\nLocation: http://portal/\r\nDATE: x\r\n\r\nLocation: no")
            .expect("a head");
        assert_eq!(head.status, 302);
        assert_eq!(head.field("location"), Some("http://portal/"));
        assert_eq!(head.field("date"), Some("x"));
        assert_eq!(head.field("server"), None);
    }

    #[test]
    fn an_interim_answer_is_not_the_answer() {
        let interim = b"HTTP/1.1 100 Continue\r\n\r\n";
        assert_eq!(Head::parse(interim), None);
        let both = [&interim[..], b"HTTP/1.1 204 No Content\r\n\r\n"].concat();
        assert_eq!(Head::parse(&both).map(|head| head.status), Some(204));
    }

    #[test]
    fn what_is_not_http_is_no_head() {
        for bytes in [&b"SSH-2.0-x\r\n"[..], b"", b"HTTP/1.1", b"HTTP/1.1 9999 x\r\n", b"\xff\xfe\0"] {
            assert_eq!(Head::parse(bytes), None, "{bytes:?}");
        }
    }
}
