//! What a recorder wants of an exchange: the heads, and bodies as far as they are kept.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use hyper::{HeaderMap, Version};

/// How much room there is for what is kept of open exchanges, all together.
#[derive(Debug, Default)]
pub(crate) struct Room(AtomicUsize);

/// The most bytes of bodies that are kept of open exchanges: what comes beyond is told by its length alone.
const ROOM: usize = 64 << 20;

impl Room {
    /// As many of `some` bytes as there is room for.
    fn take(&self, some: usize) -> usize {
        let taken = |used: usize| Some(used + some.min(ROOM.saturating_sub(used)));
        match self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken) {
            Ok(used) | Err(used) => some.min(ROOM.saturating_sub(used)),
        }
    }

    fn give_back(&self, some: usize) {
        self.0.fetch_sub(some, Ordering::Relaxed);
    }
}

/// Heads and the beginnings of bodies.
#[derive(Debug)]
pub struct Kept {
    most: usize,
    room: Arc<Room>,
    inner: Mutex<Inner>,
}

/// What was kept.
#[derive(Debug, Clone, Default)]
pub struct Inner {
    /// The fields of the request, as they were passed on.
    pub asked: HeaderMap,
    /// The version of the answer.
    pub version: Option<Version>,
    /// The fields of the answer.
    pub answered: HeaderMap,
    /// The beginning of the request's body.
    pub asked_body: Vec<u8>,
    /// The beginning of the answer's body.
    pub answered_body: Vec<u8>,
}

impl Kept {
    /// Nothing yet; of each body at most `most` bytes.
    pub(crate) fn new(most: usize, room: Arc<Room>) -> Kept {
        Kept { most, room, inner: Mutex::default() }
    }

    /// What was kept so far.
    pub fn read(&self) -> Inner {
        self.inner.lock().map(|inner| inner.clone()).unwrap_or_default()
    }

    pub(crate) fn asked(&self, fields: &HeaderMap) {
        self.with(|inner| inner.asked.clone_from(fields));
    }

    pub(crate) fn answered(&self, version: Version, fields: &HeaderMap) {
        self.with(|inner| (inner.version, inner.answered) = (Some(version), fields.clone()));
    }

    pub(crate) fn asked_body(&self, bytes: &Bytes) {
        self.with(|inner| self.add(&mut inner.asked_body, bytes));
    }

    pub(crate) fn answered_body(&self, bytes: &Bytes) {
        self.with(|inner| self.add(&mut inner.answered_body, bytes));
    }

    fn add(&self, kept: &mut Vec<u8>, bytes: &Bytes) {
        let some = self.most.saturating_sub(kept.len()).min(bytes.len());
        let some = self.room.take(some);
        kept.extend_from_slice(&bytes[..some]);
    }

    fn with(&self, change: impl FnOnce(&mut Inner)) {
        if let Ok(mut inner) = self.inner.lock() {
            change(&mut inner);
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.with(|inner| self.room.give_back(inner.asked_body.len() + inner.answered_body.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_open_exchanges_together_keep_no_more_than_there_is_room_for() {
        let room = Arc::<Room>::default();
        let body = Bytes::from(vec![0; 1 << 20]);
        let held = |kept: &Kept| kept.read().answered_body.len();
        let many: Vec<Kept> = (0..100).map(|_| Kept::new(1 << 20, Arc::clone(&room))).collect();
        many.iter().for_each(|kept| kept.answered_body(&body));
        assert_eq!(many.iter().map(held).sum::<usize>(), ROOM);
        drop(many);
        let again = Kept::new(1 << 20, Arc::clone(&room));
        again.answered_body(&body);
        again.answered_body(&body);
        assert_eq!((held(&again), room.0.load(Ordering::Relaxed)), (1 << 20, 1 << 20));
    }
}
