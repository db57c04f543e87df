//! Faults on purpose: what `--fault` means, and which faults go together.

use std::num::NonZeroU64;
use std::time::Duration;

use crate::serve::fault_error::FaultError;

/// How a faulty connection ends, where it does not end as the service would end it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// The port is taken and does not listen: the system resets every attempt, and no arrival is seen.
    Refuse,
    /// The connection opens, what is sent is read, and nothing is ever answered; it ends when the client ends it.
    Silent,
    /// The connection opens, and serve ends its side in good order (FIN) without a byte.
    Close,
    /// The connection opens, and is reset (RST) without a byte.
    Reset,
    /// The first bytes of the client are answered with random bytes, then the connection is ended (FIN).
    Garbage {
        /// The same seed gives the same bytes; without one they differ each time.
        seed: Option<u64>,
    },
}

impl Ending {
    /// The word for it in `--fault`.
    pub fn word(self) -> &'static str {
        match self {
            Ending::Refuse => "refuse",
            Ending::Silent => "silent",
            Ending::Close => "close",
            Ending::Reset => "reset",
            Ending::Garbage { .. } => "garbage",
        }
    }
}

/// What goes wrong on purpose. Everything unset is nothing wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fault {
    /// How the connection ends without an answer; with `truncate`, a `Reset` is how the cut answer ends.
    pub ending: Option<Ending>,
    /// At most so many bytes leave in a second.
    pub slow: Option<NonZeroU64>,
    /// The connection ends once so many bytes of the answer have left: with FIN, or with RST where `reset` is given too.
    pub truncate: Option<u64>,
    /// Every HTTP request is answered with this status.
    pub status: Option<u16>,
    /// How long each answer (or ending) waits.
    pub delay: Option<Duration>,
    /// Only so many arrivals, the first ones, meet the fault; all of them where unset.
    pub first: Option<u64>,
}

