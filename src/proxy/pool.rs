//! Connections that wait for another request, by where they lead.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::task::Context;
use std::time::{Duration, Instant};

use crate::proxy::line::Line;
use crate::target::Host;

/// How long a connection is kept without a request. Servers keep theirs for 5 s (Apache) to 75 s (nginx).
const KEPT_FOR: Duration = Duration::from_secs(30);

/// The most that are kept in all.
const MOST: usize = 1024;

/// Where a connection leads: over TLS or not, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// True where TLS is spoken.
    pub secure: bool,
    /// The host as it was asked for.
    pub host: Host,
    /// Its port.
    pub port: u16,
    /// Where it leads, where that is not for the host's name to tell.
    pub led: Option<(Host, u16)>,
    /// True where it is the proxy behind, which fetches what it is asked for.
    pub fetches: bool,
    /// True where a client of this machine asked, who may reach more than others.
    pub from_here: bool,
}

/// The connections that wait.
pub struct Pool {
    kept: usize,
    stall: Duration,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    lines: HashMap<Place, Vec<(Line, Instant)>>,
    count: usize,
}

impl Pool {
    /// Keeps at most `kept` a place; what is left of a request may take `stall`.
    pub fn new(kept: usize, stall: Duration) -> Pool {
        Pool { kept, stall, waiting: Mutex::default() }
    }

    /// A connection to `place` that takes a request; the one used last, for it will be kept the longest.
    pub fn take(&self, place: &Place, cx: &mut Context<'_>) -> Option<Line> {
        loop {
            let (mut line, since) = {
                let mut waiting = self.waiting.lock().ok()?;
                let found = waiting.lines.get_mut(place)?.pop()?;
                waiting.count -= 1;
                found
            };
            if since.elapsed() < KEPT_FOR && line.is_free(cx) {
                return Some(line);
            }
        }
    }

    /// Keeps `line` for another request to `place`.
    fn keep(&self, place: Place, line: Line) {
        let Ok(mut waiting) = self.waiting.lock() else { return };
        if waiting.count >= MOST {
            return;
        }
        let lines = waiting.lines.entry(place).or_default();
        if lines.len() < self.kept {
            lines.push((line, Instant::now()));
            waiting.count += 1;
        }
    }

    /// Takes `line` back after an answer: to be kept, or to be ended once the rest of the request has gone.
    pub fn take_back(self: &Arc<Self>, mut line: Line, is_asked: bool, cx: &mut Context<'_>) {
        line.used = true;
        if line.is_free(cx) {
            if let Some(place) = line.place.clone() {
                self.keep(place, line);
            }
        } else if !is_asked && !line.is_done() {
            tokio::spawn(line.run_out(self.stall));
        }
    }

    /// Ends the connections that nobody asked for in time.
    pub fn sweep(&self) {
        let mut old = Vec::new();
        if let Ok(mut waiting) = self.waiting.lock() {
            for lines in waiting.lines.values_mut() {
                let young = lines.iter().position(|(_, since)| since.elapsed() < KEPT_FOR).unwrap_or(lines.len());
                old.extend(lines.drain(..young));
            }
            waiting.lines.retain(|_, lines| !lines.is_empty());
            waiting.count = waiting.lines.values().map(Vec::len).sum();
        }
        // They are closed without the lock.
        drop(old);
    }

    /// How often [`Pool::sweep`] is due.
    pub const SWEEP: Duration = Duration::from_secs(5);
}
