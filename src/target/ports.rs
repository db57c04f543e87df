//! A list of ports as typed after `-p`: numbers, ranges, service names.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::target::Service;

/// Ports in ascending order, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ports {
    ranges: Vec<RangeInclusive<u16>>,
    searched: bool,
}

/// Why a text is not a list of ports. Each message names the input and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PortsError {
    /// Nothing stands between two commas, or nothing at all.
    #[error("`{0}` names no port at one place; write ports such as 22,80,8000-8100, or - for all")]
    Empty(String),
    /// A number that no port has.
    #[error("`{0}` is not a port; a port is a number from 1 to 65535")]
    Number(String),
    /// A range whose end comes before its start.
    #[error("`{0}` runs backwards; write the lower port first")]
    Backwards(String),
    /// A word that names no service.
    #[error("`{word}` is neither a port nor a service known here; use a number from 1 to 65535, or one of {known}", known = Service::list())]
    Name {
        /// The word.
        word: String,
    },
}

impl Ports {
    /// The one port.
    pub fn one(port: u16) -> Ports {
        Ports { ranges: vec![port..=port], searched: false }
    }

    /// Every port, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u16> + Clone + '_ {
        self.ranges.iter().cloned().flatten()
    }

    /// How many there are, 1 to 65535.
    pub fn count(&self) -> u32 {
        self.ranges.iter().map(|range| u32::from(*range.end()) - u32::from(*range.start()) + 1).sum()
    }

    /// True where a range was written: the question is then which of them are open, not whether all are.
    pub fn is_search(&self) -> bool {
        self.searched
    }
}

impl FromStr for Ports {
    type Err = PortsError;

    fn from_str(text: &str) -> Result<Ports, PortsError> {
        let mut ranges = Vec::new();
        let mut searched = false;
        for part in text.split(',').map(str::trim) {
            let range = match part.split_once('-') {
                _ if part.is_empty() => return Err(PortsError::Empty(shown(text))),
                // A name may hold a hyphen of its own.
                Some(_) if Service::from_scheme(part).is_some() => named(part)?,
                Some((low, high)) => {
                    searched = true;
                    let low = if low.is_empty() { 1 } else { number(low)? };
                    let high = if high.is_empty() { u16::MAX } else { number(high)? };
                    if low > high {
                        return Err(PortsError::Backwards(shown(part)));
                    }
                    low..=high
                }
                None if part.starts_with(|c: char| c.is_ascii_alphabetic()) => named(part)?,
                None => number(part).map(|port| port..=port)?,
            };
            ranges.push(range);
        }
        Ok(Ports { ranges: merged(ranges), searched })
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, range) in self.ranges.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            if range.start() == range.end() {
                write!(f, "{comma}{}", range.start())?;
            } else {
                write!(f, "{comma}{}-{}", range.start(), range.end())?;
            }
        }
        Ok(())
    }
}

fn number(text: &str) -> Result<u16, PortsError> {
    let wrong = || PortsError::Number(shown(text));
    // `parse` alone would take a sign.
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    text.parse().ok().filter(|port| *port != 0).ok_or_else(wrong)
}

fn named(word: &str) -> Result<RangeInclusive<u16>, PortsError> {
    let port = Service::from_scheme(word).and_then(Service::default_port);
    port.map(|port| port..=port).ok_or_else(|| PortsError::Name { word: shown(word) })
}

/// An input as it may stand in a message: short, and nothing in it that a terminal would obey.
fn shown(text: &str) -> String {
    text.chars().take(60).collect::<String>().escape_debug().to_string()
}

fn merged(mut ranges: Vec<RangeInclusive<u16>>) -> Vec<RangeInclusive<u16>> {
    ranges.sort_unstable_by_key(|range| *range.start());
    let mut out: Vec<RangeInclusive<u16>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if u32::from(*range.start()) <= u32::from(*last.end()) + 1 => {
                *last = *last.start()..=*range.end().max(last.end());
            }
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        text.parse::<Ports>().map_or_else(|error| error.to_string(), |ports| ports.to_string())
    }

    #[test]
    fn numbers_ranges_and_names_make_one_ascending_list() {
        assert_eq!(read("80,22,8000-8100"), "22,80,8000-8100");
        assert_eq!(read("ssh,http, 443"), "22,80,443");
        assert_eq!(read("-"), "1-65535");
        assert_eq!(read("65000-"), "65000-65535");
        assert_eq!(read("5-9,7-12,13,1"), "1,5-13");
        assert_eq!("-".parse::<Ports>().unwrap().count(), 65535);
        assert!("1-2".parse::<Ports>().unwrap().is_search());
        assert!(!"1,2".parse::<Ports>().unwrap().is_search());
    }

    #[test]
    fn a_wrong_port_is_named_with_its_mend() {
        assert_eq!(read("0"), "`0` is not a port; a port is a number from 1 to 65535");
        assert_eq!(read("22,70000"), "`70000` is not a port; a port is a number from 1 to 65535");
        assert_eq!(read("+22"), "`+22` is not a port; a port is a number from 1 to 65535");
        assert_eq!(read("9-1"), "`9-1` runs backwards; write the lower port first");
        assert!(read("a").starts_with("`a` is neither a port nor a service known here; use a number"));
        assert!(read("22,,80").starts_with("`22,,80` names no port at one place"));
        assert!(read("").starts_with("`` names no port"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_it_reads_is_ascending(text in "[-,0-9a-z ]{0,40}|\\PC{0,40}") {
            if let Ok(ports) = text.parse::<Ports>() {
                let all: Vec<u16> = ports.iter().collect();
                proptest::prop_assert_eq!(all.len(), ports.count() as usize);
                proptest::prop_assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
                proptest::prop_assert!(!all.contains(&0) && !all.is_empty());
                proptest::prop_assert_eq!(ports.to_string().parse::<Ports>().map(|again| again.ranges), Ok(ports.ranges));
            }
        }
    }
}