impl Fault {
    /// Reads every value given to `--fault`; each may hold several parts with commas between.
    ///
    /// # Errors
    /// A part that is none, a part given twice, or parts that exclude each other; each with the way out.
    pub fn read<'a>(values: impl IntoIterator<Item = &'a str>) -> Result<Option<Fault>, FaultError> {
        let mut fault: Option<Fault> = None;
        for part in values.into_iter().flat_map(|value| value.split(',')) {
            fault.get_or_insert_default().take(part.trim())?;
        }
        fault.map(Fault::checked).transpose()
    }

    /// The fault that arrival number `arrival` (the first is 1) meets, if it is to meet any.
    pub fn for_arrival(&self, arrival: u64) -> Option<&Fault> {
        (self.first.is_none_or(|first| arrival <= first)).then_some(self)
    }

    /// True where the port is not to listen at all.
    pub fn refuses(&self) -> bool {
        self.ending == Some(Ending::Refuse)
    }

    /// What an arrival that met it is told to have met, as it would be typed, `first` left aside.
    pub fn called(&self) -> String {
        let seed = |seed: Option<u64>| seed.map_or("garbage".to_owned(), |seed| format!("garbage={seed}"));
        let ending = self.ending.map(|ending| match ending {
            Ending::Garbage { seed: chosen } => seed(chosen),
            other => other.word().to_owned(),
        });
        let parts = [
            self.delay.map(|delay| format!("delay={}", spelled(delay))),
            self.status.map(|status| format!("status={status}")),
            self.slow.map(|rate| format!("slow={rate}")),
            self.truncate.map(|bytes| format!("truncate={bytes}")),
            ending,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(",")
    }

    fn take(&mut self, part: &str) -> Result<(), FaultError> {
        let (word, value) = match part.split_once('=') {
            Some((word, value)) => (word, Some(value)),
            None => (part, None),
        };
        let bare = |ending| match value {
            None => Ok(ending),
            Some(_) => Err(FaultError::NoValue { word: word.to_owned() }),
        };
        let wanted =
            |like| value.filter(|value| !value.is_empty()).ok_or(FaultError::Value { part: part.to_owned(), like });
        match word {
            "refuse" => self.end(bare(Ending::Refuse)?),
            "silent" => self.end(bare(Ending::Silent)?),
            "close" => self.end(bare(Ending::Close)?),
            "reset" => self.end(bare(Ending::Reset)?),
            "garbage" => {
                let like = "garbage, or garbage=7 for the same bytes each time";
                let seed =
                    value.map(|value| value.parse().map_err(|_| FaultError::Value { part: part.to_owned(), like }));
                self.end(Ending::Garbage { seed: seed.transpose()? })
            }
            "slow" => {
                let like = "slow=1000 or slow=10k, bytes a second and more than 0";
                let rate = bytes(wanted(like)?).and_then(NonZeroU64::new);
                once(&mut self.slow, rate.ok_or(FaultError::Value { part: part.to_owned(), like })?, word)
            }
            "truncate" => {
                let like = "truncate=100 or truncate=2k, the bytes that still leave";
                let most = bytes(wanted(like)?).ok_or(FaultError::Value { part: part.to_owned(), like })?;
                once(&mut self.truncate, most, word)
            }
            "status" => {
                let like = "status=503, from 200 to 599";
                let status = wanted(like)?.parse().ok().filter(|status| (200..600).contains(status));
                once(&mut self.status, status.ok_or(FaultError::Value { part: part.to_owned(), like })?, word)
            }
            "delay" => {
                let like = "delay=2s or delay=300ms, at most an hour";
                let delay = duration(wanted(like)?).ok_or(FaultError::Value { part: part.to_owned(), like })?;
                once(&mut self.delay, delay, word)
            }
            "first" => {
                let like = "first=3, at least 1";
                let first = wanted(like)?.parse().ok().filter(|first| *first > 0);
                once(&mut self.first, first.ok_or(FaultError::Value { part: part.to_owned(), like })?, word)
            }
            _ => Err(FaultError::Unknown { part: part.to_owned() }),
        }
    }

    fn end(&mut self, ending: Ending) -> Result<(), FaultError> {
        match self.ending.replace(ending) {
            None => Ok(()),
            Some(other) if other.word() == ending.word() => Err(FaultError::Twice { word: ending.word().to_owned() }),
            Some(other) => {
                Err(FaultError::Together { one: other.word(), other: ending.word(), why: "a connection has one end" })
            }
        }
    }

    /// Refuses what cannot be done, so that no test rests on a fault that is silently left out.
    fn checked(self) -> Result<Fault, FaultError> {
        let together = |one, other, why| Err(FaultError::Together { one, other, why });
        let given = [
            ("delay", self.delay.is_some()),
            ("status", self.status.is_some()),
            ("slow", self.slow.is_some()),
            ("truncate", self.truncate.is_some()),
        ];
        let also =
            |words: &[&'static str]| given.iter().find(|(word, is)| *is && words.contains(word)).map(|(word, _)| *word);
        match self.ending {
            Some(Ending::Refuse) => {
                if self.first.is_some() {
                    return together(
                        "refuse",
                        "first",
                        "what the system refuses is not seen and cannot be counted; `reset,first=N` can",
                    );
                }
                if let Some(word) = also(&["delay", "status", "slow", "truncate"]) {
                    return together("refuse", word, "nothing is answered on a port that does not listen");
                }
            }
            Some(Ending::Silent) => {
                if let Some(word) = also(&["delay", "status", "slow", "truncate"]) {
                    return together("silent", word, "a silent port answers nothing");
                }
            }
            Some(Ending::Close) => {
                if let Some(word) = also(&["status", "slow", "truncate"]) {
                    let why = if word == "truncate" {
                        "a cut answer is closed anyway"
                    } else {
                        "a closed connection answers nothing"
                    };
                    return together("close", word, why);
                }
            }
            Some(Ending::Reset) if self.truncate.is_none() => {
                if let Some(word) = also(&["status", "slow"]) {
                    return together("reset", word, "nothing is answered before the reset; with `truncate=N` some is");
                }
            }
            Some(Ending::Garbage { .. }) => {
                if let Some(word) = also(&["status"]) {
                    return together("garbage", word, "random bytes have no status");
                }
            }
            Some(Ending::Reset) | None => {}
        }
        if self.first.is_some() && self.called().is_empty() {
            return Err(FaultError::Alone);
        }
        Ok(self)
    }
}

fn once<T>(place: &mut Option<T>, value: T, word: &str) -> Result<(), FaultError> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(FaultError::Twice { word: word.to_owned() }),
    }
}

