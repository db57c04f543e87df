//! What a connection to an origin and the stream under it tell each other about the exchange that is under way.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// The most bytes of the beginning of an answer that are kept until its head is whole.
const KEPT: usize = 2048;

/// That a request in absolute form is written without a path (RFC 9112 section 3.2.4).
#[derive(Debug, Clone, Copy)]
pub(crate) struct WithoutPath;

/// One exchange at a time.
#[derive(Debug, Default)]
pub(crate) struct Talk {
    /// True while the head of an answer is waited for.
    waits: AtomicBool,
    /// What came while it was.
    first: Mutex<Vec<u8>>,
    /// True while the slash that the library writes for an empty path is to be left out.
    cuts_path: AtomicBool,
}

impl Talk {
    /// A request goes out, with a path or without.
    pub(crate) fn asks(&self, without_path: bool) {
        self.cuts_path.store(without_path, Ordering::Relaxed);
        self.waits.store(true, Ordering::Relaxed);
    }

    /// The head of its answer came, or will not; the beginning of what came.
    pub(crate) fn is_answered(&self) -> Vec<u8> {
        self.waits.store(false, Ordering::Relaxed);
        self.first.lock().map(|mut first| std::mem::take(&mut *first)).unwrap_or_default()
    }

    /// True while the head of an answer is waited for.
    pub(crate) fn waits(&self) -> bool {
        self.waits.load(Ordering::Relaxed)
    }

    /// Notes what came.
    pub(crate) fn heard(&self, bytes: &[u8]) {
        if self.waits()
            && let Ok(mut first) = self.first.lock()
        {
            let room = KEPT.saturating_sub(first.len()).min(bytes.len());
            first.extend_from_slice(&bytes[..room]);
        }
    }

    /// True while the slash for an empty path is to be left out of what is written next.
    pub(crate) fn cuts(&self) -> bool {
        self.cuts_path.load(Ordering::Relaxed)
    }

    /// Where in the `bytes` of a request the slash stands that is to be left out; told once.
    pub(crate) fn cut(&self, bytes: &[u8]) -> Option<usize> {
        if !self.cuts() || !self.cuts_path.swap(false, Ordering::Relaxed) {
            return None;
        }
        let end = bytes.windows(11).position(|window| window == b" HTTP/1.1\r\n")?;
        end.checked_sub(1).filter(|at| bytes[*at] == b'/')
    }
}
