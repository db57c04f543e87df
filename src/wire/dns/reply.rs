//! Reads a reply, and tells a real one from what is none.

use serde::{Deserialize, Serialize};

use crate::wire::dns::{Name, Question, RecordType, data, extended_error};

/// One resource record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Record {
    /// The owner name, without the trailing dot.
    pub name: String,
    /// The type (`A`, `CNAME`, …).
    #[serde(rename = "type")]
    pub record_type: String,
    /// Seconds that it may be kept.
    pub ttl: u32,
    /// The data in presentation form; control characters are escaped as `\DDD`.
    pub data: String,
}

/// A reply to a question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reply {
    /// dig's word for the response code.
    pub rcode: String,
    /// The server says that it is the authority (AA).
    pub authoritative: bool,
    /// More did not fit (TC).
    pub truncated: bool,
    /// The server offers recursion (RA).
    pub recursion_available: bool,
    /// The server vouches for the answer (AD).
    pub authentic: bool,
    /// The answer section.
    pub answers: Vec<Record>,
    /// The authority section.
    pub authorities: Vec<Record>,
    /// The additional section, EDNS aside.
    pub additionals: Vec<Record>,
    /// Extended DNS Errors as `code (purpose)` or `code (purpose): text` (RFC 8914).
    pub extended_errors: Vec<String>,
}

/// Why bytes are no reply to the question asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Fewer than the twelve octets of a header.
    #[error("it is shorter than a DNS header")]
    Short,
    /// The header says that it is a question.
    #[error("it is not marked as a response")]
    NotAResponse,
    /// It carries another identifier.
    #[error("it answers under another identifier")]
    OtherId,
    /// It repeats another question.
    #[error("it answers another question")]
    OtherQuestion,
    /// A record does not parse.
    #[error("a record in it cannot be read")]
    Unreadable,
}

/// Records kept of each section; a message cannot need more, and a report should not hold more.
const MOST: usize = 1_000;

/// dig's words for the response codes (IANA's registry "DNS RCODEs").
const CODES: &[(u16, &str)] = &[
    (0, "NOERROR"),
    (1, "FORMERR"),
    (2, "SERVFAIL"),
    (3, "NXDOMAIN"),
    (4, "NOTIMP"),
    (5, "REFUSED"),
    (6, "YXDOMAIN"),
    (7, "YXRRSET"),
    (8, "NXRRSET"),
    (9, "NOTAUTH"),
    (10, "NOTZONE"),
    (16, "BADVERS"),
    (23, "BADCOOKIE"),
];

/// True where the header says that the reply did not fit. Asked of the header alone, because a message that was cut
/// may not parse.
pub fn is_truncated(message: &[u8]) -> bool {
    message.get(2).is_some_and(|octet| octet & 0x02 != 0)
}

impl Reply {
    /// Reads the reply to `question`, asked under `id`.
    ///
    /// # Errors
    /// Where the bytes are no reply to it.
    pub fn read(message: &[u8], id: u16, question: &Question) -> Result<Reply, Fault> {
        let header = message.first_chunk::<12>().ok_or(Fault::Short)?;
        let word = |index: usize| u16::from_be_bytes([header[index * 2], header[index * 2 + 1]]);
        if word(0) != id {
            return Err(Fault::OtherId);
        }
        let flags = word(1);
        if flags & 0x8000 == 0 {
            return Err(Fault::NotAResponse);
        }
        let mut low_code = flags & 0x000f;
        let mut at = 12;
        match word(2) {
            // A server that could not even read the question, or refuses it, may leave it out.
            0 if low_code != 0 => {}
            1 => {
                let (name, end) = Name::read(message, at).ok_or(Fault::Unreadable)?;
                let kind = message.get(end..end + 4).ok_or(Fault::Unreadable)?;
                if !name.is(&question.name) || kind != [question.record_type.0.to_be_bytes(), [0, 1]].concat() {
                    return Err(Fault::OtherQuestion);
                }
                at = end + 4;
            }
            _ => return Err(Fault::OtherQuestion),
        }
        let mut reply = Reply {
            authoritative: flags & 0x0400 != 0,
            truncated: flags & 0x0200 != 0,
            recursion_available: flags & 0x0080 != 0,
            authentic: flags & 0x0020 != 0,
            ..Reply::default()
        };
        for section in 0..3 {
            for _ in 0..word(3 + section) {
                let (raw, end) = Raw::read(message, at).ok_or(Fault::Unreadable)?;
                at = end;
                if raw.record_type == RecordType::OPT {
                    low_code |= u16::from(raw.ttl.to_be_bytes()[0]) << 4;
                    reply.extended_errors.extend(options(message.get(raw.data..end).unwrap_or_default()));
                    continue;
                }
                let into = [&mut reply.answers, &mut reply.authorities, &mut reply.additionals];
                let into = into.into_iter().nth(section).ok_or(Fault::Unreadable)?;
                if into.len() < MOST {
                    into.push(raw.record(message, end).ok_or(Fault::Unreadable)?);
                }
            }
        }
        let known = CODES.iter().find(|row| row.0 == low_code);
        reply.rcode = known.map_or_else(|| format!("RCODE{low_code}"), |row| row.1.to_owned());
        Ok(reply)
    }
}

