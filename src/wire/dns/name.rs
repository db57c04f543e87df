//! Domain names: labels of any octets, compressed in messages, escaped in text (RFC 1035 sections 3.1, 4.1.4, 5.1).

use std::fmt;

/// A domain name as its labels, from the leaf to below the root. The root has none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Name {
    labels: Vec<Vec<u8>>,
}

/// Why a text is no domain name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// Two dots in a row, or one at the start.
    #[error("`{0}` has an empty label in it (two dots in a row, or one at the start)")]
    EmptyLabel(String),
    /// A label of more than 63 octets.
    #[error("`{0}` has a label of more than 63 characters")]
    LongLabel(String),
    /// More than 255 octets in all.
    #[error("`{0}` is longer than the 253 characters that a name may have")]
    LongName(String),
    /// A character outside ASCII.
    #[error("`{0}` has a character outside ASCII in it that no internationalized name holds")]
    NotAscii(String),
}

impl Name {
    /// Reads a name as written, with or without the trailing dot; `\.` and `\DDD` are escapes.
    ///
    /// # Errors
    /// Where no DNS message can hold it.
    pub fn parse(text: &str) -> Result<Name, BadName> {
        let shown = || text.chars().take(80).collect::<String>().escape_debug().to_string();
        if !text.is_ascii() {
            return Err(BadName::NotAscii(shown()));
        }
        if text.is_empty() || text == "." {
            return Ok(Name::default());
        }
        let mut labels = vec![Vec::new()];
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'.' => labels.push(Vec::new()),
                b'\\' => labels.last_mut().into_iter().for_each(|label| label.push(escaped(&mut bytes))),
                byte => labels.last_mut().into_iter().for_each(|label| label.push(byte)),
            }
        }
        if labels.last().is_some_and(Vec::is_empty) {
            labels.pop();
        }
        if labels.iter().any(Vec::is_empty) {
            return Err(BadName::EmptyLabel(shown()));
        }
        if labels.iter().any(|label| label.len() > 63) {
            return Err(BadName::LongLabel(shown()));
        }
        if labels.iter().map(|label| label.len() + 1).sum::<usize>() > 254 {
            return Err(BadName::LongName(shown()));
        }
        Ok(Name { labels })
    }

    /// The labels, from the leaf to below the root.
    pub fn labels(&self) -> &[Vec<u8>] {
        &self.labels
    }

    /// True where both are the same name, letters of either case being the same (RFC 4343).
    pub fn is(&self, other: &Name) -> bool {
        self.labels.len() == other.labels.len()
            && self.labels.iter().zip(&other.labels).all(|(one, two)| one.eq_ignore_ascii_case(two))
    }

    /// True where this name is `zone` or stands below it.
    pub fn is_within(&self, zone: &Name) -> bool {
        let skipped = self.labels.len().checked_sub(zone.labels.len());
        skipped.is_some_and(|skip| Name { labels: self.labels[skip..].to_vec() }.is(zone))
    }

    /// The octets of a message, uncompressed.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for label in &self.labels {
            out.push(u8::try_from(label.len()).unwrap_or(63));
            out.extend(label);
        }
        out.push(0);
    }

    /// Reads the name at `at` of `message`, and where it ends. Pointers may only lead backwards, so there is no loop.
    pub(super) fn read(message: &[u8], at: usize) -> Option<(Name, usize)> {
        let (mut labels, mut here, mut end, mut limit, mut length) = (Vec::new(), at, None, at, 1);
        loop {
            let octet = *message.get(here)?;
            match octet >> 6 {
                0 if octet == 0 => return Some((Name { labels }, end.unwrap_or(here + 1))),
                0 => {
                    let label = message.get(here + 1..here + 1 + usize::from(octet))?;
                    length += label.len() + 1;
                    if length > 255 {
                        return None;
                    }
                    labels.push(label.to_vec());
                    here += 1 + label.len();
                }
                3 => {
                    let to = usize::from(octet & 0x3f) << 8 | usize::from(*message.get(here + 1)?);
                    end = end.or(Some(here + 2));
                    if to >= limit {
                        return None;
                    }
                    (here, limit) = (to, to);
                }
                _ => return None,
            }
        }
    }
}

/// The octet behind a backslash: three digits, or the character itself.
fn escaped(bytes: &mut std::str::Bytes<'_>) -> u8 {
    let ahead: Vec<u8> = bytes.clone().take(3).collect();
    let number = std::str::from_utf8(&ahead).ok().filter(|text| text.len() == 3).and_then(|text| text.parse().ok());
    match number {
        Some(octet) if ahead.iter().all(u8::is_ascii_digit) => {
            bytes.nth(2);
            octet
        }
        _ => bytes.next().unwrap_or(b'\\'),
    }
}

impl fmt::Display for Name {
    /// As dig writes it, without the trailing dot (the root is `.`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.labels.is_empty() {
            return f.write_str(".");
        }
        for (index, label) in self.labels.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            for octet in label {
                match octet {
                    b'.' | b'\\' | b'"' | b';' | b'(' | b')' | b'@' | b'$' => write!(f, "\\{}", char::from(*octet))?,
                    0x21..=0x7e => write!(f, "{}", char::from(*octet))?,
                    _ => write!(f, "\\{octet:03}")?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pointer_forwards_or_to_itself_is_no_name() {
        assert_eq!(Name::read(&[0xc0, 0x00], 0), None);
        assert_eq!(Name::read(&[0xc0, 0x02, 0x00], 0), None);
        let (name, end) = Name::read(&[1, b'a', 0, 1, b'b', 0xc0, 0x00], 3).unwrap_or_default();
        assert_eq!((name.to_string().as_str(), end), ("b.a", 7));
    }

    #[test]
    fn the_limits_of_names_hold() {
        assert!(matches!(Name::parse("a..b"), Err(BadName::EmptyLabel(_))));
        assert!(matches!(Name::parse(&"a".repeat(64)), Err(BadName::LongLabel(_))));
        assert!(matches!(Name::parse(&"a.".repeat(128)), Err(BadName::LongName(_))));
        assert!(Name::parse(&"a.".repeat(127)).is_ok());
    }

    #[test]
    fn a_zone_holds_itself_and_what_is_below() {
        let name = |text| Name::parse(text).unwrap_or_default();
        assert!(name("a.Example.org").is_within(&name("example.ORG")));
        assert!(name("example.org").is_within(&name(".")));
        assert!(!name("notexample.org").is_within(&name("example.org")));
    }

    proptest! {
        #[test]
        fn text_and_octets_are_the_same_name(labels in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..20), 1..6)) {
            let name = Name { labels };
            prop_assert_eq!(Name::parse(&name.to_string()), Ok(name.clone()));
            let mut octets = Vec::new();
            name.write(&mut octets);
            prop_assert_eq!(Name::read(&octets, 0), Some((name, octets.len())));
        }
    }
}
