//! The secrets that a request carries, struck out wherever an answer gives them back.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::wire::http1::{STRUCK, is_secret};

/// Shorter values stand in every text by chance; struck out, they would only be pointed at.
const LEAST: usize = 3;

/// Values that must not be shown. Nothing shows them, debugging included.
#[derive(Clone, Default)]
pub struct Secrets(Vec<Vec<u8>>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

impl Secrets {
    /// Adds one value.
    pub fn add(&mut self, value: &[u8]) {
        let value = value.trim_ascii();
        if value.len() >= LEAST && !self.0.iter().any(|known| known == value) {
            self.0.push(value.to_vec());
        }
    }

    /// Adds what the head of a request carries: credentials and what they hold, cookies, the login and the query of
    /// its target, and a login in `Host`.
    pub fn add_request(&mut self, request: &[u8]) {
        let lines = request.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
        // A blank line before the request line ends no head (RFC 9112 section 2.2).
        let mut lines = lines.skip_while(|line| line.is_empty());
        if let Some(target) = lines.next().and_then(|line| line.split(|byte| *byte == b' ').nth(1)) {
            self.add_login_of(target);
            if let Some(at) = target.iter().position(|byte| *byte == b'?') {
                self.add(&target[at + 1..]);
            }
        }
        for line in lines.take_while(|line| !line.is_empty()) {
            let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
            let name = String::from_utf8_lossy(&line[..colon]);
            let value = line[colon + 1..].trim_ascii();
            if is_secret(&name) {
                self.add_value(value);
            } else if name.trim().eq_ignore_ascii_case("host") {
                self.add_login_of(value);
            }
        }
    }

    fn add_value(&mut self, value: &[u8]) {
        self.add(value);
        for pair in value.split(|byte| *byte == b';') {
            if let Some(at) = pair.iter().position(|byte| *byte == b'=') {
                self.add(&pair[at + 1..]);
            }
        }
        let Some(space) = value.iter().position(|byte| *byte == b' ') else { return };
        let credentials = value[space..].trim_ascii();
        self.add(credentials);
        if value[..space].eq_ignore_ascii_case(b"basic")
            && let Ok(login) = data_encoding::BASE64.decode(credentials)
        {
            self.add_login(&login);
        }
    }

    /// The login that stands before the `@` of an authority, if one does.
    fn add_login_of(&mut self, url: &[u8]) {
        let start = url.windows(3).position(|three| three == b"://").map_or(0, |at| at + 3);
        let rest = &url[start..];
        let end = rest.iter().position(|byte| matches!(byte, b'/' | b'?')).unwrap_or(rest.len());
        if let Some(at) = rest[..end].iter().rposition(|byte| *byte == b'@') {
            self.add_login(&rest[..at]);
        }
    }

    fn add_login(&mut self, login: &[u8]) {
        self.add(login);
        if let Some(colon) = login.iter().position(|byte| *byte == b':') {
            self.add(&login[colon + 1..]);
        }
    }

    /// The bytes with a star for each byte of a secret, so that offsets stay true.
    pub fn strike(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        for (start, end) in self.places(bytes) {
            out[start..end].fill(b'*');
        }
        out
    }

    /// The text with [`STRUCK`] in the place of every secret.
    pub fn strike_text(&self, text: &str) -> String {
        let mut out = Vec::new();
        let mut from = 0;
        for (start, end) in self.places(text.as_bytes()) {
            out.extend_from_slice(&text.as_bytes()[from..start]);
            out.extend_from_slice(STRUCK.as_bytes());
            from = end;
        }
        out.extend_from_slice(&text.as_bytes()[from..]);
        String::from_utf8_lossy(&out).into_owned()
    }

    fn places(&self, bytes: &[u8]) -> Vec<(usize, usize)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&self.0);
        search
            .map(|search| search.find_iter(bytes).map(|found| (found.start(), found.end())).collect())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_request_carries_is_struck_wherever_it_stands() {
        let mut secrets = Secrets::default();
        secrets.add_request(
            b"GET http://u:target@h/p?q=query HTTP/1.1\r\nHost: x:host@h\r\nAuthorization: Basic dTpwYXNz\r\n\
              Cookie: a=one1; b=two2\r\nAccept: text\r\n\r\nAuthorization: Bearer body",
        );
        for (text, wanted) in [
            ("target query host pass one1 two2", "*** query *** *** *** ***"),
            ("Basic dTpwYXNz and u:pass", "*** and ***"),
            ("q=query", "***"),
            ("text body GET", "text body GET"),
        ] {
            assert_eq!(secrets.strike_text(text), wanted);
            assert_eq!(secrets.strike(text.as_bytes()).len(), text.len());
        }
        assert!(!format!("{secrets:?}").contains("pass"));
    }

    proptest::proptest! {
        #[test]
        fn any_request_is_survived(request: Vec<u8>, answer: Vec<u8>) {
            let mut secrets = Secrets::default();
            secrets.add_request(&request);
            proptest::prop_assert_eq!(secrets.strike(&answer).len(), answer.len());
            let _ = secrets.strike_text(&String::from_utf8_lossy(&answer));
        }
    }
}