/// `1500`, `10k` or `2M`: bytes, in thousands and millions.
fn bytes(text: &str) -> Option<u64> {
    let (digits, times) = match text.strip_suffix(['k', 'K']) {
        Some(digits) => (digits, 1000),
        None => text.strip_suffix('M').map_or((text, 1), |digits| (digits, 1_000_000)),
    };
    // The sign that parse() takes is none of a size.
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse::<u64>().ok().filter(|_| plain)?.checked_mul(times)
}

/// `2s`, `0.5s`, `300ms`, `1m`, or a number of seconds.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    let (digits, seconds) = match text.strip_suffix("ms") {
        Some(digits) => (digits, 0.001),
        None => match text.strip_suffix('m') {
            Some(digits) => (digits, 60.0),
            None => (text.strip_suffix('s').unwrap_or(text), 1.0),
        },
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let length = digits.parse::<f64>().ok().filter(|_| plain)? * seconds;
    (length <= 3600.0).then(|| Duration::try_from_secs_f64(length).ok()).flatten()
}

/// A duration as `duration` reads it.
fn spelled(duration: Duration) -> String {
    match duration.subsec_millis() {
        0 => format!("{}s", duration.as_secs()),
        _ => format!("{}ms", duration.as_millis()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<Fault>, String> {
        Fault::read([text]).map_err(|error| error.to_string())
    }

    #[test]
    fn parts_are_read_and_told_again() {
        for text in [
            "refuse",
            "silent",
            "close",
            "reset",
            "garbage",
            "garbage=7",
            "slow=1000",
            "truncate=0",
            "status=503",
            "delay=2s",
            "delay=300ms,status=503,slow=10,truncate=5,reset",
            "delay=1s,close",
            "slow=5,truncate=9,garbage=1",
        ] {
            assert_eq!(read(text).unwrap().unwrap().called(), text);
        }
        assert_eq!(read("slow=10k").unwrap().unwrap().slow.unwrap().get(), 10_000);
        assert_eq!(read("delay=0.25").unwrap().unwrap().delay, Some(Duration::from_millis(250)));
        assert_eq!(Fault::read([]).unwrap(), None);
        assert_eq!(Fault::read(["reset", "first=2"]), Fault::read(["reset, first=2"]));
    }

    #[test]
    fn only_the_first_meet_it() {
        let fault = read("reset,first=2").unwrap().unwrap();
        assert!(fault.for_arrival(1).is_some() && fault.for_arrival(2).is_some());
        assert_eq!(fault.for_arrival(3), None);
        assert!(read("reset").unwrap().unwrap().for_arrival(u64::MAX).is_some());
    }

    #[test]
    fn a_mistake_names_the_part_and_the_mend() {
        for (text, says) in [
            ("refused", "`refused` is no fault; the faults are refuse"),
            ("", "`` is no fault"),
            ("reset,", "`` is no fault"),
            ("slow", "`slow` is not understood; write slow=1000"),
            ("slow=0", "write slow=1000"),
            ("slow=-1", "write slow=1000"),
            ("slow=99999999999999999999M", "write slow=1000"),
            ("truncate=x", "write truncate=100"),
            ("status=99", "from 200 to 599"),
            ("status=600", "from 200 to 599"),
            ("delay=2h", "write delay=2s"),
            ("delay=NaN", "write delay=2s"),
            ("delay=61m", "write delay=2s"),
            ("first=0", "write first=3"),
            ("reset=1", "`reset` takes no value"),
            ("garbage=x", "garbage=7"),
            ("reset,reset", "`reset` is given twice"),
            ("slow=1,slow=2", "`slow` is given twice"),
            ("reset,close", "`reset` and `close` do not go together (a connection has one end)"),
            ("refuse,first=1", "`reset,first=N` can"),
            ("refuse,delay=1s", "`refuse` and `delay` do not go together"),
            ("silent,status=500", "`silent` and `status` do not go together"),
            ("close,truncate=3", "a cut answer is closed anyway"),
            ("reset,status=500", "with `truncate=N` some is"),
            ("garbage,status=500", "random bytes have no status"),
            ("first=3", "`first` needs a fault"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text: String) {
            if let Ok(Some(fault)) = read(&text) {
                proptest::prop_assert!(!fault.called().is_empty());
            }
        }
    }
}
