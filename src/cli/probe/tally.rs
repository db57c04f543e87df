//! What the answers add up to, in memory that does not grow with their number (the rows of one JSON
//! document aside).

use std::collections::{HashMap, HashSet};

use netwhy::observation::{OsError, Reason, State};
use netwhy::probe::scan::Answer;
use netwhy::render::human::LISTED;
use netwhy::report::probe::{Counts, Group, Origin, ProxySaid, Row, Summary, Unresolved};
use netwhy::target::Service;

use crate::cli::probe::feed::Asked;
use crate::cli::probe::origins::Origins;

/// Rows kept of a state that is listed in full, for people.
const MOST_LISTED: u64 = 10_000;

/// Senders told apart in groups.
const SENDERS: usize = 64;

/// Names without an address that are kept for people.
const NAMES: usize = 100;

/// Which rows are kept for the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// All.
    All,
    /// Those that a person is shown; `verbose` shows more.
    Rare { verbose: bool },
    /// None: they were written already.
    None,
}

/// The sums.
pub(crate) struct Tally {
    keep: Keep,
    open_only: bool,
    every_address: bool,
    pub(crate) counts: Counts,
    groups: HashMap<(State, Reason, Option<Origin>), u64>,
    kept: Vec<(u64, Row)>,
    /// Marks of open ports, where several addresses share one.
    open_marks: HashSet<u64>,
    pub(crate) unresolved: Vec<Unresolved>,
    unresolved_count: u64,
    origins: Origins,
}

impl Tally {
    pub(crate) fn new(keep: Keep, open_only: bool, every_address: bool) -> Tally {
        Tally {
            keep,
            open_only,
            every_address,
            counts: Counts::default(),
            groups: HashMap::new(),
            kept: Vec::new(),
            open_marks: HashSet::new(),
            unresolved: Vec::new(),
            unresolved_count: 0,
            origins: Origins::default(),
        }
    }

    /// True where nothing was seen at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.counts.total() + self.unresolved_count == 0
    }

    /// Counts one answer.
    pub(crate) fn add(&mut self, answer: &Answer) {
        self.counts.add(answer.state);
        if answer.state == State::Open && self.every_address {
            self.open_marks.insert(answer.aim.mark);
        }
        let target = answer.aim.to.ip();
        let from = answer.from.filter(|from| *from != target).map(|from| self.origins.of(from, target));
        let key = (answer.state, answer.reason, from);
        if self.groups.len() >= SENDERS && !self.groups.contains_key(&key) {
            *self.groups.entry((key.0, key.1, None)).or_default() += 1;
        } else {
            *self.groups.entry(key).or_default() += 1;
        }
    }

    /// Keeps the row of an answer, if it is wanted at the end.
    pub(crate) fn keep(&mut self, answer: &Answer, round: Option<u64>) {
        let wanted = self.is_listed(answer)
            && match self.keep {
                Keep::All => true,
                Keep::None => false,
                Keep::Rare { verbose } => {
                    let most = if verbose || answer.state == State::Open { MOST_LISTED } else { LISTED };
                    self.counts.of(answer.state) <= most
                }
            };
        if wanted {
            let row = self.row(answer, round);
            self.kept.push((answer.aim.mark, row));
        }
    }

    /// True where the answer is one to list.
    pub(crate) fn is_listed(&self, answer: &Answer) -> bool {
        !self.open_only || answer.state == State::Open
    }

    /// A name without an address.
    pub(crate) fn unresolved(&mut self, name: Unresolved) {
        self.unresolved_count += 1;
        if self.keep == Keep::All || self.unresolved.len() < NAMES {
            self.unresolved.push(name);
        }
    }

    /// The answer as a row of the document.
    pub(crate) fn row(&mut self, answer: &Answer, round: Option<u64>) -> Row {
        let (host, to) = (&answer.aim.host, answer.aim.to);
        let service = Some(Service::from_port(to.port())).filter(|service| *service != Service::Tcp);
        Row {
            host: host.as_ref().to_owned(),
            address: to.ip(),
            port: to.port(),
            state: answer.state,
            reason: answer.reason,
            from: answer.from.map(|from| self.origins.of(from, to.ip())),
            rtt_ms: answer.rtt.map(|rtt| rtt.as_nanos() as f64 / 1e6),
            attempts: answer.attempts,
            service,
            icmp: answer.icmp,
            error: answer.error.map(|number| OsError::here(number).name),
            round,
            via: answer.through.as_ref().map(|through| through.via.clone()),
            proxy: answer.through.as_ref().and_then(|through| through.answer.as_ref()).map(ProxySaid::from),
        }
    }

    /// The rows kept, in the order asked for.
    pub(crate) fn rows(&mut self) -> Vec<Row> {
        let mut kept = std::mem::take(&mut self.kept);
        if self.every_address {
            // A machine's ports stand together.
            kept.sort_by_key(|(mark, row)| (row.round, row.address, *mark));
        } else {
            kept.sort_by_key(|(mark, row)| (row.round, *mark));
        }
        kept.into_iter().map(|(_, row)| row).collect()
    }

    /// All of it in numbers; the caller says how it ended.
    pub(crate) fn summary(&self, asked: Asked) -> Summary {
        let mut groups: Vec<Group> = self
            .groups
            .iter()
            .map(|((state, reason, from), count)| Group {
                state: *state,
                reason: *reason,
                from: from.clone(),
                count: *count,
            })
            .collect();
        groups.sort_by_key(|group| (std::cmp::Reverse(group.count), group.reason.to_string()));
        let found = if self.every_address { self.open_marks.len() as u64 } else { self.counts.open };
        let open = if asked.search { found > 0 } else { found > 0 && found >= asked.count };
        Summary {
            open,
            counts: self.counts,
            groups,
            unresolved: self.unresolved_count,
            took_ms: 0.0,
            interrupted: false,
            stopped: None,
        }
    }
}
