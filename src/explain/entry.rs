//! One condition that error texts speak of: how to know its texts, what it means, and what to check.

use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

/// A row of the phrase book. A const in its own file under `condition/`.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Names its file (with `_` for `-`) and its value in JSON.
    pub(crate) id: &'static str,
    /// What it is, in a few words.
    pub(crate) title: Text,
    /// The operating systems' own conditions it stands for, by number (errno, Winsock).
    pub(crate) errors: &'static [crate::observation::Condition],
    /// Numbers of other numberings that mean this and nothing else.
    pub(crate) numbers: &'static [(Scheme, i32)],
    /// Pieces of text that mean this and nothing else, by the program or system that says them. Written as
    /// `normal::line` leaves them; `*` stands for anything within the line, `^` and `$` for its ends.
    pub(crate) phrases: &'static [(&'static str, &'static [&'static str])],
    /// Conditions that are only its consequence where both are said, by id; `*` is all of them.
    pub(crate) over: &'static [&'static str],
    /// What it means.
    pub(crate) meaning: Text,
    /// What it does not prove.
    pub(crate) not_proven: &'static [Text],
    /// What to check, in order.
    pub(crate) checks: &'static [(Step, Text)],
}

impl Entry {
    /// True where this condition explains `other` away.
    pub(crate) fn outranks(&self, other: &Entry) -> bool {
        self.id != other.id && self.over.iter().any(|id| *id == "*" || *id == other.id)
    }
}