/// A record's head, and where its data begins.
struct Raw {
    name: Name,
    record_type: RecordType,
    ttl: u32,
    data: usize,
}

impl Raw {
    fn read(message: &[u8], at: usize) -> Option<(Raw, usize)> {
        let (name, at) = Name::read(message, at)?;
        let head = message.get(at..)?.first_chunk::<10>()?;
        let record_type = RecordType(u16::from_be_bytes([head[0], head[1]]));
        let ttl = u32::from_be_bytes([head[4], head[5], head[6], head[7]]);
        let end = at + 10 + usize::from(u16::from_be_bytes([head[8], head[9]]));
        (end <= message.len()).then_some((Raw { name, record_type, ttl, data: at + 10 }, end))
    }

    fn record(&self, message: &[u8], end: usize) -> Option<Record> {
        Some(Record {
            name: self.name.to_string(),
            record_type: self.record_type.to_string(),
            ttl: self.ttl,
            data: data::read(message, self.data, end, self.record_type)?,
        })
    }
}

/// The Extended DNS Errors among EDNS options (RFC 6891 section 6.1.2, RFC 8914 section 2).
fn options(mut octets: &[u8]) -> Vec<String> {
    let mut errors = Vec::new();
    while let Some((head, behind)) = octets.split_first_chunk::<4>() {
        let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
        let Some(value) = behind.get(..length) else { break };
        if u16::from_be_bytes([head[0], head[1]]) == 15 && errors.len() < 16 {
            errors.extend(extended_error::read(value));
        }
        octets = &behind[length..];
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::dns::Wishes;
    use proptest::prelude::*;

    fn question() -> Question {
        Question { name: Name::parse("a.example").unwrap_or_default(), record_type: RecordType::A }
    }

    /// A reply to [`question`] with one address and one extended error.
    fn reply() -> Vec<u8> {
        let mut message = question().message(7, Wishes { edns: false, ..Wishes::default() });
        message[2] |= 0x84;
        message[7] = 1;
        message[11] = 1;
        message.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4, 192, 0, 2, 7]);
        message.extend([0, 0, 41, 4, 0xd0, 0, 0, 0, 0, 0, 9, 0, 15, 0, 5, 0, 17, b'a', b'd', b's']);
        message
    }

    #[test]
    fn an_answer_reads_with_its_extended_error() {
        let read = Reply::read(&reply(), 7, &question()).unwrap_or_default();
        assert_eq!(read.rcode, "NOERROR");
        assert!(read.authoritative && !read.truncated);
        let record = Record { name: "a.example".into(), record_type: "A".into(), ttl: 300, data: "192.0.2.7".into() };
        assert_eq!(read.answers, [record]);
        assert_eq!(read.extended_errors, ["17 (Filtered): ads"]);
    }

    #[test]
    fn what_was_not_asked_is_no_answer() {
        assert_eq!(Reply::read(&reply(), 8, &question()), Err(Fault::OtherId));
        let other = Question { record_type: RecordType::AAAA, ..question() };
        assert_eq!(Reply::read(&reply(), 7, &other), Err(Fault::OtherQuestion));
        let echo = question().message(7, Wishes::default());
        assert_eq!(Reply::read(&echo, 7, &question()), Err(Fault::NotAResponse));
        assert_eq!(Reply::read(&reply()[..40], 7, &question()), Err(Fault::Unreadable));
        assert_eq!(Reply::read(b"", 7, &question()), Err(Fault::Short));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let _ = Reply::read(&bytes, 7, &question());
        }

        #[test]
        fn any_records_behind_a_good_question_are_read_or_refused(
            counts in any::<[u8; 3]>(),
            tail in prop::collection::vec(any::<u8>(), 0..400),
        ) {
            let mut message = question().message(7, Wishes { edns: false, ..Wishes::default() });
            message[2] |= 0x80;
            (message[7], message[9], message[11]) = (counts[0], counts[1], counts[2]);
            message.extend(tail);
            if let Ok(reply) = Reply::read(&message, 7, &question()) {
                prop_assert!(reply.answers.len() <= usize::from(counts[0]));
                let shown: usize = reply.answers.iter().map(|record| record.data.len()).sum();
                prop_assert!(shown <= message.len() * 4 * usize::from(counts[0]).max(1));
            }
        }

        #[test]
        fn data_of_any_type_is_shown_in_printable_ascii(
            kind in prop_oneof![0u16..300, any::<u16>()],
            octets in prop::collection::vec(any::<u8>(), 0..80),
        ) {
            let shown = data::read(&octets, 0, octets.len(), RecordType(kind)).unwrap_or_default();
            prop_assert!(shown.bytes().all(|octet| (0x20..0x7f).contains(&octet)), "{shown}");
        }
    }
}
