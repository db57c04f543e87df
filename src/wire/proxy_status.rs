//! The field `Proxy-Status` (RFC 9209): what each intermediary says of its own part in an answer.
//!
//! It is a list of structured fields (RFC 8941), read leniently: what cannot be read is passed over, and a value that
//! lacks its quotes is taken as it stands.

/// The most entries and the most characters of a value that are kept.
const MOST: (usize, usize) = (8, 200);

/// What one intermediary says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The intermediary.
    pub proxy: String,
    /// Its error type (RFC 9209 section 2.3).
    pub error: Option<String>,
    /// Who came next.
    pub next_hop: Option<String>,
    /// The status it received itself.
    pub received_status: Option<u16>,
    /// What it says besides.
    pub details: Option<String>,
}

/// Reads the values of every such field of a head, in order: the intermediary nearest to the origin first.
pub fn read<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Entry> {
    values.flat_map(|value| split(value, ',')).filter_map(entry).take(MOST.0).collect()
}

fn entry(member: &str) -> Option<Entry> {
    let mut parts = split(member, ';').into_iter();
    let mut entry = Entry { proxy: parts.next().map(bare).filter(|name| !name.is_empty())?, ..Entry::default() };
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = Some(bare(value)).filter(|value| !value.is_empty());
        match key.trim().to_ascii_lowercase().as_str() {
            "error" => entry.error = value,
            "next-hop" => entry.next_hop = value,
            "received-status" => entry.received_status = value.and_then(|value| value.parse().ok()),
            "details" => entry.details = value,
            _ => {}
        }
    }
    Some(entry)
}

/// Splits at `mark`, but within quotes; what is empty is left out.
fn split(text: &str, mark: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            c if c == mark && !quoted => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// A string without its quotes and escapes, or a token as it stands.
fn bare(text: &str) -> String {
    let text = text.trim();
    let inside = text.strip_prefix('"').map(|text| text.strip_suffix('"').unwrap_or(text));
    let mut escaped = false;
    let mut kept = String::new();
    for c in inside.unwrap_or(text).chars().take(MOST.1) {
        escaped = c == '\\' && !escaped && inside.is_some();
        if !escaped {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc_are_read() {
        let one = |value: &str| read([value].into_iter());
        let entries = one("revproxy1.example.net, ExampleCDN; received-status=504; next-hop=\"a, b; c\"");
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[1].next_hop.as_deref(), Some("a, b; c"));
        assert_eq!(entries[1].received_status, Some(504));
        let entries = one("ExampleCDN; error=connection_refused; details=\"said \\\"no\\\"\"");
        assert_eq!(entries[0].error.as_deref(), Some("connection_refused"));
        assert_eq!(entries[0].details.as_deref(), Some("said \"no\""));
        let entries = read(["a;error=x", "\"b c\""].into_iter());
        assert_eq!(entries.iter().map(|entry| entry.proxy.as_str()).collect::<Vec<_>>(), ["a", "b c"]);
        assert!(one(" , ;; , ").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_value_is_survived_and_bounded(value: String) {
            let entries = read([value.as_str()].into_iter());
            proptest::prop_assert!(entries.len() <= MOST.0);
            for entry in entries {
                proptest::prop_assert!(!entry.proxy.is_empty() && entry.proxy.chars().count() <= MOST.1);
            }
        }
    }
}
