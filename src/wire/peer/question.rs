//! What left: the client's attempts at one port.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::wire::peer::MOST_ATTEMPTS;
use crate::wire::peer::bytes::{Bytes, six};
use crate::wire::peer::text::{self, Garbled};

/// The letter of its text.
const KIND: char = 'Q';
/// The first octet: the version, and in its lowest bit the family.
const VERSION: u8 = 0x10;
/// What one unit of an attempt's time is worth, in milliseconds.
const UNIT_MS: i64 = 10;

/// How an attempt ended for the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// The handshake completed.
    Open,
    /// A reset came.
    Reset,
    /// Nothing came.
    Silent,
    /// An ICMP error came.
    Rejected,
    /// It ended on the client itself.
    Failed,
    /// The handshake completed, and what was asked of the service after it got no answer.
    Unheard,
}

impl Ended {
    /// True where the handshake completed.
    pub fn is_open(self) -> bool {
        matches!(self, Ended::Open | Ended::Unheard)
    }
}

const ENDS: [Ended; 6] = [Ended::Open, Ended::Reset, Ended::Silent, Ended::Rejected, Ended::Failed, Ended::Unheard];

/// One attempt as it left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Attempt {
    /// The port it left from.
    pub source_port: u16,
    /// When it left: milliseconds since 1970, to within 10 ms, in the clock of whoever is asked as far as known.
    pub at_ms: i64,
    /// How it ended.
    pub ended: Ended,
    /// SYNs sent, at most 15.
    pub syns: u8,
}

/// What the client asks: did these arrive?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Question {
    /// True for IPv6.
    pub ipv6: bool,
    /// The port asked for.
    pub port: u16,
    /// The digest of the address asked for.
    pub to: u32,
    /// The digest of the address they left from; 0 where not known.
    pub from: u32,
    /// The attempts, at most `MOST_ATTEMPTS`.
    pub attempts: Vec<Attempt>,
}

/// An address in 32 bits, for comparing only (FNV-1a); never 0.
pub fn digest(address: IpAddr) -> u32 {
    let octets = match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets().to_vec(),
    };
    octets.iter().fold(0x811C_9DC5_u32, |sum, octet| (sum ^ u32::from(*octet)).wrapping_mul(0x0100_0193)).max(1)
}

impl Question {
    /// The text to paste, of at most 120 signs.
    pub fn text(&self) -> String {
        text::write(KIND, &self.octets())
    }

    /// By what an answer knows its question.
    pub fn number(&self) -> u16 {
        u16::try_from(text::checksum(KIND, &self.octets()) & 0xFFFF).unwrap_or(0)
    }

    fn octets(&self) -> Vec<u8> {
        let mut octets = vec![VERSION | u8::from(self.ipv6)];
        octets.extend(self.port.to_be_bytes());
        octets.extend(self.to.to_be_bytes());
        octets.extend(self.from.to_be_bytes());
        let first = self.attempts.first().map_or(0, |one| one.at_ms).max(0);
        octets.extend(six(u64::try_from(first).unwrap_or(0)));
        for one in self.attempts.iter().take(MOST_ATTEMPTS) {
            octets.extend(one.source_port.to_be_bytes());
            let later = (one.at_ms - first).max(0) / UNIT_MS;
            octets.extend(u16::try_from(later).unwrap_or(u16::MAX).to_be_bytes());
            let ended = ENDS.iter().position(|end| *end == one.ended).and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
            octets.push(ended << 4 | one.syns.min(15));
        }
        octets
    }

    /// Reads a text.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str) -> Result<Question, Garbled> {
        let octets = text::read(KIND, text)?;
        Question::of(&octets).ok_or(Garbled::Mangled)
    }

    fn of(octets: &[u8]) -> Option<Question> {
        let mut rest = Bytes(octets);
        let head = rest.one().filter(|head| head & !1 == VERSION)?;
        let (port, to, from) = (rest.two()?, rest.four()?, rest.four()?);
        let first = i64::try_from(rest.six()?).ok()?;
        let mut attempts = Vec::new();
        while !rest.0.is_empty() {
            let (source_port, later, end) = (rest.two()?, rest.two()?, rest.one()?);
            let ended = *ENDS.get(usize::from(end >> 4))?;
            attempts.push(Attempt { source_port, at_ms: first + i64::from(later) * UNIT_MS, ended, syns: end & 15 });
        }
        (attempts.len() <= MOST_ATTEMPTS).then_some(Question { ipv6: head & 1 == 1, port, to, from, attempts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Question {
        let attempt = |n: u16| Attempt {
            source_port: 40_000 + n,
            at_ms: 1_795_000_000_120 + i64::from(n) * 900,
            ended: Ended::Silent,
            syns: 2,
        };
        let attempts = (0..8).map(attempt).collect();
        Question { ipv6: true, port: 8080, to: digest([10, 0, 0, 1].into()), from: u32::MAX, attempts }
    }

    #[test]
    fn the_longest_question_is_short_and_comes_back() {
        let (question, text) = (whole(), whole().text());
        assert!(text.len() <= 120, "{} signs: {text}", text.len());
        assert_eq!(Question::read(&text), Ok(question.clone()));
        let other = Question { port: 8081, ..question.clone() };
        assert_ne!(other.number(), question.number());
    }

    #[test]
    fn an_address_is_digested_alike_in_both_its_forms() {
        let mapped: IpAddr = "::ffff:10.0.0.1".parse().unwrap();
        assert_eq!(digest(mapped), digest("10.0.0.1".parse().unwrap()));
        assert_ne!(digest(mapped), digest("10.0.0.2".parse().unwrap()));
    }

    proptest::proptest! {
        #[test]
        fn any_octets_are_survived(octets: Vec<u8>) {
            if let Some(question) = Question::of(&octets) {
                proptest::prop_assert!(question.attempts.len() <= MOST_ATTEMPTS);
                proptest::prop_assert_eq!(Question::of(&question.octets()), Some(question));
            }
        }
    }
}
