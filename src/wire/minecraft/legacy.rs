//! The three pings from before 1.7, which newer servers answer as well (minecraft.wiki, "Java Edition protocol/Server
//! List Ping").

use serde::{Deserialize, Serialize};

use crate::wire::minecraft::frame::Read;
use crate::wire::minecraft::irregular::{Irregular, Oddity, clean, note};
use crate::wire::minecraft::{Edition, Motd, Status};

/// One way to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LegacyPing {
    /// As 1.6 asks, with host and port.
    V16,
    /// As 1.4 and 1.5 ask.
    V14,
    /// As Beta 1.8 to 1.3 ask.
    Beta,
}

impl LegacyPing {
    /// All of them, the one that tells most first.
    pub const ALL: [LegacyPing; 3] = [LegacyPing::V16, LegacyPing::V14, LegacyPing::Beta];

    /// The question, to be sent in one segment.
    pub fn question(self, host: &str, port: u16) -> Vec<u8> {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let length = |units: usize| u16::try_from(units).unwrap_or(0).to_be_bytes();
        match self {
            LegacyPing::Beta => vec![0xfe],
            LegacyPing::V14 => vec![0xfe, 1],
            LegacyPing::V16 => {
                let host = wide(&host.chars().take(255).collect::<String>());
                let mut out = vec![0xfe, 1, 0xfa];
                out.extend(length(11));
                out.extend(wide("MC|PingHost"));
                out.extend(length(7 + host.len()));
                // The protocol of 1.6.2.
                out.push(74);
                out.extend(length(host.len() / 2));
                out.extend(host);
                out.extend(u32::from(port).to_be_bytes());
                out
            }
        }
    }

    /// Reads the answer, which is the same for all of them, from all bytes so far; `ended` where no more will come.
    pub fn read(bytes: &[u8], ended: bool) -> Read {
        let wait = if ended { Read::Other } else { Read::More };
        let (units, body) = match bytes {
            [0xff, high, low, body @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), body),
            [0xff, ..] | [] => return wait,
            _ => return Read::Other,
        };
        if body.len() < units * 2 && !ended {
            return Read::More;
        }
        let mut odd = Vec::new();
        if body.len() < units * 2 {
            note(&mut odd, Oddity::Cut, "");
        }
        let end = body.len().min(units * 2);
        let wide: Vec<u16> = body[..end].chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        if char::decode_utf16(wide.iter().copied()).any(|c| c.is_err()) {
            note(&mut odd, Oddity::LoneSurrogate, "");
        }
        let text = String::from_utf16_lossy(&wide);
        match status(&text, &mut odd) {
            Some(status) => Read::Status { status: Box::new(status), odd, end: 3 + end, legacy: true },
            None => Read::Other,
        }
    }
}

/// `§1␀protocol␀version␀motd␀online␀max`, or `motd§online§max`; `None` where it is neither, as in a plain kick.
fn status(text: &str, odd: &mut Vec<Irregular>) -> Option<Status> {
    let mut number = |text: Option<&str>, name: &str| {
        let read = text.and_then(|text| text.trim().parse().ok());
        if read.is_none() {
            note(odd, if text.is_some() { Oddity::WrongType } else { Oddity::Missing }, name);
        }
        read
    };
    let mut status = Status::default();
    if let Some(rest) = text.strip_prefix("§1\0") {
        let mut fields = rest.split('\0');
        status.protocol = number(fields.next(), "protocol");
        status.version = fields.next().map(|version| clean(version, 128));
        status.motd = Motd::of_codes(fields.next().unwrap_or_default(), Edition::Java);
        status.online = number(fields.next(), "online");
        status.max = number(fields.next(), "max");
        return Some(status);
    }
    // The message itself may hold codes, so the numbers are counted from the end.
    let mut fields = text.rsplitn(3, '§');
    let (max, online, motd) = (fields.next()?, fields.next()?, fields.next()?);
    if online.trim().parse::<i64>().is_err() && max.trim().parse::<i64>().is_err() {
        return None;
    }
    status.max = number(Some(max), "max");
    status.online = number(Some(online), "online");
    status.motd = Motd::of_codes(motd, Edition::Java);
    Some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kick(text: &str) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let length = u16::try_from(units.len()).expect("short").to_be_bytes();
        [&[0xff][..], &length, &units.into_iter().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()].concat()
    }

    fn told(bytes: &[u8], ended: bool) -> Option<(Status, Vec<Oddity>)> {
        match LegacyPing::read(bytes, ended) {
            Read::Status { status, odd, legacy: true, .. } => {
                Some((*status, odd.into_iter().map(|o| o.kind).collect()))
            }
            _ => None,
        }
    }

    #[test]
    fn the_questions_are_as_documented() {
        assert_eq!(LegacyPing::Beta.question("x", 1), [0xfe]);
        assert_eq!(LegacyPing::V14.question("x", 1), [0xfe, 1]);
        let long = LegacyPing::V16.question("ab", 25565);
        assert_eq!(long[..7], [0xfe, 1, 0xfa, 0, 11, 0, b'M']);
        assert_eq!(long[27..], [0, 11, 74, 0, 2, 0, b'a', 0, b'b', 0, 0, 0x63, 0xdd]);
    }

    #[test]
    fn both_forms_of_answer_are_read() {
        let (status, odd) = told(&kick("§1\x0074\x001.6.2\0Hi §cthere\x003\x0020"), false).expect("a status");
        assert_eq!((status.protocol, status.version.as_deref()), (Some(74), Some("1.6.2")));
        assert_eq!(
            (status.motd.text.as_str(), status.online, status.max, odd.len()),
            ("Hi there", Some(3), Some(20), 0)
        );
        let (status, odd) = told(&kick("A §cred one§3§20"), false).expect("a status");
        assert_eq!(
            (status.motd.text.as_str(), status.online, status.max, odd.len()),
            ("A red one", Some(3), Some(20), 0)
        );
        assert_eq!((status.version, status.protocol), (None, None));
    }

    #[test]
    fn broken_answers_give_what_they_have() {
        let whole = kick("§1\x0074\x001.6.2\0Hi\x003\x0020");
        assert_eq!(LegacyPing::read(&whole[..9], false), Read::More);
        let (status, odd) = told(&whole[..23], true).expect("a status");
        assert_eq!((status.protocol, odd), (Some(74), vec![Oddity::Cut, Oddity::Missing, Oddity::Missing]));
        assert_eq!(told(&kick("Server is starting!"), true), None);
        assert_eq!(LegacyPing::read(b"HTTP/1.1", false), Read::Other);
        let (status, odd) = told(&kick("x§many§20"), true).expect("a status");
        assert_eq!((status.online, status.max, odd), (None, Some(20), vec![Oddity::WrongType]));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, text: String, ended: bool) {
            let _ = LegacyPing::read(&bytes, ended);
            let _ = LegacyPing::read(&[&[0xff][..], &bytes].concat(), ended);
            let _ = told(&kick(&format!("§1\0{}", text.chars().take(99).collect::<String>())), ended);
        }
    }
}
