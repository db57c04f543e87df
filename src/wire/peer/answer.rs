//! What arrived: the server's word on each of the client's attempts.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::wire::peer::bytes::{Bytes, six};
use crate::wire::peer::text::{self, Garbled};
use crate::wire::peer::{MOST_ATTEMPTS, Question};

/// The letter of its text.
const KIND: char = 'A';
/// In the upper half of the first octet; flags stand in the lower.
const VERSION: u8 = 0x20;
/// The count that stands for "not looked".
const UNKNOWN: u8 = u8::MAX;

/// What the server saw of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sight {
    /// Nothing of it.
    Nothing,
    /// Its SYN arrived and was answered, and the answer to that never came: the connection stayed half-open.
    HalfOpen,
    /// The handshake completed.
    Connected,
}

/// One attempt as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ArrivedAs {
    /// What was seen of it.
    pub seen: Sight,
    /// The source port that it arrived with, where it did.
    pub source_port: Option<u16>,
    /// True where only the time says that it is this one: its source port is not the one it left with.
    pub by_time: bool,
}

/// Who listens at the port asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Listening {
    /// Nobody looked, or could.
    Unknown,
    /// Nobody.
    Nobody,
    /// netwhy itself, which sees every connection.
    Netwhy,
    /// Another program; netwhy sees what the kernel's table of sockets shows of it.
    Other,
}

/// Where something listens at a port, while nobody takes what comes to the address asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BoundElsewhere {
    /// At the loopback alone, which takes connections from the machine itself.
    Loopback,
    /// At another address, or of the other family.
    OtherAddress,
}

const LISTENING: [Listening; 4] = [Listening::Unknown, Listening::Nobody, Listening::Netwhy, Listening::Other];

/// What the server saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Answer {
    /// The number of the question it answers.
    pub question: u16,
    /// The server's clock when it answered: milliseconds since 1970.
    pub clock_ms: u64,
    /// True where the server had been looking since before the first attempt.
    pub covers: bool,
    /// Whether the address asked for is one of the server's own; null where not looked.
    pub own_address: Option<bool>,
    /// Who listens at the port.
    pub listening: Listening,
    /// What was seen of each attempt, in the order asked.
    pub attempts: Vec<ArrivedAs>,
    /// The address that the attempts arrived from; over a connection, failing any, that which asks.
    pub from: Option<IpAddr>,
    /// The TTL or hop limit with which a SYN arrived.
    pub ttl: Option<u8>,
    /// The largest segment that a SYN asked for, in bytes.
    pub mss: Option<u16>,
    /// How many packets the server's kernel took in meanwhile and gave to no program, nor passed on: at most what its
    /// own filter dropped. Null where not looked. At most 254.
    pub kept_back: Option<u8>,
    /// True where it had kept back nothing for as long before, so that what it kept back is most likely of these attempts;
    /// false where other packets may be among it, or nobody can tell.
    #[serde(default)]
    pub quiet_before: bool,
    /// How many connections the server's full accept queues turned away meanwhile. Null where not looked. At most 254.
    pub overflowed: Option<u8>,
    /// True where these attempts are among those: the queue of that very port was seen full, or as many were turned away as
    /// were lost, and none for as long before.
    #[serde(default)]
    pub queue_full: bool,
    /// How many half-open connections a reset ended meanwhile. Null where not looked. At most 254.
    #[serde(default)]
    pub half_open_resets: Option<u8>,
    /// True where those are these attempts, most likely: as many as failed, and none for as long before.
    #[serde(default)]
    pub answers_reset: bool,
    /// The port at which the attempts arrived, where it is not the one they left for. Null otherwise.
    #[serde(default)]
    pub arrived_at: Option<u16>,
    /// Where something listens at the port nevertheless, where `listening` is `nobody`. Null where nothing does.
    #[serde(default)]
    pub bound_elsewhere: Option<BoundElsewhere>,
    /// Whether anything of what that client said came, over most of its further connections to the port. Null where it made
    /// none, or that is not seen.
    #[serde(default)]
    pub heard: Option<bool>,
    /// Whether the server sent one over them. Null where not seen.
    #[serde(default)]
    pub said: Option<bool>,
    /// How many resets the server's kernel sent meanwhile. Null where not looked. At most 254.
    pub resets: Option<u8>,
}

impl Answer {
    /// The text to paste, of at most 120 signs.
    pub fn text(&self) -> String {
        let position = |of: Option<usize>| of.and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
        let own = match self.own_address {
            None => 0,
            Some(false) => 1,
            Some(true) => 2,
        };
        let listening = position(LISTENING.iter().position(|one| *one == self.listening));
        let family = match self.from {
            None => 0,
            Some(IpAddr::V4(_)) => 1,
            Some(IpAddr::V6(_)) => 2,
        };
        let mut octets = vec![
            VERSION | u8::from(self.answers_reset) << 1 | u8::from(self.covers),
            u8::from(self.queue_full) << 7 | u8::from(self.quiet_before) << 6 | own << 4 | listening << 2 | family,
        ];
        octets.extend(self.question.to_be_bytes());
        octets.extend(six(self.clock_ms));
        let counts = [self.kept_back, self.overflowed, self.resets, self.half_open_resets];
        octets.extend(counts.map(|count| count.unwrap_or(UNKNOWN)));
        octets.push(self.ttl.unwrap_or(0));
        octets.extend(self.mss.unwrap_or(0).to_be_bytes());
        octets.extend(self.arrived_at.unwrap_or(0).to_be_bytes());
        let bound = self.bound_elsewhere.map_or(0, |bound| 1 + u8::from(bound == BoundElsewhere::OtherAddress));
        octets.push(bound << 4 | three(self.said) << 2 | three(self.heard));
        match self.from {
            None => {}
            Some(IpAddr::V4(v4)) => octets.extend(v4.octets()),
            Some(IpAddr::V6(v6)) => octets.extend(v6.octets()),
        }
        for one in self.attempts.iter().take(MOST_ATTEMPTS) {
            let seen = match one.seen {
                Sight::Nothing => 0,
                Sight::HalfOpen => 1,
                Sight::Connected => 2,
            };
            octets.push(seen << 1 | u8::from(one.by_time));
            octets.extend(one.source_port.unwrap_or(0).to_be_bytes());
        }
        text::write(KIND, &octets)
    }

