//! What a recorder wants of an exchange: the heads, and bodies as far as they are kept.

use std::sync::Mutex;

use bytes::Bytes;
use hyper::{HeaderMap, Version};

/// Heads and the beginnings of bodies.
#[derive(Debug)]
pub struct Kept {
    most: usize,
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
    pub fn new(most: usize) -> Kept {
        Kept { most, inner: Mutex::default() }
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
        self.with(|inner| add(&mut inner.asked_body, bytes, self.most));
    }

    pub(crate) fn answered_body(&self, bytes: &Bytes) {
        self.with(|inner| add(&mut inner.answered_body, bytes, self.most));
    }

    fn with(&self, change: impl FnOnce(&mut Inner)) {
        if let Ok(mut inner) = self.inner.lock() {
            change(&mut inner);
        }
    }
}

fn add(kept: &mut Vec<u8>, bytes: &Bytes, most: usize) {
    let some = most.saturating_sub(kept.len()).min(bytes.len());
    kept.extend_from_slice(&bytes[..some]);
}
