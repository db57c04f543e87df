//! What `resolve` can be asked about, and whom it can be told to ask.

use std::net::IpAddr;
use std::str::FromStr;

use crate::probe::resolve::reverse_name;
use crate::target::{Host, NameFault};
use crate::wire::dns::{BadName, Name};

/// A name, or an address whose name is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameQuestion {
    /// What was typed.
    pub input: String,
    /// The name in ASCII, without the trailing dot; of an address its reverse name.
    pub name: String,
    /// The same as typed: a trailing dot keeps the search domains out.
    pub as_typed: String,
    /// The name in its own script, where that differs.
    pub unicode: Option<String>,
    /// The address, where one was given.
    pub address: Option<IpAddr>,
}

/// Why a text is no name. Each message names the input and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("the name is empty; write a name such as `example.org`, or an address")]
    Empty,
    /// White space or a control character stands inside.
    #[error("`{0}` has a space or control character in it; a name has none")]
    Space(String),
    /// A URL.
    #[error("`{0}` is a URL, not a name; write `{1}`")]
    Url(String, String),
    /// A path behind the name.
    #[error("`{0}` has a path behind the name; write `{1}`")]
    Path(String, String),
    /// A port behind the name.
    #[error("`{0}` has a port behind the name; write `{1}`")]
    Port(String, String),
    /// Looks like an address and is none.
    #[error("`{0}` is neither a name nor an address; an IPv4 address is four numbers from 0 to 255")]
    NotAnAddress(String),
    /// The limits of names are broken.
    #[error("{0}; correct the name")]
    Bad(#[from] BadName),
}

impl FromStr for NameQuestion {
    type Err = NameError;

    fn from_str(input: &str) -> Result<NameQuestion, NameError> {
        let text = input.trim();
        let safe = crate::target::without_any_secret(text);
        let shown = || safe.chars().take(100).collect::<String>().escape_debug().to_string();
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(NameError::Space(shown()));
        }
        if let Some((_, rest)) = text.split_once("://") {
            let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
            return Err(NameError::Url(shown(), without_port(host).escape_debug().to_string()));
        }
        let bare = text.strip_prefix('[').and_then(|inside| inside.strip_suffix(']')).unwrap_or(text);
        if let Some(Host::Address { address, .. }) = Host::parse(bare) {
            let name = reverse_name(address);
            let (input, as_typed) = (text.to_owned(), name.clone());
            return Ok(NameQuestion { input, name, as_typed, unicode: None, address: Some(address) });
        }
        if let Some((host, _)) = text.split_once('/').filter(|(host, _)| !host.is_empty() && !text.ends_with("arpa")) {
            return Err(NameError::Path(shown(), without_port(host).escape_debug().to_string()));
        }
        if text.contains(':') {
            return Err(NameError::Port(shown(), without_port(text).escape_debug().to_string()));
        }
        // Mapping to ASCII also lower-cases; names it refuses may still be good DNS names (`*.example.org`).
        let ascii = if text.is_ascii() {
            text.to_ascii_lowercase()
        } else {
            idna::domain_to_ascii(text).map_err(|_| BadName::NotAscii(shown()))?
        };
        Name::parse(&ascii)?;
        let name = if ascii == "." { ascii.clone() } else { ascii.strip_suffix('.').unwrap_or(&ascii).to_owned() };
        if Host::Name(name.clone()).fault() == Some(NameFault::NotAnAddress) {
            return Err(NameError::NotAnAddress(shown()));
        }
        let (unicode, well) = idna::domain_to_unicode(&name);
        let unicode = Some(unicode).filter(|unicode| well.is_ok() && *unicode != name);
        Ok(NameQuestion { input: text.to_owned(), name, as_typed: ascii, unicode, address: None })
    }
}

fn without_port(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(inside) => inside.split(']').next().unwrap_or(inside),
        None => host.split(':').next().unwrap_or(host),
    }
}

impl NameQuestion {
    /// Reads names from a list: one a line; blank lines and what follows a `#` are passed over.
    ///
    /// # Errors
    /// Of the first line that is no name.
    pub fn list(text: &str) -> Result<Vec<NameQuestion>, NameError> {
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        lines.filter(|line| !line.is_empty()).map(str::parse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_addresses_and_scripts_are_read() {
        let read = |text: &str| text.parse::<NameQuestion>().unwrap();
        assert_eq!(read("Example.ORG.").name, "example.org");
        assert_eq!(read("Example.ORG.").as_typed, "example.org.");
        assert_eq!(read("例子.测试").name, "xn--fsqu00a.xn--0zwm56d");
        assert_eq!(read("xn--fsqu00a.xn--0zwm56d").unicode.as_deref(), Some("例子.测试"));
        assert_eq!(read("192.0.2.1").name, "1.2.0.192.in-addr.arpa");
        assert!(read("[2001:db8::1]").address.is_some());
        assert_eq!(read(".").name, ".");
        assert_eq!(read("_sip._tcp.example.org").name, "_sip._tcp.example.org");
        assert_eq!(read("*.example.org").name, "*.example.org");
        assert_eq!(read("0/25.2.0.192.in-addr.arpa").name, "0/25.2.0.192.in-addr.arpa");
    }

    #[test]
    fn what_is_no_name_is_told_with_the_mend() {
        let told = |text: &str| text.parse::<NameQuestion>().unwrap_err().to_string();
        assert!(told("https://user@example.org:8443/x").ends_with("write `example.org`"));
        assert!(told("example.org/index.html").ends_with("write `example.org`"));
        assert!(told("example.org:443").ends_with("write `example.org`"));
        assert!(told("256.0.0.1").contains("neither"));
        for wrong in ["", "a b", "a..b", "a\x1b[2Jb", &"a".repeat(64)] {
            assert!(wrong.parse::<NameQuestion>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_question_or_told_as_none(text in ".{0,80}") {
            if let Ok(question) = text.parse::<NameQuestion>() {
                prop_assert!(Name::parse(&question.name).is_ok());
            }
        }
    }
}
