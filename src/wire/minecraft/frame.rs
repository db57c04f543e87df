//! The Server List Ping since 1.7: frames, the question, its answer, and the ping (minecraft.wiki, "Java Edition
//! protocol/Server List Ping").

use crate::wire::minecraft::irregular::{Irregular, Oddity, note};
use crate::wire::minecraft::status::Status;
use crate::wire::minecraft::varint::{self, VarInt};
use crate::wire::minecraft::{LegacyPing, status};

/// The most bytes of an answer that are looked at: the longest frame is 2^21 − 1 bytes long.
pub const MOST: usize = (2 << 20) + 16;
/// The longest frame.
const LONGEST: i32 = (2 << 20) - 1;
/// The most empty frames before an answer.
const MOST_EMPTY: usize = 16;

/// What the bytes so far amount to.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// The answer is not whole yet.
    More,
    /// An answer.
    Status {
        /// What it says.
        status: Box<Status>,
        /// What is odd about it.
        odd: Vec<Irregular>,
        /// Where it ends; what comes behind is the pong's.
        end: usize,
        /// True where it was given as servers before 1.7 give it.
        legacy: bool,
    },
    /// Something else than a Minecraft server speaks.
    Other,
}

/// How a pong stands to its ping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pong {
    /// It is not whole yet.
    More,
    /// It is the ping's.
    Right,
    /// It is some other packet.
    Wrong(Irregular),
}

/// The handshake for a status, and the request, as one piece. `protocol` is the version that the client claims.
pub fn question(host: &str, port: u16, protocol: i32) -> Vec<u8> {
    // The server cuts longer names off the connection.
    let host: String = host.chars().take(255).collect();
    let mut body = vec![0];
    varint::write(protocol, &mut body);
    varint::write(i32::try_from(host.len()).unwrap_or(0), &mut body);
    body.extend(host.as_bytes());
    body.extend(port.to_be_bytes());
    body.push(1);
    let mut out = Vec::new();
    varint::write(i32::try_from(body.len()).unwrap_or(0), &mut out);
    out.extend(body);
    out.extend([1, 0]);
    out
}

/// The ping with that number.
pub fn ping(number: i64) -> Vec<u8> {
    [&[9, 1][..], &number.to_be_bytes()].concat()
}

/// Reads the answer to [`ping`].
pub fn pong(bytes: &[u8], number: i64) -> Pong {
    let wanted = ping(number);
    if wanted.starts_with(bytes) && bytes.len() < wanted.len() {
        return Pong::More;
    }
    if bytes.starts_with(&wanted) {
        return Pong::Right;
    }
    let mut odd = Vec::new();
    match varint::read(bytes) {
        VarInt::Number(9, 1) if bytes.get(1) == Some(&1) && bytes.len() < 10 => return Pong::More,
        VarInt::Number(9, 1) if bytes.get(1) == Some(&1) => note(&mut odd, Oddity::WrongPong, ""),
        _ => note(&mut odd, Oddity::WrongPacket, "in place of a pong"),
    }
    odd.pop().map_or(Pong::More, Pong::Wrong)
}

/// Reads the answer to [`question`] from all bytes so far; `ended` where no more will come.
pub fn read(bytes: &[u8], ended: bool) -> Read {
    if is_legacy(bytes) {
        return LegacyPing::read(bytes, ended);
    }
    let mut odd = Vec::new();
    let (mut at, mut empty) = (0, 0);
    let (length, body) = loop {
        match varint::read(&bytes[at..]) {
            VarInt::Number(0, taken) if empty < MOST_EMPTY => {
                note(&mut odd, Oddity::EmptyFrame, "");
                (at, empty) = (at + taken, empty + 1);
            }
            VarInt::Number(length, taken) => {
                let mut shortest = Vec::new();
                varint::write(length, &mut shortest);
                if (1..=LONGEST).contains(&length) && taken > shortest.len() {
                    note(&mut odd, Oddity::LongLength, "");
                }
                break (length, at + taken);
            }
            VarInt::More if ended => return Read::Other,
            VarInt::More => return Read::More,
            VarInt::TooLong => break (-1, at + 5),
        }
    };
    if !(1..=LONGEST).contains(&length) {
        note(&mut odd, Oddity::BadLength, &length.to_string());
        return salvage(bytes, at, odd, ended);
    }
    within(bytes, body, usize::try_from(length).unwrap_or(0), odd, ended)
}

