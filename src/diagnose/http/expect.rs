//! What the user expects of an answer, and whether it came.

use std::str::FromStr;

use regex::bytes::Regex;

use crate::report::{Expectation, Expected};
use crate::wire::http1::{Head, is_secret};

/// The most of a value or a body that is shown, in characters.
const SHOWN: usize = 120;

/// One expectation, as it was written and as it is judged.
#[derive(Debug, Clone)]
pub struct Expect {
    written: String,
    wanted: Wanted,
}

#[derive(Debug, Clone)]
enum Wanted {
    /// A status within one of these ranges, ends included.
    Status(Vec<(u16, u16)>),
    /// A field of that name, with that value where one is given.
    Header { name: String, value: Option<Match> },
    /// A body that holds this.
    Body(Match),
}

#[derive(Debug, Clone)]
enum Match {
    Text(String),
    Pattern(Regex),
}

/// Why a text is no expectation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpectError {
    /// A part of the list is no status, class or range.
    #[error("`{0}` is no status; write a list such as 200,204,3xx or 200-299")]
    Status(String),
    /// The name is none.
    #[error("`{0}` is no header; write `NAME`, `NAME: VALUE` or `NAME: /REGEX/`")]
    Header(String),
    /// The regular expression is none.
    #[error("`/{pattern}/` is no regular expression ({why}); see https://docs.rs/regex/latest/regex/#syntax")]
    Pattern {
        /// What was written between the slashes.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// Nothing is expected.
    #[error("the text to expect is empty; write a text that the body holds, or /REGEX/")]
    Empty,
}

impl FromStr for Match {
    type Err = ExpectError;

    fn from_str(text: &str) -> Result<Match, ExpectError> {
        let Some(pattern) = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|p| !p.is_empty())
        else {
            return Ok(Match::Text(text.to_owned()));
        };
        let compiled = regex::bytes::RegexBuilder::new(pattern).size_limit(1 << 20).build();
        compiled.map(Match::Pattern).map_err(|error| {
            let why = error.to_string();
            // The library draws the place over several lines; its last line says what is wrong.
            let why = why.lines().last().unwrap_or(&why).trim_start_matches("error: ").to_owned();
            ExpectError::Pattern { pattern: pattern.to_owned(), why }
        })
    }
}

impl Expect {
    /// Reads `200,204,3xx,500-599`.
    ///
    /// # Errors
    /// Where a part is no status.
    pub fn status(written: &str) -> Result<Expect, ExpectError> {
        let range = |part: &str| {
            let bad = || ExpectError::Status(part.to_owned());
            let is_status = |status: &u16| (100..=599).contains(status);
            let number = |text: &str| text.parse::<u16>().ok().filter(is_status);
            if let Some(class) = part.strip_suffix("xx").or_else(|| part.strip_suffix("XX")) {
                let class: u16 = class.parse().ok().filter(|class| (1..=5).contains(class)).ok_or_else(bad)?;
                return Ok((class * 100, class * 100 + 99));
            }
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = number(first).zip(number(last)).ok_or_else(bad)?;
            if first <= last { Ok((first, last)) } else { Err(bad()) }
        };
        let ranges = written.split(',').map(str::trim).map(range).collect::<Result<_, _>>()?;
        Ok(Expect { written: written.to_owned(), wanted: Wanted::Status(ranges) })
    }

