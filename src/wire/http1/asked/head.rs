//! The head of a request, as it was sent.

use std::ops::Range;

use crate::wire::http1::Version;
use crate::wire::http1::asked::Framing;

/// A head that breaks no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its bytes as received, the blank line that ends it included.
    pub raw: Vec<u8>,
    /// The version that it names.
    pub version: Version,
    /// What ends its body.
    pub framing: Framing,
    pub(super) method: Range<usize>,
    pub(super) target: Range<usize>,
    /// Name and value of each field.
    pub(super) fields: Vec<(Range<usize>, Range<usize>)>,
}

impl Head {
    /// The method, such as `GET`.
    pub fn method(&self) -> &str {
        text(&self.raw[self.method.clone()])
    }

    /// The request target as it was sent: a path, a URL, `HOST:PORT` or `*`; visible ASCII.
    pub fn target(&self) -> &str {
        text(&self.raw[self.target.clone()])
    }

    /// The fields in the order sent: names are tokens, values hold no control characters and may be no UTF-8.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.fields.iter().map(|(name, value)| (text(&self.raw[name.clone()]), &self.raw[value.clone()]))
    }

    /// The value of the first field of that name, in any case; `None` also where it is not ASCII.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut every = self.fields().filter(|(given, _)| given.eq_ignore_ascii_case(name));
        every.next().and_then(|(_, value)| value.is_ascii().then(|| text(value)))
    }

    /// True where the list in the fields of that name holds this word, in any case.
    pub fn lists(&self, name: &str, word: &str) -> bool {
        let named = self.fields().filter(|(given, _)| given.eq_ignore_ascii_case(name));
        let mut words = named.flat_map(|(_, value)| value.split(|byte| *byte == b','));
        words.any(|one| one.trim_ascii().eq_ignore_ascii_case(word.as_bytes()))
    }

    /// True where the connection may carry another request behind this one (RFC 9112 section 9.3).
    pub fn may_persist(&self) -> bool {
        !self.lists("connection", "close") && (self.version == Version::V11 || self.lists("connection", "keep-alive"))
    }

    /// True where what follows may be no HTTP, if the answer says so: a tunnel is asked for, or another protocol
    /// (RFC 9110 sections 9.3.6 and 7.8).
    pub fn may_switch(&self) -> bool {
        self.method() == "CONNECT"
            || (self.version == Version::V11 && self.field("upgrade").is_some() && self.lists("connection", "upgrade"))
    }

    /// True where the client waits for `100 Continue` before it sends the body (RFC 9110 section 10.1.1).
    pub fn awaits_continue(&self) -> bool {
        self.version == Version::V11 && self.framing.has_body() && self.lists("expect", "100-continue")
    }
}

/// What the scanner has found to be ASCII.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}
