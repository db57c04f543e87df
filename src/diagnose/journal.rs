//! The running record of a survey: what was seen, when, and how long each look took.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use crate::observation::{Fact, FactId, Seen, Subject};

/// Facts in the making. All looks run on one thread, so a cell is enough.
pub(crate) struct Journal {
    start: Instant,
    about: Option<Subject>,
    seen: Rc<RefCell<Seen>>,
}

impl Journal {
    /// An empty record that begins now.
    pub(crate) fn new() -> Journal {
        Journal { start: Instant::now(), about: None, seen: Rc::default() }
    }

    /// The same record, for looks at `subject`: what is written is about it, and what is read is of it.
    pub(crate) fn about(&self, subject: Subject) -> Journal {
        Journal { start: self.start, about: Some(subject), seen: Rc::clone(&self.seen) }
    }

    /// When the record began.
    pub(crate) fn start(&self) -> Instant {
        self.start
    }

    /// Makes a look and writes down what it saw, with its times.
    pub(crate) async fn look<F: Into<Fact> + Clone>(&self, look: impl Future<Output = F>) -> F {
        let began = Instant::now();
        let fact = look.await;
        self.note(began, fact.clone());
        fact
    }

    /// Writes down a fact whose look began at `began` and has just ended.
    pub(crate) fn note(&self, began: Instant, fact: impl Into<Fact>) -> FactId {
        self.note_past(began, began.elapsed(), fact)
    }

    /// Writes down a fact whose look began at `began` and took so long.
    pub(crate) fn note_past(&self, began: Instant, took: Duration, fact: impl Into<Fact>) -> FactId {
        let at_ms = began.saturating_duration_since(self.start).as_secs_f64() * 1000.0;
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.seen.borrow_mut().add_about(self.about.clone(), (at_ms * 1000.0).round() / 1000.0, took_us, fact)
    }

    /// Asks something of what has been seen so far.
    pub(crate) fn read<T>(&self, ask: impl FnOnce(&Seen) -> T) -> T {
        match &self.about {
            None => ask(&self.seen.borrow()),
            Some(subject) => ask(&self.seen.borrow().about(subject)),
        }
    }

    /// Everything seen.
    pub(crate) fn into_seen(self) -> Seen {
        self.seen.take()
    }
}
