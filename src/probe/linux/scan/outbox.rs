//! Answers on their way to the reader, in blocks; kept here while the reader is busy.

use std::collections::VecDeque;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::probe::scan::Answer;

/// Answers handed over at one time.
const BLOCK: usize = 256;

/// Blocks kept back before no new connection is started.
const KEPT: usize = 4;

/// The reader's end is a bounded channel. A shard never sleeps in it while connections pend: answers
/// fetched late would seem to have come late.
pub(crate) struct Outbox {
    out: mpsc::Sender<Vec<Answer>>,
    block: Vec<Answer>,
    kept: VecDeque<Vec<Answer>>,
}

impl Outbox {
    pub(crate) fn new(out: mpsc::Sender<Vec<Answer>>) -> Outbox {
        Outbox { out, block: Vec::with_capacity(BLOCK), kept: VecDeque::new() }
    }

    /// True where nobody will read any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.out.is_closed()
    }

    /// True where the reader keeps up.
    pub(crate) fn has_room(&self) -> bool {
        self.kept.len() < KEPT
    }

    /// One more answer.
    pub(crate) fn push(&mut self, answer: Answer) {
        self.block.push(answer);
        if self.block.len() >= BLOCK {
            self.flush();
        }
    }

    /// Hands over what the reader takes without waiting.
    pub(crate) fn flush(&mut self) {
        if !self.block.is_empty() {
            let block = std::mem::replace(&mut self.block, Vec::with_capacity(BLOCK));
            self.kept.push_back(block);
        }
        while let Some(block) = self.kept.pop_front() {
            match self.out.try_send(block) {
                Ok(()) => {}
                Err(TrySendError::Full(block)) => {
                    self.kept.push_front(block);
                    return;
                }
                Err(TrySendError::Closed(_)) => {
                    self.kept.clear();
                    return;
                }
            }
        }
    }

    /// Hands over everything, waiting for the reader.
    pub(crate) fn finish(&mut self) {
        self.flush();
        for block in self.kept.drain(..) {
            if self.out.blocking_send(block).is_err() {
                return;
            }
        }
    }
}