    /// Reads a text.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str) -> Result<Answer, Garbled> {
        let octets = text::read(KIND, text)?;
        Answer::of(&octets).ok_or(Garbled::Mangled)
    }

    /// True where this answers that very question.
    pub fn is_to(&self, question: &Question) -> bool {
        self.question == question.number() && self.attempts.len() == question.attempts.len()
    }

    fn of(octets: &[u8]) -> Option<Answer> {
        let mut rest = Bytes(octets);
        let head = rest.one().filter(|head| head & !3 == VERSION)?;
        let flags = rest.one()?;
        let (queue_full, quiet_before) = (flags >> 7 == 1, flags >> 6 & 1 == 1);
        let own_address = match flags >> 4 & 3 {
            0 => None,
            1 => Some(false),
            2 => Some(true),
            _ => return None,
        };
        let listening = *LISTENING.get(usize::from(flags >> 2 & 3))?;
        let (question, clock_ms) = (rest.two()?, rest.six()?);
        let mut count = || Some(rest.one()?).map(|count| (count != UNKNOWN).then_some(count));
        let (kept_back, overflowed, resets, half_open_resets) = (count()?, count()?, count()?, count()?);
        let (ttl, mss, arrived_at) = (rest.one()?, rest.two()?, rest.two()?);
        let talk = rest.one()?;
        let (heard, said) = (known(talk & 3)?, known(talk >> 2 & 3)?);
        let bound = |is_other| if is_other { BoundElsewhere::OtherAddress } else { BoundElsewhere::Loopback };
        let bound_elsewhere = known(talk >> 4)?.map(bound);
        let from = match flags & 3 {
            0 => None,
            1 => Some(IpAddr::from(rest.take::<4>()?)),
            2 => Some(IpAddr::from(rest.take::<16>()?)),
            _ => return None,
        };
        let mut attempts = Vec::new();
        while !rest.0.is_empty() {
            let (seen, port) = (rest.one()?, rest.two()?);
            let (by_time, seen) =
                (seen & 1 == 1, *[Sight::Nothing, Sight::HalfOpen, Sight::Connected].get(usize::from(seen >> 1))?);
            attempts.push(ArrivedAs { seen, source_port: (port != 0).then_some(port), by_time });
        }
        let (ttl, mss) = ((ttl != 0).then_some(ttl), (mss != 0).then_some(mss));
        let (answers_reset, covers) = (head >> 1 & 1 == 1, head & 1 == 1);
        let arrived_at = (arrived_at != 0).then_some(arrived_at);
        (attempts.len() <= MOST_ATTEMPTS).then_some(Answer {
            question,
            clock_ms,
            covers,
            own_address,
            listening,
            attempts,
            from,
            ttl,
            mss,
            kept_back,
            quiet_before,
            overflowed,
            queue_full,
            half_open_resets,
            answers_reset,
            arrived_at,
            bound_elsewhere,
            heard,
            said,
            resets,
        })
    }
}

/// A yes or no that may not be known, in two bits.
fn three(known: Option<bool>) -> u8 {
    known.map_or(0, |yes| 1 + u8::from(yes))
}

/// The same, read; no such thing where the outer `Option` is none.
fn known(bits: u8) -> Option<Option<bool>> {
    match bits {
        0 => Some(None),
        1 => Some(Some(false)),
        2 => Some(Some(true)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_answer_is_short_and_comes_back() {
        let seen = |n: u16| ArrivedAs { seen: Sight::HalfOpen, source_port: Some(60_000 + n), by_time: n > 3 };
        let answer = Answer {
            question: 4711,
            clock_ms: 1_795_000_000_123,
            covers: true,
            own_address: Some(true),
            listening: Listening::Other,
            attempts: (0..8).map(seen).collect(),
            from: Some("2001:db8::7".parse().unwrap()),
            ttl: Some(61),
            mss: Some(1460),
            kept_back: Some(254),
            quiet_before: true,
            overflowed: Some(0),
            queue_full: true,
            half_open_resets: Some(7),
            answers_reset: true,
            arrived_at: Some(65_535),
            bound_elsewhere: Some(BoundElsewhere::OtherAddress),
            heard: Some(false),
            said: Some(true),
            resets: None,
        };
        let text = answer.text();
        assert!(text.len() <= 120, "{} signs: {text}", text.len());
        assert_eq!(Answer::read(&text), Ok(answer));
    }

    proptest::proptest! {
        #[test]
        fn any_octets_are_survived(octets: Vec<u8>) {
            if let Some(answer) = Answer::of(&octets) {
                proptest::prop_assert_eq!(Answer::read(&answer.text()), Ok(answer));
            }
        }
    }
}