/// Reads the packet of `length` bytes from `body` on.
fn within(bytes: &[u8], body: usize, length: usize, mut odd: Vec<Irregular>, ended: bool) -> Read {
    let wait = if ended { Read::Other } else { Read::More };
    let Some(id) = bytes.get(body) else { return wait };
    let text = &bytes[body + 1..];
    let (text_length, taken) = match varint::read(text) {
        VarInt::Number(text_length, taken) => (usize::try_from(text_length).unwrap_or(usize::MAX), taken),
        VarInt::More => return wait,
        VarInt::TooLong => return Read::Other,
    };
    let start = body + 1 + taken;
    // A frame that is whole, and has nothing to say.
    if *id == 0 && text_length == 0 && start == body + length && bytes.len() == start {
        note(&mut odd, Oddity::Malformed, "the text is empty");
        return Read::Status { status: Box::default(), odd, end: start, legacy: false };
    }
    // An answer's text begins with a brace; another packet, or another protocol, does not.
    let Some(first) = bytes[start..].iter().find(|byte| !byte.is_ascii_whitespace()) else { return wait };
    let begins = matches!(first, b'{' | b'"' | b'[' | 0xef);
    if !begins && (*id != 0 || text_length > LONGEST as usize) {
        return Read::Other;
    }
    if *id != 0 {
        note(&mut odd, Oddity::WrongPacket, &id.to_string());
    }
    let frame_end = body + length;
    let text_end = start.saturating_add(text_length);
    if text_end != frame_end {
        note(&mut odd, Oddity::WrongTextLength, &format!("{text_length} bytes of text in a frame of {length}"));
    }
    // The frame is believed where the two differ, unless it is the shorter one.
    let end = if text_end <= MOST { frame_end.max(text_end) } else { frame_end };
    if bytes.len() < end && !ended && bytes.len() < MOST {
        // A text that is whole need not wait for bytes that were announced by mistake; that is seen only at the end.
        return Read::More;
    }
    let sound = *id == 0 && text_end == frame_end && bytes.len() >= end;
    if bytes.len() < end {
        note(&mut odd, Oddity::Cut, &format!("{} of {end} bytes came", bytes.len()));
    }
    let end = end.min(bytes.len());
    finish(&bytes[start..end], end, odd, sound)
}

/// The text of an answer whose frame is beyond reading: from the first brace on.
fn salvage(bytes: &[u8], from: usize, odd: Vec<Irregular>, ended: bool) -> Read {
    match bytes[from..].iter().take(64).position(|byte| *byte == b'{') {
        None if bytes.len() < from + 64 && !ended => Read::More,
        None => Read::Other,
        Some(_) if !ended && bytes.len() < MOST => Read::More,
        Some(at) => finish(&bytes[from + at..], bytes.len(), odd, false),
    }
}

/// The answer that is told by `text`; where its frame is `sound`, it is one whatever it says.
fn finish(text: &[u8], end: usize, mut odd: Vec<Irregular>, sound: bool) -> Read {
    let read = status::read(text, &mut odd);
    let read = read.or_else(|| {
        sound.then(|| {
            note(&mut odd, Oddity::NotAnObject, &String::from_utf8_lossy(&text[..text.len().min(80)]));
            status::Status::default()
        })
    });
    match read {
        Some(status) => Read::Status { status: Box::new(status), odd, end, legacy: false },
        None => Read::Other,
    }
}

