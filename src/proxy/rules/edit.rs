//! Find and replace in bytes, bounded in what comes out.

use regex::bytes::{Regex, RegexBuilder};

/// The most memory that one compiled pattern may take, in bytes.
const MOST_PATTERN: usize = 1 << 20;

/// One replacement.
#[derive(Debug, Clone)]
pub struct Edit {
    find: Find,
    with: Vec<u8>,
}

#[derive(Debug, Clone)]
enum Find {
    /// These bytes; what replaces them stands as it is.
    Plain(Regex),
    /// What fits; `$1` and `${name}` in the replacement are what was captured, and `$$` is a dollar.
    Regex(Regex),
}

/// The replaced text would be larger than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

impl Edit {
    /// Replaces a text wherever it stands.
    pub(super) fn plain(find: &str, with: &str) -> Result<Edit, String> {
        if find.is_empty() {
            return Err("`find` is empty, and would stand everywhere; write the text to be replaced".to_owned());
        }
        Ok(Edit { find: Find::Plain(compiled(&regex::escape(find))?), with: with.as_bytes().to_vec() })
    }

    /// Replaces whatever fits a regular expression.
    pub(super) fn regex(find: &str, with: &str) -> Result<Edit, String> {
        let regex = compiled(find)?;
        if regex.is_match(b"") {
            let shown = crate::proxy::rules::table::shown(find);
            return Err(format!("`{shown}` fits an empty text, and would stand everywhere; write `+` in place of `*`"));
        }
        captures_exist(with, regex.captures_len(), &regex.capture_names().flatten().collect::<Vec<_>>())?;
        Ok(Edit { find: Find::Regex(regex), with: with.as_bytes().to_vec() })
    }

    /// The text with everything replaced; `None` where nothing was found.
    pub(super) fn apply(&self, text: &[u8], most: usize) -> Result<Option<Vec<u8>>, TooLarge> {
        let mut out = Vec::new();
        let mut end = 0;
        let put = |out: &mut Vec<u8>, from: usize, to: usize| {
            out.extend_from_slice(&text[from..to]);
            if out.len() > most { Err(TooLarge) } else { Ok(()) }
        };
        let mut is_found = false;
        match &self.find {
            Find::Plain(regex) => {
                for found in regex.find_iter(text) {
                    put(&mut out, end, found.start())?;
                    out.extend_from_slice(&self.with);
                    (end, is_found) = (found.end(), true);
                }
            }
            Find::Regex(regex) => {
                for captures in regex.captures_iter(text) {
                    let Some(found) = captures.get(0) else { continue };
                    put(&mut out, end, found.start())?;
                    // Whatever is captured is no longer than all that fits.
                    let told = self.with.iter().filter(|byte| **byte == b'$').count().saturating_mul(found.len());
                    if out.len().saturating_add(self.with.len()).saturating_add(told) > most {
                        return Err(TooLarge);
                    }
                    captures.expand(&self.with, &mut out);
                    (end, is_found) = (found.end(), true);
                }
            }
        }
        put(&mut out, end, text.len())?;
        Ok(is_found.then_some(out))
    }
}

fn compiled(text: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(text).size_limit(MOST_PATTERN).dfa_size_limit(MOST_PATTERN).build();
    built.map_err(|error| crate::proxy::rules::glob::why(text, &error))
}

/// That every `$1` and `${name}` of a replacement is captured by its pattern, of `count` groups with these names.
///
/// # Errors
/// A sentence with the mend, where one is not.
pub(super) fn captures_exist(with: &str, count: usize, names: &[&str]) -> Result<(), String> {
    let mut rest = with;
    while let Some((_, after)) = rest.split_once('$') {
        if let Some(after) = after.strip_prefix('$') {
            rest = after;
            continue;
        }
        let (name, behind) = match after.strip_prefix('{') {
            Some(inner) => inner.split_once('}').unwrap_or((inner, "")),
            None => after.split_at(after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len())),
        };
        let is_known = name.parse::<usize>().map_or_else(|_| names.contains(&name), |number| number < count);
        let is_group = !name.is_empty() || after.starts_with('{');
        if is_group && !is_known {
            let shown = crate::proxy::rules::table::shown(name);
            return Err(format!(
                "`${{{shown}}}` is captured by nothing; there are {} groups: write `$$` for a dollar, and `${{1}}x` \
                 where letters follow",
                count.saturating_sub(1)
            ));
        }
        rest = behind;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(edit: &Edit, text: &str) -> Option<String> {
        edit.apply(text.as_bytes(), 1000).expect("small").map(|out| String::from_utf8(out).expect("text"))
    }

    #[test]
    fn plain_texts_and_patterns_are_replaced() {
        let plain = Edit::plain("a.b", "$1").expect("an edit");
        assert_eq!(edited(&plain, "a.b axb a.b").as_deref(), Some("$1 axb $1"));
        assert_eq!(edited(&plain, "nothing"), None);
        let regex = Edit::regex(r"(?<host>\w+)\.example", "${host}.test $$1").expect("an edit");
        assert_eq!(edited(&regex, "see api.example!").as_deref(), Some("see api.test $1!"));
    }

    #[test]
    fn what_would_stand_everywhere_or_is_captured_by_nothing_is_a_mistake() {
        assert!(Edit::plain("", "x").is_err());
        assert!(Edit::regex("a*", "x").is_err());
        assert!(Edit::regex("(a)", "$2").is_err());
        assert!(Edit::regex("(a)", "$1x").is_err(), "the group is named `1x`");
        assert!(Edit::regex("(a)", "${1}x costs $$5 or $ 5").is_ok());
    }

    #[test]
    fn what_swells_is_not_made() {
        let edit = Edit::plain("a", &"b".repeat(100)).expect("an edit");
        assert_eq!(edit.apply("a".repeat(1000).as_bytes(), 5000), Err(TooLarge));
        let edit = Edit::regex("(a+)", &"$1".repeat(100)).expect("an edit");
        assert_eq!(edit.apply("a".repeat(1000).as_bytes(), 5000), Err(TooLarge));
    }

    proptest::proptest! {
        #[test]
        fn any_edit_is_survived_and_bounded(find: String, with: String, text: Vec<u8>) {
            for edit in [Edit::plain(&find, &with), Edit::regex(&find, &with)].into_iter().flatten() {
                if let Ok(Some(out)) = edit.apply(&text, 100) {
                    proptest::prop_assert!(out.len() <= 100);
                }
            }
        }
    }
}
