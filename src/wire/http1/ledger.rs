//! The breaches found so far: in the order of the bytes, and never more than can be read.

use crate::wire::excerpt::excerpt;
use crate::wire::http1::{Breach, BreachKind};

/// The most breaches of one kind that are kept.
pub(super) const MOST_OF_A_KIND: u8 = 16;

/// The longest detail, in characters.
const LONGEST_DETAIL: usize = 80;

/// Breaches in the making.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    breaches: Vec<Breach>,
    counts: [u8; BreachKind::ALL.len()],
}

impl Default for Ledger {
    fn default() -> Ledger {
        Ledger { breaches: Vec::new(), counts: [0; BreachKind::ALL.len()] }
    }
}

impl Ledger {
    /// Notes a breach that explains itself.
    pub(super) fn note(&mut self, kind: BreachKind, at: u64) {
        self.add(kind, at, b"");
    }

    /// Notes a breach with the bytes that stand there.
    pub(super) fn add(&mut self, kind: BreachKind, at: u64, there: &[u8]) {
        let count = &mut self.counts[kind as usize];
        if *count == MOST_OF_A_KIND {
            return;
        }
        *count += 1;
        let place = self.breaches.partition_point(|breach| breach.at <= at);
        self.breaches.insert(place, Breach { kind, at, detail: excerpt(there, LONGEST_DETAIL) });
    }

    /// Writes the detail of the last breach of `kind` anew.
    pub(super) fn amend(&mut self, kind: BreachKind, detail: String) {
        if let Some(breach) = self.breaches.iter_mut().rfind(|breach| breach.kind == kind) {
            breach.detail = detail;
        }
    }

    /// All of them.
    pub(super) fn breaches(&self) -> &[Breach] {
        &self.breaches
    }
}
