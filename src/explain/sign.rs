//! Finds in a line every piece that tells a condition, and keeps the most telling ones.

use std::sync::LazyLock;

use crate::explain::condition::ENTRIES;
use crate::explain::entry::Entry;
use crate::explain::index::Index;
use crate::explain::marks;
use crate::explain::numbers;
use crate::explain::shared;
use crate::explain::timing;
use crate::report::Sign;

/// A piece of a line with the conditions it can mean.
#[derive(Debug, Clone)]
pub(crate) struct Clue {
    /// The conditions, the likeliest first; never none.
    pub(crate) entries: Vec<&'static Entry>,
    /// True where it only says that something failed, so that any clearer clue decides.
    pub(crate) vague: bool,
    /// Where it begins in its line.
    pub(crate) start: usize,
    /// The byte after its end.
    pub(crate) end: usize,
    /// How much of the line it explains, in bytes.
    pub(crate) weight: usize,
    /// As it is told.
    pub(crate) sign: Sign,
}

/// The clues of one normalised line, in the order of the line; none overlaps another. `line` counts from 1.
pub(crate) fn clues(text: &str, line: usize) -> Vec<Clue> {
    let mut found = Vec::new();
    by_words(text, line, &mut found);
    by_number(text, line, &mut found);
    // The longest first: "connection timed out during banner exchange" is not "connection timed out".
    found.sort_by_key(|clue| (std::cmp::Reverse(clue.weight), clue.vague));
    let mut kept: Vec<Clue> = Vec::new();
    for clue in found {
        match kept.iter_mut().find(|other| clue.start < other.end && other.start < clue.end) {
            None => kept.push(clue),
            Some(other) if (other.start, other.end, other.vague) == (clue.start, clue.end, clue.vague) => {
                other.merge(clue)
            }
            Some(_) => {}
        }
    }
    kept.sort_by_key(|clue| clue.start);
    kept
}

impl Clue {
    /// Puts first the condition that the time speaks for which the attempt took, in milliseconds.
    pub(crate) fn heed(&mut self, took_ms: Option<u32>) {
        let Some(ms) = took_ms else { return };
        let speaks_for = timing::speaks_for(ms);
        if self.entries.iter().any(|entry| entry.id == speaks_for) {
            self.entries.sort_by_key(|entry| entry.id != speaks_for);
            self.sign.text.push_str(&format!(" (after {ms} ms)"));
        }
    }

    fn merge(&mut self, clue: Clue) {
        for entry in clue.entries {
            if !self.entries.iter().any(|own| own.id == entry.id) {
                self.entries.push(entry);
            }
        }
        for said_by in clue.sign.said_by {
            if !self.sign.said_by.contains(&said_by) {
                self.sign.said_by.push(said_by);
            }
        }
    }
}

/// A phrase with the row it belongs to.
#[derive(Debug, Clone, Copy)]
enum Words {
    Own(&'static Entry, &'static str, &'static str),
    Several(&'static shared::Words, &'static str),
}

/// Every phrase by its longest piece.
static PHRASES: LazyLock<Index<Words>> = LazyLock::new(|| {
    let longest = |phrase: &'static str| {
        phrase.trim_matches(['^', '$']).split('*').max_by_key(|piece| piece.len()).unwrap_or(phrase)
    };
    let own = ENTRIES.iter().flat_map(|entry| {
        let rows = entry.phrases.iter();
        rows.flat_map(|(said_by, all)| all.iter().map(|phrase| (Words::Own(entry, said_by, phrase), *phrase)))
    });
    let several = shared::PHRASES.iter().flat_map(|row| row.phrases.iter().map(|one| (Words::Several(row, one), *one)));
    Index::new(own.chain(several).map(|(words, phrase)| (words, longest(phrase))))
});

