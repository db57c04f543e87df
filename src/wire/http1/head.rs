//! The head of an HTTP/1 answer (RFC 9112), read leniently from bytes that may be anything.

use serde::{Deserialize, Serialize};

/// The most bytes of a head that are looked at.
pub const MOST: usize = 8 * 1024;

/// A status line and its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Head {
    /// The version as it was sent, such as `HTTP/1.1`.
    pub version: String,
    /// The status code, 100 to 599.
    pub status: u16,
    /// The reason phrase; empty where none was sent.
    pub reason: String,
    /// The fields in the order sent.
    pub fields: Vec<Field>,
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
    /// Reads a head; `None` where the bytes do not begin as HTTP does. Fields after the blank line, without a
    /// colon, or beyond [`MOST`] bytes are left out.
    pub fn parse(bytes: &[u8]) -> Option<Head> {
        let text = String::from_utf8_lossy(final_head(bytes));
        let mut lines = text.lines();
        let mut words = lines.next()?.splitn(3, ' ');
        let version = words.next().filter(|version| version.starts_with("HTTP/1."))?;
        let status = words.next()?.parse().ok().filter(|status| (100..600).contains(status))?;
        let fields = lines.take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
        let fields = fields.map(|(name, value)| Field { name: name.trim().to_owned(), value: value.trim().to_owned() });
        let reason = words.next().unwrap_or_default().trim().to_owned();
        Some(Head { version: version.to_owned(), status, reason, fields: fields.collect() })
    }

    /// The first field of that name, in any case.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value.as_str())
    }

    /// The values of every field of that name, in any case.
    pub fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value.as_str())
    }

    /// True where the final head is whole, so that reading may stop.
    pub fn is_whole(bytes: &[u8]) -> bool {
        bytes.len() >= MOST || end_of_head(final_head(bytes)).is_some()
    }

    /// True where the bytes are, or may yet become, the beginning of an HTTP/1 answer.
    pub fn may_begin(bytes: &[u8]) -> bool {
        let start = b"HTTP/1.";
        let shared = bytes.len().min(start.len());
        bytes[..shared] == start[..shared]
    }
}

/// Where the blank line behind a head ends.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let with_return = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
    let bare = bytes.windows(2).position(|two| two == b"\n\n").map(|at| at + 2);
    with_return.into_iter().chain(bare).min()
}

/// The bytes from the final head on: interim answers (1xx, RFC 9110 section 15.2) go before it.
fn final_head(bytes: &[u8]) -> &[u8] {
    let mut rest = &bytes[..bytes.len().min(MOST)];
    let is_interim = |head: &[u8]| {
        head.starts_with(b"HTTP/1.") && head.get(9) == Some(&b'1') && head.get(9..12) != Some(b"101".as_slice())
    };
    while is_interim(rest) {
        match end_of_head(rest) {
            Some(end) => rest = &rest[end..],
            None => return &[],
        }
    }
    rest
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
        assert!(!Head::is_whole(interim));
        let both = [&interim[..], b"HTTP/1.1 204 No Content\r\n\r\n"].concat();
        assert_eq!(Head::parse(&both).map(|head| head.status), Some(204));
        assert!(Head::is_whole(&both));
    }

    #[test]
    fn what_is_not_http_is_no_head() {
        for bytes in [&b"SSH-2.0-x\r\n"[..], b"", b"HTTP/1.1", b"HTTP/1.1 9999 x", b"HTTP/2 200", b"\xff\xfe\0"] {
            assert_eq!(Head::parse(bytes), None, "{bytes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let _ = (Head::parse(&bytes), Head::is_whole(&bytes));
        }

        #[test]
        fn any_fields_are_survived(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let mut head = b"HTTP/1.1 200 ".to_vec();
            head.extend(bytes);
            if let Some(head) = Head::parse(&head) {
                proptest::prop_assert!((100..600).contains(&head.status));
            }
        }
    }
}
