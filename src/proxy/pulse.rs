//! Whether a client's connection still lives: when bytes last moved, and what is being waited for.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::proxy::exchange::Ending;
use crate::proxy::settings::Bounds;

/// The life of one connection, shared by whoever moves its bytes.
#[derive(Debug)]
pub struct Pulse {
    start: Instant,
    /// When bytes last moved, in milliseconds from the start.
    moved: AtomicU64,
    /// When the head that is being read began, plus one; 0 where none is.
    head: AtomicU64,
    /// Exchanges that are open.
    open: AtomicU32,
    /// Ways that are being opened: they have bounds of their own.
    opening: AtomicU32,
    /// Why it was ended, where it was.
    fate: AtomicU8,
    /// True while an answer is under way whose end only the connection's end marks.
    is_endless: AtomicBool,
    /// Interim answers that wait to be written.
    interim: Mutex<Vec<u8>>,
    /// True where some do.
    has_interim: AtomicBool,
}

/// A way that is being opened.
#[derive(Debug)]
pub(crate) struct Opening(Arc<Pulse>);

impl Drop for Opening {
    fn drop(&mut self) {
        self.0.beat();
        self.0.opening.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Default for Pulse {
    fn default() -> Pulse {
        Pulse {
            start: Instant::now(),
            moved: AtomicU64::new(0),
            head: AtomicU64::new(0),
            open: AtomicU32::new(0),
            opening: AtomicU32::new(0),
            fate: AtomicU8::new(0),
            is_endless: AtomicBool::new(false),
            interim: Mutex::default(),
            has_interim: AtomicBool::new(false),
        }
    }
}

impl Pulse {
    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX - 1)
    }

    /// Bytes moved.
    pub fn beat(&self) {
        self.moved.store(self.now(), Ordering::Relaxed);
    }

    /// Bytes came from the client.
    pub(crate) fn heard(&self) {
        let now = self.now();
        self.moved.store(now, Ordering::Relaxed);
        if self.open.load(Ordering::Relaxed) == 0 && self.head.load(Ordering::Relaxed) == 0 {
            self.head.store(now + 1, Ordering::Relaxed);
        }
    }

    /// Has `bytes` written before the next answer, unless more than `most` wait already.
    pub(crate) fn interject(&self, bytes: &[u8], most: usize) {
        if let Ok(mut interim) = self.interim.lock()
            && interim.len() + bytes.len() <= most
        {
            interim.extend_from_slice(bytes);
            self.has_interim.store(true, Ordering::Release);
        }
    }

    /// What is to be written before the next answer.
    pub(crate) fn interjected(&self) -> Option<Vec<u8>> {
        if !self.has_interim.load(Ordering::Acquire) {
            return None;
        }
        self.has_interim.store(false, Ordering::Release);
        self.interim.lock().ok().map(|mut interim| std::mem::take(&mut *interim))
    }

    /// Whether an answer is under way whose end only the connection's end marks. While one is, that end must be no good
    /// one: the client would take a part for the whole.
    pub(crate) fn set_endless(&self, is: bool) {
        self.is_endless.store(is, Ordering::Relaxed);
    }

    /// True where the connection's end now would be taken for the answer's.
    pub(crate) fn is_endless(&self) -> bool {
        self.is_endless.load(Ordering::Relaxed)
    }

    /// A way is being opened as long as what it gives is kept; until then nothing is overdue.
    pub(crate) fn opening(self: &Arc<Self>) -> Opening {
        self.opening.fetch_add(1, Ordering::Relaxed);
        Opening(Arc::clone(self))
    }

    /// An exchange begins.
    pub fn opened(&self) {
        self.open.fetch_add(1, Ordering::Relaxed);
        self.head.store(0, Ordering::Relaxed);
    }

    /// An exchange has ended.
    pub fn closed(&self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
        self.beat();
    }

    /// Notes why the connection is ended before its exchanges are.
    pub fn ends(&self, why: Ending) {
        let code = match why {
            Ending::Stalled => 1,
            Ending::Cut => 2,
            _ => 0,
        };
        self.fate.store(code, Ordering::Relaxed);
    }

    /// Why an exchange ended that nobody ended.
    pub fn fate(&self) -> Ending {
        match self.fate.load(Ordering::Relaxed) {
            1 => Ending::Stalled,
            2 => Ending::Cut,
            _ => Ending::ClientLeft,
        }
    }

    /// How long what is waited for may still take; nothing where it is overdue.
    fn left(&self, bounds: &Bounds) -> Option<Duration> {
        let is_opening = self.opening.load(Ordering::Relaxed) > 0;
        let moved = if is_opening { self.now() } else { self.moved.load(Ordering::Relaxed) };
        let (since, most) = match (self.open.load(Ordering::Relaxed), self.head.load(Ordering::Relaxed)) {
            // The origin's own silence ends a little before.
            (1.., _) => (moved, bounds.stall + bounds.stall / 8 + Duration::from_secs(1)),
            (0, 0) => (moved, bounds.idle),
            (0, head) => (head - 1, bounds.head_time),
        };
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
        let left = since.saturating_add(most).saturating_sub(self.now());
        (left > 0).then(|| Duration::from_millis(left))
    }

    /// How long the head that is being read has been coming.
    pub(crate) fn head_age(&self) -> Option<Duration> {
        let since = self.head.load(Ordering::Relaxed).checked_sub(1)?;
        Some(Duration::from_millis(self.now().saturating_sub(since)))
    }

    /// True while a head has begun to come and is not whole.
    pub(crate) fn is_in_head(&self) -> bool {
        self.open.load(Ordering::Relaxed) == 0 && self.head.load(Ordering::Relaxed) > 0
    }

    /// Returns once the connection has waited too long.
    pub async fn overdue(&self, bounds: &Bounds) {
        while let Some(left) = self.left(bounds) {
            // What is waited for may change to something that may take less.
            tokio::time::sleep(left.min(bounds.head_time).min(bounds.idle).min(bounds.stall + Duration::from_secs(1)))
                .await;
        }
    }

    /// Returns once no byte has moved for `most`.
    pub async fn still(&self, most: Duration) {
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
        loop {
            let left = self.moved.load(Ordering::Relaxed).saturating_add(most).saturating_sub(self.now());
            if left == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(left)).await;
        }
    }
}
