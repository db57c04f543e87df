//! Query, the protocol of `enable-query` in `server.properties` (minecraft.wiki, "Query"; once GameSpy 4).

use serde::{Deserialize, Serialize};

use crate::wire::minecraft::{Edition, Irregular, Motd, Oddity, clean, note};

/// The most players and further fields kept.
const MOST: usize = 1_000;

/// What the full answer says. What is null was not said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Queried {
    /// The message of the day.
    pub motd: Motd,
    /// The version's name.
    pub version: Option<String>,
    /// The kind of game: `SMP`.
    pub game_type: Option<String>,
    /// The world's name.
    pub map: Option<String>,
    /// The server software and its plugins, where it tells.
    pub plugins: Option<String>,
    /// Players on the server.
    pub online: Option<i64>,
    /// Players it has room for.
    pub max: Option<i64>,
    /// The TCP port of the game.
    pub port: Option<u16>,
    /// The players' names.
    pub players: Vec<String>,
}

/// The session number for a number that nobody else knows: servers keep the low half of each byte only.
pub fn session(random: u32) -> u32 {
    random & 0x0f0f_0f0f
}

/// The first question, for a token.
pub fn handshake(session: u32) -> Vec<u8> {
    [&[0xfe, 0xfd, 9][..], &session.to_be_bytes()].concat()
}

/// The question for everything; its four zero bytes at the end make the answer a full one.
pub fn question(session: u32, token: i32) -> Vec<u8> {
    [&[0xfe, 0xfd, 0][..], &session.to_be_bytes(), &token.to_be_bytes(), &[0; 4]].concat()
}

/// Reads the token; `None` where the datagram holds none.
pub fn token(bytes: &[u8], session: u32, odd: &mut Vec<Irregular>) -> Option<i32> {
    let rest = body(bytes, 9, session, odd)?;
    let text: String = rest.iter().take_while(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
    // Servers count in 32 bits, with and without sign.
    text.trim().parse::<i64>().ok().map(|number| number as i32)
}

/// Reads the full answer; `None` where the datagram is none.
pub fn answer(bytes: &[u8], session: u32, odd: &mut Vec<Irregular>) -> Option<Queried> {
    let rest = body(bytes, 0, session, odd)?;
    // `splitnum`, and two bytes that mean nothing any more.
    let Some(mut rest) = rest.strip_prefix(b"splitnum\0\x80\0") else {
        note(odd, Oddity::FieldsMissing, "splitnum");
        return None;
    };
    let mut queried = Queried::default();
    for _ in 0..MOST {
        let Some(key) = text(&mut rest) else {
            note(odd, Oddity::Cut, "");
            return Some(queried);
        };
        if key.is_empty() {
            break;
        }
        let value = text(&mut rest).unwrap_or_default();
        let plain = || Some(clean(&value, 1_000)).filter(|text| !text.is_empty());
        let mut number = |into: &mut Option<i64>| {
            *into = value.trim().parse().ok();
            if into.is_none() {
                note(odd, Oddity::WrongType, &key);
            }
        };
        match key.as_str() {
            "hostname" => queried.motd = Motd::of_codes(&value, Edition::Java),
            "version" => queried.version = plain(),
            "gametype" => queried.game_type = plain(),
            "map" => queried.map = plain(),
            "plugins" => queried.plugins = plain(),
            "numplayers" => number(&mut queried.online),
            "maxplayers" => number(&mut queried.max),
            "hostport" => queried.port = value.trim().parse().ok(),
            _ => {}
        }
    }
    if let Some(mut names) = rest.strip_prefix(b"\x01player_\0\0") {
        while let Some(name) = text(&mut names).filter(|name| !name.is_empty()) {
            if queried.players.len() < MOST {
                queried.players.push(clean(&name, 256));
            }
        }
    } else {
        note(odd, Oddity::FieldsMissing, "player_");
    }
    Some(queried)
}

fn body<'a>(bytes: &'a [u8], kind: u8, session: u32, odd: &mut Vec<Irregular>) -> Option<&'a [u8]> {
    let [first, a, b, c, d, rest @ ..] = bytes else { return None };
    if *first != kind {
        return None;
    }
    if u32::from_be_bytes([*a, *b, *c, *d]) != session {
        note(odd, Oddity::WrongSession, "");
    }
    Some(rest)
}

