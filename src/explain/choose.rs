//! Which of the conditions a text speaks of is the one that the others follow from.

use crate::explain::entry::Entry;
use crate::explain::sign::Clue;
use crate::report::{Clarity, Part};

/// The conditions of a text, the one that matters most first.
#[derive(Debug)]
pub(crate) struct Choice {
    /// How clear it is.
    pub(crate) clarity: Clarity,
    /// Each with its part.
    pub(crate) entries: Vec<(&'static Entry, Part)>,
}

/// What the words around a chain of errors say about its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The cause comes first (Python: "During handling of the above exception …").
    CauseFirst,
    /// The cause comes last ("Caused by:", "a: b: c", `--->`), or nothing is said.
    CauseLast,
}

/// Chooses among `clues`, which are in the order of the text.
pub(crate) fn choose(clues: &mut Vec<Clue>, order: Order) -> Choice {
    // What says only that something failed counts where nothing says what.
    if clues.iter().any(|clue| !clue.vague) {
        clues.retain(|clue| !clue.vague);
    }
    narrow(clues);
    let mut clear = distinct(clues.iter().filter(|clue| clue.entries.len() == 1));
    if clear.is_empty() {
        let either = distinct(clues.iter());
        let clarity = if either.is_empty() { Clarity::Unknown } else { Clarity::Ambiguous };
        return Choice { clarity, entries: either.into_iter().map(|entry| (entry, Part::Either)).collect() };
    }
    if order == Order::CauseLast {
        clear = distinct(clues.iter().rev().filter(|clue| clue.entries.len() == 1));
    }
    let top = clear.iter().position(|entry| clear.iter().any(|other| entry.outranks(other))).unwrap_or(0);
    let root = clear.remove(top);
    let mut entries = vec![(root, Part::Root)];
    let rest = clear.into_iter().chain(distinct(clues.iter()));
    for entry in rest {
        if !entries.iter().any(|(told, _)| told.id == entry.id) {
            entries.push((entry, Part::Also));
        }
    }
    Choice { clarity: Clarity::Clear, entries }
}

/// Lets clues that fit several conditions be decided by the others: by a clear one, or by what all share.
fn narrow(clues: &mut [Clue]) {
    let clear: Vec<&str> = clues.iter().filter(|clue| clue.entries.len() == 1).map(|clue| clue.entries[0].id).collect();
    let mut shared: Option<Vec<&str>> = None;
    for clue in clues.iter() {
        let ids: Vec<&str> = clue.entries.iter().map(|entry| entry.id).collect();
        let common: Vec<&str> = match &shared {
            None => ids,
            Some(shared) => shared.iter().copied().filter(|id| ids.contains(id)).collect(),
        };
        shared = Some(common);
    }
    let shared = shared.unwrap_or_default();
    for clue in clues.iter_mut() {
        let decide = |known: &[&str], clue: &mut Clue| {
            if clue.entries.iter().any(|entry| known.contains(&entry.id)) {
                clue.entries.retain(|entry| known.contains(&entry.id));
            }
        };
        decide(if clear.is_empty() { &shared } else { &clear }, clue);
    }
}

fn distinct<'a>(clues: impl Iterator<Item = &'a Clue>) -> Vec<&'static Entry> {
    let mut entries: Vec<&'static Entry> = Vec::new();
    for entry in clues.flat_map(|clue| clue.entries.iter().copied()) {
        if !entries.iter().any(|known| known.id == entry.id) {
            entries.push(entry);
        }
    }
    entries
}