    /// Reads `NAME`, `NAME: VALUE` or `NAME: /REGEX/`.
    ///
    /// # Errors
    /// Where the name or the regular expression is none.
    pub fn header(written: &str) -> Result<Expect, ExpectError> {
        let (name, value) = match written.split_once(':') {
            Some((name, value)) => (name, Some(value.trim()).filter(|value| !value.is_empty())),
            None => (written, None),
        };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ExpectError::Header(written.escape_debug().take(SHOWN).collect()));
        }
        let value = value.map(str::parse).transpose()?;
        Ok(Expect { written: written.to_owned(), wanted: Wanted::Header { name: name.to_owned(), value } })
    }

    /// Reads a text that the body holds, or `/REGEX/`.
    ///
    /// # Errors
    /// Where it is empty, or the regular expression is none.
    pub fn body(written: &str) -> Result<Expect, ExpectError> {
        if written.is_empty() {
            return Err(ExpectError::Empty);
        }
        Ok(Expect { written: written.to_owned(), wanted: Wanted::Body(written.parse()?) })
    }

    /// True where the body must be kept to judge it.
    pub fn is_of_body(&self) -> bool {
        matches!(self.wanted, Wanted::Body(_))
    }

    /// Judges an answer: its head, and the beginning of its body, decoded. `is_whole` says whether that is all of it.
    pub fn judge(&self, head: Option<&Head>, body: &[u8], is_whole: bool, show_secrets: bool) -> Expectation {
        let (what, got, met) = match &self.wanted {
            Wanted::Status(ranges) => {
                let status = head.map(|head| head.status);
                let met = status.is_some_and(|status| ranges.iter().any(|(a, b)| (*a..=*b).contains(&status)));
                (Expected::Status, status.map(|status| status.to_string()), met)
            }
            Wanted::Header { name, value } => {
                let values: Vec<&str> = head.map(|head| head.every(name).collect()).unwrap_or_default();
                let met = match value {
                    None => !values.is_empty(),
                    Some(wanted) => values.iter().any(|value| wanted.is_met_by_value(value)),
                };
                let hidden = is_secret(name) && !show_secrets;
                let shown =
                    values.iter().map(|value| if hidden { "***" } else { value }).collect::<Vec<_>>().join(", ");
                (Expected::Header, (!values.is_empty()).then(|| beginning(&shown)), met)
            }
            Wanted::Body(wanted) => {
                let met = wanted.is_in(body);
                let mut got = beginning(&String::from_utf8_lossy(&body[..body.len().min(SHOWN * 4)]));
                if !is_whole && !met {
                    got.push_str(&format!(" (looked for in the first {} bytes)", body.len()));
                }
                (Expected::Body, head.map(|_| got), met)
            }
        };
        let secret =
            matches!(&self.wanted, Wanted::Header { name, value: Some(_) } if is_secret(name)) && !show_secrets;
        let written = self.written.split(':').next().filter(|_| secret).map(|name| format!("{name}: ***"));
        Expectation { what, expected: written.unwrap_or_else(|| self.written.clone()), got, met }
    }
}

impl Match {
    fn is_met_by_value(&self, value: &str) -> bool {
        match self {
            Match::Text(text) => text == value,
            Match::Pattern(pattern) => pattern.is_match(value.as_bytes()),
        }
    }

    fn is_in(&self, body: &[u8]) -> bool {
        match self {
            Match::Text(text) => aho_corasick::AhoCorasick::new([text]).is_ok_and(|search| search.is_match(body)),
            Match::Pattern(pattern) => pattern.is_match(body),
        }
    }
}

fn beginning(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        Head::parse(b"HTTP/1.1 204 x\r\nServer: nginx/1\r\nSet-Cookie: a=secret\r\n\r\n").expect("a head")
    }

    #[test]
    fn expectations_are_met_or_missed() {
        let head = head();
        let cases: [(Result<Expect, ExpectError>, bool); 15] = [
            (Expect::status("200,204"), true),
            (Expect::status("2xx"), true),
            (Expect::status("100-199, 200-299"), true),
            (Expect::status("200,3xx"), false),
            (Expect::header("server"), true),
            (Expect::header("Server: nginx/1"), true),
            (Expect::header("Server: nginx"), false),
            (Expect::header("Server: /^nginx/"), true),
            (Expect::header("X-None"), false),
            (Expect::header("Set-Cookie: a=secret"), true),
            (Expect::body("world"), true),
            (Expect::body("World"), false),
            (Expect::body("/(?i)WORLD$/"), true),
            (Expect::body("/"), false),
            (Expect::body("//"), false),
        ];
        for (expect, met) in cases {
            let expect = expect.expect("an expectation");
            let judged = expect.judge(Some(&head), b"hello world", true, false);
            assert_eq!(judged.met, met, "{judged:?}");
            assert!(!format!("{judged:?}").contains("secret"), "{judged:?}");
            assert!(!expect.judge(None, b"", true, false).met);
        }
        let body = Expect::body("x").expect("an expectation").judge(Some(&head), b"abc", false, false);
        assert_eq!(body.got.as_deref(), Some("abc (looked for in the first 3 bytes)"));
    }

    #[test]
    fn what_is_no_expectation_is_refused() {
        for bad in ["", "2x", "600", "200-", "300-200", "200,,204", "6xx", "+20"] {
            assert!(matches!(Expect::status(bad), Err(ExpectError::Status(_))), "{bad}");
        }
        assert!(Expect::header("").is_err() && Expect::header(": x").is_err() && Expect::header("a b: x").is_err());
        assert!(matches!(Expect::body("/(/"), Err(ExpectError::Pattern { .. })));
        assert_eq!(Expect::body("").err(), Some(ExpectError::Empty));
        let why = Expect::body("/(/").expect_err("no regex").to_string();
        assert!(why.contains("unclosed group") && why.lines().count() == 1, "{why}");
    }
}
