//! What is wrong with a file of rules, where, and how it is mended.

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file, or the option.
    pub file: String,
    /// Line and column, each from 1; the column counts characters. None where the whole is meant.
    pub place: Option<(usize, usize)>,
    /// What is wrong, and the mend behind a semicolon.
    pub message: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.place {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// The most mistakes that are told.
const MOST_TOLD: usize = 10;

/// All mistakes of some rules, at least one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Mistakes(pub Vec<Mistake>);

impl std::fmt::Display for Mistakes {
    /// In one line, which names every mistake up to a number.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, mistake) in self.0.iter().take(MOST_TOLD).enumerate() {
            write!(f, "{}{mistake}", if at == 0 { "" } else { ". " })?;
        }
        match self.0.len().saturating_sub(MOST_TOLD) {
            0 => Ok(()),
            more => write!(f, ". And {more} more"),
        }
    }
}

/// Line and column of the byte at `at`, each from 1.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// The known word that a person may have meant by `word`.
pub(super) fn meant<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = word.to_lowercase().replace('_', "-");
    let away = |name: &&str| strsim::damerau_levenshtein(&lower, name);
    let nearest = known.iter().copied().min_by_key(away)?;
    let near = if nearest.len() > 4 { 3 } else { 1 };
    (away(&nearest) <= near && word.len() < 100).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        assert_eq!(place("a\nbü = 1", 0), (1, 1));
        assert_eq!(place("a\nbü = 1", 5), (2, 3));
        assert_eq!(place("a\nbü = 1", 4), (2, 2));
        assert_eq!(place("", 9), (1, 1));
    }

    #[test]
    fn near_words_are_meant() {
        assert_eq!(meant("metod", &["method", "host"]), Some("method"));
        assert_eq!(meant("Path_Regex", &["path", "path-regex"]), Some("path-regex"));
        assert_eq!(meant("colour", &["method", "host"]), None);
    }
}
