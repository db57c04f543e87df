//! What the kernel counts while netwhy looks.

use crate::observation::{Counters, Looked};

/// The counters at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Packets made and not sent.
    pub(crate) unsent: Looked<i128>,
    /// Retransmissions that the own system refused to send.
    pub(crate) failed_retransmits: Looked<i128>,
}

/// Reads the counters; before the first probe and after the last.
pub fn counters() -> Snapshot {
    crate::probe::here::counters::counters()
}

impl Snapshot {
    /// What was counted between this moment and `after`.
    pub fn until(&self, after: &Snapshot) -> Counters {
        Counters {
            unsent_packets: growth(&self.unsent, &after.unsent),
            failed_retransmits: growth(&self.failed_retransmits, &after.failed_retransmits),
        }
    }
}

/// A router's counters may shrink against each other, for it sends what it did not make.
fn growth(before: &Looked<i128>, after: &Looked<i128>) -> Looked<u64> {
    match (before, after) {
        (Looked::Saw(before), Looked::Saw(after)) => Looked::Saw(u64::try_from(after - before).unwrap_or(0)),
        (Looked::NotLooked(why), _) | (_, Looked::NotLooked(why)) => Looked::NotLooked(why.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_told_only_where_both_moments_were_seen() {
        let not = || Looked::NotLooked("no such counter".to_owned());
        assert_eq!(growth(&Looked::Saw(3), &Looked::Saw(5)), Looked::Saw(2));
        assert_eq!(growth(&Looked::Saw(5), &Looked::Saw(3)), Looked::Saw(0));
        assert_eq!(growth(&Looked::Saw(5), &not()), Looked::NotLooked("no such counter".to_owned()));
    }
}
