//! How far a long scan is: a bar on standard error, on a terminal only.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// A scan shorter than this needs no bar.
const SOON: Duration = Duration::from_millis(400);

/// The bar, which appears when it is worth it.
pub(crate) struct Progress {
    begun: Instant,
    total: Option<u64>,
    wanted: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// No bar appears unless it is `wanted`.
    pub(crate) fn new(total: Option<u64>, wanted: bool) -> Progress {
        Progress { begun: Instant::now(), total, wanted, bar: None }
    }

    /// So many ports have answered, and so many of them are open.
    pub(crate) fn at(&mut self, answered: u64, open: u64) {
        if !self.wanted || self.begun.elapsed() < SOON {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| match self.total {
            Some(total) => {
                styled(ProgressBar::new(total), "{bar:30} {percent:>3}% {human_pos}/{human_len} {msg} {eta}")
            }
            None => styled(ProgressBar::no_length(), "{spinner} {human_pos} {msg} {per_sec}"),
        });
        bar.set_position(answered);
        bar.set_message(format!("{open} open"));
    }

    /// Wipes the bar, so that the results stand alone.
    pub(crate) fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        self.wanted = false;
    }
}

fn styled(bar: ProgressBar, template: &str) -> ProgressBar {
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
