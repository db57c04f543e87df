//! RakNet's unconnected ping, by which Bedrock servers are found (minecraft.wiki, "Bedrock Edition protocol/RakNet").

use serde::{Deserialize, Serialize};

use crate::wire::minecraft::{Edition, Irregular, Motd, Oddity, clean, note, note_controls};

/// What marks a packet as RakNet's.
const MAGIC: [u8; 16] = [0, 0xff, 0xff, 0, 0xfe, 0xfe, 0xfe, 0xfe, 0xfd, 0xfd, 0xfd, 0xfd, 0x12, 0x34, 0x56, 0x78];

/// What a pong says. What is null was not said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Pong {
    /// `MCPE`, or `MCEE` for the Education edition.
    pub edition: Option<String>,
    /// The message of the day; its second line is the level's name.
    pub motd: Motd,
    /// The protocol's number.
    pub protocol: Option<i64>,
    /// The version's name, such as `1.21.50`.
    pub version: Option<String>,
    /// Players on the server.
    pub online: Option<i64>,
    /// Players it has room for.
    pub max: Option<i64>,
    /// The server's own number.
    pub server_id: Option<String>,
    /// `Survival`, `Creative` and kin.
    pub game_mode: Option<String>,
    /// The UDP port for IPv4 that it names.
    pub port_v4: Option<u16>,
    /// The UDP port for IPv6 that it names.
    pub port_v6: Option<u16>,
}

/// The ping: 33 bytes always, for shorter ones crash some servers. `time` comes back with the pong.
pub fn ping(time: u64, client: u64) -> [u8; 33] {
    let mut out = [1; 33];
    out[1..9].copy_from_slice(&time.to_be_bytes());
    out[9..25].copy_from_slice(&MAGIC);
    out[25..].copy_from_slice(&client.to_be_bytes());
    out
}

/// Reads a pong and the time that came back with it; `None` where the datagram is none.
pub fn pong(bytes: &[u8]) -> Option<(Pong, u64, Vec<Irregular>)> {
    let mut odd = Vec::new();
    let [0x1c, rest @ ..] = bytes else { return None };
    let time = u64::from_be_bytes(rest.get(..8)?.try_into().ok()?);
    if rest.get(16..32)? != MAGIC {
        note(&mut odd, Oddity::WrongMagic, "");
    }
    let Some(length) = rest.get(32..34) else {
        note(&mut odd, Oddity::FieldsMissing, "all of them");
        return Some((Pong::default(), time, odd));
    };
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    let text = &rest[34..];
    if text.len() < length {
        note(&mut odd, Oddity::Cut, &format!("{} of {length} bytes came", text.len()));
    } else if text.len() > length {
        note(&mut odd, Oddity::BytesAfterEnd, "");
    }
    let text = String::from_utf8_lossy(&text[..text.len().min(length)]);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        note(&mut odd, Oddity::BadUtf8, "");
    }
    Some((fields(&text, &mut odd), time, odd))
}

/// `MCPE;motd;protocol;version;online;max;id;motd2;mode;modeN;port4;port6;`, the end of which may be missing.
fn fields(text: &str, odd: &mut Vec<Irregular>) -> Pong {
    let fields = split(text);
    let field = |at: usize| fields.get(at).filter(|field| !field.is_empty());
    let plain = |at: usize| field(at).map(|text| clean(text, 256));
    let mut number = |at: usize, name: &str| {
        let read = field(at).and_then(|text| text.trim().parse::<i64>().ok());
        if read.is_none() && fields.len() > at {
            note(odd, Oddity::WrongType, name);
        }
        read
    };
    let (protocol, online, max) = (number(2, "protocol"), number(4, "online"), number(5, "max"));
    if fields.len() < 6 {
        note(odd, Oddity::FieldsMissing, &format!("{} fields", fields.len()));
    }
    for (name, number) in [("online", online), ("max", max)] {
        if number.is_some_and(i64::is_negative) {
            note(odd, Oddity::OutOfRange, name);
        }
    }
    note_controls(odd, fields.iter().map(String::as_str));
    let port = |at: usize| field(at).and_then(|text| text.trim().parse().ok());
    let first = fields.get(1).map_or("", String::as_str);
    let motd = match field(7) {
        Some(second) => format!("{first}\n{second}"),
        None => first.to_owned(),
    };
    Pong {
        edition: plain(0),
        motd: Motd::of_codes(&motd, Edition::Bedrock),
        protocol,
        version: plain(3),
        online,
        max,
        server_id: plain(6),
        game_mode: plain(8),
        port_v4: port(10),
        port_v6: port(11),
    }
}

