//! Whether what the kernel counted meanwhile can be the client's attempts: held against what it counted before. Pure.

use crate::probe::Intake;
use crate::serve::peer::sightings::Sightings;

/// Clocks are known to each other to within this, in milliseconds.
const OFF_MS: i64 = 100;
/// A count this much older than the first attempt says too little of what came since, in milliseconds.
const STALE_MS: i64 = 1_000;
/// How far back other packets are looked for, in milliseconds.
const BACK_MS: i64 = 30_000;
/// How long a time without any is asked for at most, in milliseconds; as long as the attempts took where that is less.
const STILL_MS: i64 = 10_000;

/// What is known of the client's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clocks {
    /// How far it is ahead, so that times asked about are this machine's.
    Known,
    /// Nothing: the attempts may lie before or after the time they bear.
    Unknown,
}

/// What was counted since the attempts began: packets kept back, connections turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grown {
    /// How many, of these attempts or not.
    pub(super) count: u64,
    /// True where there were none for as long before.
    pub(super) quiet_before: bool,
}

impl Sightings {
    /// What the kernel counted from `at_ms`, when the first attempt left, until `now_ms`, when it had counted `now`.
    pub(super) fn grown(
        &self,
        at_ms: i64,
        now_ms: i64,
        now: u64,
        of: fn(&Intake) -> Option<u64>,
        clocks: Clocks,
    ) -> Option<Grown> {
        let counts = || self.counts.iter().filter_map(|(at, counted)| Some((*at, of(counted)?)));
        let oldest = counts().next()?;
        // Where the watch had only just begun, its first count has to do.
        let mut last = counts().rev().filter(|(at, _)| *at <= at_ms + 20);
        let latest = last.next()?;
        let before = if latest.0 <= at_ms - OFF_MS {
            latest
        } else {
            last.find(|(at, _)| *at <= at_ms - OFF_MS).unwrap_or(latest)
        };
        let base = match clocks {
            Clocks::Known => counts().find(|(at, _)| *at >= before.0 - BACK_MS).unwrap_or(oldest),
            // The attempts themselves may be what was counted before the time they bear.
            Clocks::Unknown => oldest,
        };
        let asked_for = (now_ms - before.0).min(STILL_MS);
        let is_long = before.0 - base.0 >= asked_for;
        let quiet_before = at_ms - before.0 <= STALE_MS && is_long && base.1 == before.1;
        let since = match clocks {
            Clocks::Unknown if !quiet_before => oldest,
            _ => before,
        };
        Some(Grown { count: now.checked_sub(since.1)?, quiet_before })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts every 200 ms from 0 to `until`, of which `kept` tells the kept back at a time.
    fn log(until: i64, kept: impl Fn(i64) -> u64) -> Sightings {
        let mut log = Sightings::new(0);
        for at in (0..=until).step_by(200) {
            log.count(at, Intake { kept_back_v4: Some(kept(at)), ..Intake::default() });
        }
        log
    }

    fn kept(log: &Sightings, at: i64, now: (i64, u64), clocks: Clocks) -> Option<(u64, bool)> {
        let kept = log.grown(at, now.0, now.1, |one| one.kept_back_v4, clocks)?;
        Some((kept.count, kept.quiet_before))
    }

    #[test]
    fn what_began_with_the_attempts_is_theirs() {
        let quiet = log(28_000, |at| if at < 20_500 { 4 } else { 11 });
        for clocks in [Clocks::Known, Clocks::Unknown] {
            assert_eq!(kept(&quiet, 20_400, (28_000, 11), clocks), Some((7, true)));
        }
    }

    #[test]
    fn ten_strangers_a_second_are_noise() {
        let noisy = log(28_000, |at| u64::try_from(at / 100).unwrap());
        assert_eq!(kept(&noisy, 20_400, (28_000, 280), Clocks::Known), Some((78, false)));
    }

    #[test]
    fn the_end_of_an_earlier_test_is_noise() {
        let earlier = log(28_000, |at| if at < 18_000 { 0 } else { 5 });
        assert_eq!(kept(&earlier, 20_400, (21_000, 8), Clocks::Known), Some((3, false)));
        // Half a minute later it is forgotten.
        let later = log(60_000, |at| if at < 18_000 { 0 } else { 5 });
        assert_eq!(kept(&later, 59_000, (60_000, 8), Clocks::Known), Some((3, true)));
    }

    #[test]
    fn a_watch_just_begun_cannot_tell() {
        let short = log(10_000, |at| if at < 1_000 { 0 } else { 7 });
        assert_eq!(kept(&short, 900, (10_000, 7), Clocks::Known), Some((7, false)));
        // Attempts which a reset ended at once need no longer time before.
        assert_eq!(kept(&short, 900, (1_400, 7), Clocks::Known), Some((7, true)));
        assert_eq!(kept(&short, -50, (1_400, 7), Clocks::Known), None);
    }

    #[test]
    fn a_stale_count_cannot_tell() {
        let ended = log(20_000, |_| 0);
        assert_eq!(kept(&ended, 22_000, (26_000, 7), Clocks::Known), Some((7, false)));
    }

    #[test]
    fn a_clock_that_goes_before_hides_nothing() {
        // The attempts came at 15 s, and bear 25 s: none of theirs is counted since.
        let ahead = log(28_000, |at| if at < 15_000 { 0 } else { 7 });
        assert_eq!(kept(&ahead, 25_000, (28_000, 7), Clocks::Unknown), Some((7, false)));
        assert_eq!(kept(&ahead, 90_000, (28_000, 7), Clocks::Unknown), Some((7, false)));
    }
}
