//! How slow a client may be that sends a body, or takes an answer.

use std::time::Duration;

use tokio::time::Instant;

/// How long it may take before its rate counts.
const START: Duration = Duration::from_secs(60);
/// The fewest bytes a second behind that; a modem of 1985 keeps up.
const RATE: u64 = 256;
/// How long it may pause.
const PAUSE: Duration = Duration::from_secs(20);

/// The pace of one body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    since: Instant,
}

impl Pace {
    pub(crate) fn from_now() -> Pace {
        Pace { since: Instant::now() }
    }

    /// Until when the next bytes are due, where `count` have passed.
    pub(crate) fn due(&self, count: u64) -> Instant {
        let earned = Duration::from_secs(count / RATE).min(Duration::from_secs(86_400));
        (self.since + START + earned).min(Instant::now() + PAUSE)
    }
}