/// Splits at the semicolons; one that belongs to a field stands behind a backslash.
fn split(text: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if matches!(chars.peek(), Some(';' | '\\')) => {
                let escaped = chars.next();
                if let Some(last) = fields.last_mut() {
                    last.extend(escaped);
                }
            }
            ';' if fields.len() < 64 => fields.push(String::new()),
            c => {
                if let Some(last) = fields.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    // The text ends with a semicolon, which begins no field.
    if fields.last().is_some_and(String::is_empty) {
        fields.pop();
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Vec<u8> {
        let length = u16::try_from(text.len()).expect("short").to_be_bytes();
        [&[0x1c][..], &7u64.to_be_bytes(), &9u64.to_be_bytes(), &MAGIC, &length, text.as_bytes()].concat()
    }

    fn told(bytes: &[u8]) -> (Pong, Vec<Oddity>) {
        let (pong, time, odd) = pong(bytes).expect("a pong");
        assert_eq!(time, 7);
        (pong, odd.into_iter().map(|one| one.kind).collect())
    }

    const WHOLE: &str =
        "MCPE;Dedicated §cServer;390;1.14.60;0;10;13253860892328930865;Bedrock level;Survival;1;19132;19133;";

    #[test]
    fn the_ping_is_of_33_bytes() {
        let bytes = ping(1, 2);
        assert_eq!(bytes[..9], [1, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!((&bytes[9..25], &bytes[25..]), (&MAGIC[..], &[0, 0, 0, 0, 0, 0, 0, 2][..]));
    }

    #[test]
    fn a_pong_is_read_whole() {
        let (pong, odd) = told(&answer(WHOLE));
        assert_eq!(odd, []);
        assert_eq!(pong.motd.text, "Dedicated Server\nBedrock level");
        assert_eq!(
            (pong.protocol, pong.version.as_deref(), pong.online, pong.max),
            (Some(390), Some("1.14.60"), Some(0), Some(10))
        );
        assert_eq!(
            (pong.game_mode.as_deref(), pong.port_v4, pong.port_v6),
            (Some("Survival"), Some(19132), Some(19133))
        );
        assert_eq!((pong.edition.as_deref(), pong.server_id.as_deref()), (Some("MCPE"), Some("13253860892328930865")));
    }

    #[test]
    fn odd_pongs_give_what_they_have() {
        let (short, odd) = told(&answer("MCPE;a\\;b;390;1.14;0;10"));
        assert_eq!((short.motd.text.as_str(), short.max, short.port_v4, odd), ("a;b", Some(10), None, vec![]));
        let (shorter, odd) = told(&answer("MCPE;x"));
        assert_eq!((shorter.motd.text.as_str(), odd), ("x", vec![Oddity::FieldsMissing]));
        assert_eq!(told(&answer("")).1, [Oddity::FieldsMissing]);
        assert_eq!(told(&answer(WHOLE)[..33]).1, [Oddity::FieldsMissing]);
        assert_eq!(told(&answer(WHOLE)[..100]).1, [Oddity::Cut]);
        assert_eq!(told(&[answer(WHOLE), vec![0]].concat()).1, [Oddity::BytesAfterEnd]);
        assert_eq!(told(&answer(&WHOLE.replace("390", "new"))).1, [Oddity::WrongType]);
        let mut other = answer(WHOLE);
        other[20] ^= 1;
        assert_eq!(told(&other).1, [Oddity::WrongMagic]);
        for none in [&[][..], &[0x1c], &ping(1, 2), b"HTTP/1.1 400 Bad Request", &answer(WHOLE)[..20]] {
            assert_eq!(pong(none), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_datagram_is_survived(bytes: Vec<u8>, text: String) {
            let _ = pong(&bytes);
            let _ = pong(&[&[0x1c][..], &[0; 16], &MAGIC, &bytes].concat());
            let _ = pong(&answer(&text.chars().take(200).collect::<String>()));
        }
    }
}