/// The text up to the next zero byte: UTF-8, or else Latin-1 as vanilla sends it. `None` where no zero byte comes.
fn text(rest: &mut &[u8]) -> Option<String> {
    let end = rest.iter().position(|byte| *byte == 0)?;
    let bytes = &rest[..end];
    *rest = &rest[end + 1..];
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION: u32 = 0x0102_0304;

    fn full() -> Vec<u8> {
        let mut out = [&[0][..], &SESSION.to_be_bytes(), b"splitnum\0\x80\0"].concat();
        out.extend(b"hostname\0A \xa7cMinecraft Server\0gametype\0SMP\0game_id\0MINECRAFT\0version\x001.21.4\0");
        out.extend(b"plugins\0Paper: WorldEdit 7.3\0map\0world\0numplayers\x002\0maxplayers\x0020\0");
        out.extend(b"hostport\x0025565\0hostip\x00127.0.0.1\0\0\x01player_\0\0Ann\0Bob\0\0");
        out
    }

    #[test]
    fn the_questions_are_as_documented() {
        assert_eq!(session(0xffff_ffff), 0x0f0f_0f0f);
        assert_eq!(handshake(SESSION), [0xfe, 0xfd, 9, 1, 2, 3, 4]);
        assert_eq!(question(SESSION, 9_513_307), [0xfe, 0xfd, 0, 1, 2, 3, 4, 0, 0x91, 0x29, 0x5b, 0, 0, 0, 0]);
    }

    #[test]
    fn token_and_answer_are_read() {
        let mut odd = Vec::new();
        assert_eq!(token(b"\x09\x01\x02\x03\x049513307\0", SESSION, &mut odd), Some(9_513_307));
        assert_eq!(token(b"\x09\x01\x02\x03\x04-7\0", SESSION, &mut odd), Some(-7));
        let told = answer(&full(), SESSION, &mut odd).expect("an answer");
        assert_eq!(odd, []);
        assert_eq!((told.motd.text.as_str(), told.version.as_deref()), ("A Minecraft Server", Some("1.21.4")));
        assert_eq!((told.online, told.max, told.port), (Some(2), Some(20), Some(25565)));
        assert_eq!(told.players, ["Ann", "Bob"]);
        assert_eq!((told.map.as_deref(), told.plugins.as_deref()), (Some("world"), Some("Paper: WorldEdit 7.3")));
    }

    #[test]
    fn odd_answers_give_what_they_have() {
        let mut odd = Vec::new();
        assert_eq!(token(b"\x09\x01\x02\x03\x04none\0", SESSION, &mut odd), None);
        assert_eq!(answer(b"HTTP/1.1", SESSION, &mut odd), None);
        assert!(answer(&full(), 7, &mut odd).is_some() && odd[0].kind == Oddity::WrongSession);
        odd.clear();
        let cut = answer(&full()[..80], SESSION, &mut odd).expect("a part");
        assert_eq!((cut.motd.text.as_str(), odd[0].kind), ("A Minecraft Server", Oddity::Cut));
    }

    proptest::proptest! {
        #[test]
        fn any_datagram_is_survived(bytes: Vec<u8>) {
            let mut odd = Vec::new();
            let _ = (token(&bytes, 0, &mut odd), answer(&bytes, 0, &mut odd));
            let _ = answer(&[b"\0\0\0\0\0splitnum\0\x80\0", &bytes[..]].concat(), 0, &mut odd);
        }
    }
}