fn by_words(text: &str, line: usize, found: &mut Vec<Clue>) {
    for words in PHRASES.candidates(text) {
        let (said_by, phrase) = match words {
            Words::Own(_, said_by, phrase) => (said_by, phrase),
            Words::Several(row, phrase) => (row.said_by, phrase),
        };
        if let Some((start, end, weight)) = place(text, phrase) {
            let (entries, vague) = match words {
                Words::Own(entry, ..) => (vec![entry], false),
                Words::Several(row, _) => (shared::entries(row.ids), true),
            };
            let shown = phrase.trim_matches(['^', '$']).replace('*', "…");
            let sign = Sign { line, text: shown, number: None, said_by: names(said_by), elsewhere: Vec::new() };
            found.push(Clue { entries, vague, start, end, weight, sign });
        }
    }
}

fn by_number(text: &str, line: usize, found: &mut Vec<Clue>) {
    for number in marks::find(text) {
        let (start, end) = (number.start, number.end);
        let mut push = |entries: Vec<&'static Entry>, vague: bool, name: String, said_by: &str| {
            let sign = Sign {
                line,
                text: name,
                number: Some(number.value),
                said_by: names(said_by),
                elsewhere: number.elsewhere(),
            };
            found.push(Clue { entries, vague, start, end, weight: end - start, sign });
        };
        for (system, name, condition) in number.errors() {
            if let Some(entry) = ENTRIES.iter().find(|entry| entry.errors.contains(&condition)) {
                push(vec![entry], false, name, system);
            }
        }
        for entry in ENTRIES {
            for (scheme, value) in entry.numbers.iter().filter(|row| row.1 == number.value && number.may_be(row.0)) {
                let said_by = numbers::scheme_name(*scheme, *value);
                push(vec![entry], false, format!("{} {value}", numbers::mark(*scheme)), said_by);
            }
        }
        for row in shared::NUMBERS.iter().filter(|row| row.value == number.value && number.may_be(row.scheme)) {
            let said_by = numbers::scheme_name(row.scheme, row.value);
            push(shared::entries(row.ids), true, format!("{} {}", numbers::mark(row.scheme), row.value), said_by);
        }
    }
}

fn names(said_by: &str) -> Vec<String> {
    said_by.split(", ").map(str::to_owned).collect()
}

/// Where `phrase` stands in `text`: start, end and how many bytes it explains. Words at its ends must be
/// whole; for a phrase with `*`, start and end are those of its last piece.
pub(crate) fn place(text: &str, phrase: &str) -> Option<(usize, usize, usize)> {
    let (from_start, phrase) = phrase.strip_prefix('^').map_or((false, phrase), |rest| (true, rest));
    let (to_end, phrase) = phrase.strip_suffix('$').map_or((false, phrase), |rest| (true, rest));
    let mut at = 0;
    let mut weight = 0;
    let mut last = (0, 0);
    for (index, piece) in phrase.split('*').enumerate() {
        let start = at + whole(&text[at..], piece)?;
        if index == 0 && from_start && start != 0 {
            return None;
        }
        at = start + piece.len();
        weight += piece.len();
        last = (start, at);
    }
    // A full stop or the like after the last word changes nothing.
    let ends =
        || text[last.1..].chars().all(|c| matches!(c, '.' | ',' | ';' | '!' | ' ' | '"' | '\'' | ')' | ']' | '}'));
    (!to_end || ends()).then_some((last.0, last.1, weight))
}

/// The first place of `piece` in `text` where it does not begin or end inside a word.
fn whole(text: &str, piece: &str) -> Option<usize> {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    text.match_indices(piece).map(|(at, _)| at).find(|at| {
        let glued_before = piece.starts_with(is_word) && text[..*at].ends_with(is_word);
        let glued_after = piece.ends_with(is_word) && text[at + piece.len()..].starts_with(is_word);
        !glued_before && !glued_after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_and_may_have_gaps() {
        assert_eq!(place("etimedout", "etimedout"), Some((0, 9, 9)));
        assert_eq!(place("wsaetimedout", "etimedout"), None);
        assert_eq!(place("dial tcp 10.0.0.1:80: i/o timeout", "dial tcp *i/o timeout"), Some((22, 33, 20)));
        assert_eq!(place("timed out.", "^timed out$"), Some((0, 9, 9)));
        assert_eq!(place("it timed out", "^timed out$"), None);
        assert_eq!(place("由于计算机积极拒绝,无法连接", "积极拒绝"), Some((15, 27, 12)));
    }
}