/// True where the bytes are a kick packet as servers before 1.7 send it: `FF`, a 16-bit length, UTF-16. As a frame
/// it would be one whose length is written too long, or else is followed by a packet number and a text's length.
fn is_legacy(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0, ..] => true,
        [0xff, 1, 0, fourth, ..] => *fourth < 0x80,
        [0xff, 1, third, ..] => *third != 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUS: &str =
        r#"{"description":"Hi","players":{"max":20,"online":3},"version":{"name":"1.8","protocol":47}}"#;

    fn frame(id: u8, text: &str) -> Vec<u8> {
        let mut body = vec![id];
        varint::write(i32::try_from(text.len()).expect("short"), &mut body);
        body.extend(text.as_bytes());
        let mut out = Vec::new();
        varint::write(i32::try_from(body.len()).expect("short"), &mut out);
        [out, body].concat()
    }

    fn told(bytes: &[u8]) -> (Option<String>, Vec<Oddity>) {
        match read(bytes, true) {
            Read::Status { status, odd, .. } => (Some(status.motd.text), odd.into_iter().map(|one| one.kind).collect()),
            _ => (None, vec![]),
        }
    }

    #[test]
    fn the_question_is_what_the_client_sends() {
        let mut wanted = vec![15, 0, 47, 9];
        wanted.extend(b"localhost");
        wanted.extend([0x63, 0xdd, 1, 1, 0]);
        assert_eq!(question("localhost", 25565, 47), wanted);
        assert_eq!(question("x", 1, -1)[1..7], [0, 0xff, 0xff, 0xff, 0xff, 0x0f]);
        assert_eq!(ping(1), [9, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn an_answer_is_waited_for_and_read_once_whole() {
        let whole = frame(0, STATUS);
        for cut in 0..whole.len() {
            assert_eq!(read(&whole[..cut], false), Read::More, "{cut}");
        }
        let both = [whole.clone(), ping(7)].concat();
        let Read::Status { status, odd, end, legacy } = read(&both, false) else { panic!("no status") };
        assert_eq!(
            (status.motd.text.as_str(), status.online, odd.len(), end, legacy),
            ("Hi", Some(3), 0, whole.len(), false)
        );
        assert_eq!(pong(&both[end..], 7), Pong::Right);
    }

    #[test]
    fn odd_frames_are_read_and_named() {
        let whole = frame(0, STATUS);
        let body = &whole[1..];
        let with = |length: &[u8], rest: &[u8]| [length, rest].concat();
        let n = whole[0];
        for (bytes, oddities) in [
            (with(&[0, 0], &whole), vec![Oddity::EmptyFrame]),
            (with(&[n | 0x80, 0], body), vec![Oddity::LongLength]),
            (with(&[n | 0x80, 0x80, 0x80, 0], body), vec![Oddity::LongLength]),
            (with(&[0xff, 0xff, 0xff, 0xff, 0x0f], body), vec![Oddity::BadLength]),
            (with(&[0x80, 0x80, 0x80, 0x80, 0x80], body), vec![Oddity::BadLength]),
            (with(&[0xff, 0xff, 0xff, 0x7f], body), vec![Oddity::BadLength]),
            (with(&[n + 20], body), vec![Oddity::WrongTextLength, Oddity::Cut]),
            (with(&[n - 20], body), vec![Oddity::WrongTextLength]),
            (frame(5, STATUS), vec![Oddity::WrongPacket]),
            (frame(0, &format!("{STATUS}xyz")), vec![Oddity::BytesAfterEnd]),
        ] {
            assert_eq!(told(&bytes), (Some("Hi".to_owned()), oddities), "{:?}", &bytes[..12]);
        }
        let cut = &whole[..whole.len() - 30];
        let (text, odd) = told(cut);
        assert_eq!((text.as_deref(), odd.contains(&Oddity::Cut)), (Some("Hi"), true));
    }

    #[test]
    fn a_sound_frame_is_an_answer_whatever_it_says() {
        for (text, kind) in [("null", Oddity::NotAnObject), ("42", Oddity::NotAnObject), ("", Oddity::Malformed)] {
            assert_eq!(told(&frame(0, text)), (Some(String::new()), vec![kind]), "{text}");
        }
        let (text, odd) = told(&frame(0, "rubbish"));
        assert_eq!((text.as_deref(), odd.last()), (Some("rubbish"), Some(&Oddity::NotAnObject)));
        assert_eq!(read(&frame(7, "null"), true), Read::Other);
    }

    #[test]
    fn other_protocols_are_none() {
        for bytes in [
            &b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{\"error\":\"x\"}"[..],
            b"SSH-2.0-OpenSSH_9.2p1\r\n",
            b"\x15\x03\x03\0\x02\x02\x46",
            b"Fail\n",
            b"417\n",
            b"",
            b"220 mail.example.org ESMTP\r\n",
            b"-ERR unknown command\r\n",
        ] {
            assert_eq!(read(bytes, true), Read::Other, "{bytes:?}");
        }
    }

    #[test]
    fn a_wrong_pong_is_named() {
        assert_eq!(pong(&ping(3)[..4], 3), Pong::More);
        assert_eq!(pong(&ping(4)[..4], 3), Pong::More);
        assert!(matches!(pong(&ping(4), 3), Pong::Wrong(Irregular { kind: Oddity::WrongPong, .. })));
        assert!(matches!(pong(&[2, 0, 0], 3), Pong::Wrong(Irregular { kind: Oddity::WrongPacket, .. })));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, ended: bool) {
            let _ = read(&bytes, ended);
            let _ = pong(&bytes, 5);
            let _ = read(&[&[0xff][..], &bytes].concat(), ended);
            let _ = read(&[&[80, 0, 78, b'{'][..], &bytes].concat(), ended);
        }

        #[test]
        fn more_bytes_never_make_an_answer_less(at in 0usize..90, change: u8) {
            let mut whole = frame(0, STATUS);
            if let Some(byte) = whole.get_mut(at) {
                *byte = change;
            }
            proptest::prop_assert_ne!(read(&whole, true), Read::More);
        }
    }
}
