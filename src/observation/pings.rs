//! Round trips measured by pings of a game's own.

use serde::{Deserialize, Serialize};

/// Several pings in numbers, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Pings {
    /// Pings sent.
    pub sent: u32,
    /// How many came back.
    pub answered: u32,
    /// The shortest round trip.
    pub min_ms: Option<f64>,
    /// The mean round trip.
    pub avg_ms: Option<f64>,
    /// The longest round trip.
    pub max_ms: Option<f64>,
}

impl Pings {
    /// Counts one more ping, and its round trip where it came back.
    pub(crate) fn count(&mut self, took_ms: Option<f64>) {
        self.sent += 1;
        let Some(ms) = took_ms else { return };
        let sum = self.avg_ms.unwrap_or(0.0) * f64::from(self.answered) + ms;
        self.answered += 1;
        self.min_ms = Some(self.min_ms.map_or(ms, |least| least.min(ms)));
        self.max_ms = Some(self.max_ms.map_or(ms, |most| most.max(ms)));
        self.avg_ms = Some(sum / f64::from(self.answered));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_pings_have_no_time() {
        let mut pings = Pings::default();
        for took in [Some(2.0), None, Some(4.0), Some(3.0)] {
            pings.count(took);
        }
        let wanted = Pings { sent: 4, answered: 3, min_ms: Some(2.0), avg_ms: Some(3.0), max_ms: Some(4.0) };
        assert_eq!(pings, wanted);
    }
}
