//! What a status answer says: version, players, message, icon, mods.

use serde::{Deserialize, Serialize};

use crate::wire::minecraft::irregular::{Irregular, Oddity, clean, note, note_controls};
use crate::wire::minecraft::json::{Json, Node, Value};
use crate::wire::minecraft::{Edition, Favicon, Mod, Motd, chat, favicon, forge};

/// The most players named.
const MOST_PLAYERS: usize = 200;

/// The answer. What is null was not said, or not in a form that can be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Status {
    /// The version's name, such as `1.21.4` or `Velocity 1.7.2-1.21`.
    pub version: Option<String>,
    /// The protocol's number.
    pub protocol: Option<i64>,
    /// Players on the server.
    pub online: Option<i64>,
    /// Players it has room for.
    pub max: Option<i64>,
    /// Some of the players; servers put other lines here, too.
    pub sample: Vec<Player>,
    /// The message of the day.
    pub motd: Motd,
    /// The icon.
    pub favicon: Option<Favicon>,
    /// The mods it lists.
    pub mods: Vec<Mod>,
}

/// One player.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Player {
    /// The name, without formatting codes.
    pub name: String,
    /// The unique id as the server writes it.
    pub id: Option<String>,
}

/// Reads an answer's text; `None` where it is no JSON of an answer. What is odd goes to `odd`.
pub(crate) fn read(text: &[u8], odd: &mut Vec<Irregular>) -> Option<Status> {
    let json = Json::read(text, odd)?;
    note_controls(odd, json.texts());
    let root = json.root();
    let mut status = Status::default();
    match root.node() {
        Node::Object(_) => {}
        Node::Text(_) | Node::Array(_) => {
            note(odd, Oddity::NotAnObject, root.kind());
            status.motd = chat::read(root, odd);
            return Some(status);
        }
        _ => return None,
    }
    version(root, &mut status, odd);
    players(root, &mut status, odd);
    if let Some(description) = root.get("description") {
        status.motd = chat::read(description, odd);
    } else if root.is_null("description") {
        note(odd, Oddity::WrongType, "description is null");
    }
    if let Some(field) = root.get("favicon") {
        match field.text() {
            Some(text) => status.favicon = favicon::read(text, odd),
            None => wrong(odd, "favicon", field),
        }
    }
    status.mods = forge::read(root, odd);
    Some(status)
}

fn wrong(odd: &mut Vec<Irregular>, name: &str, value: Value<'_>) {
    note(odd, Oddity::WrongType, &format!("{name} is {}", value.kind()));
}

fn version(root: Value<'_>, status: &mut Status, odd: &mut Vec<Irregular>) {
    let Some(version) = root.get("version") else { return note(odd, Oddity::Missing, "version") };
    let plain = |text: &str| clean(&Motd::of_codes(text, Edition::Java).text, 256);
    match version.node() {
        Node::Object(_) => {}
        Node::Text(name) => {
            wrong(odd, "version", version);
            status.version = Some(plain(name));
            return;
        }
        _ => return wrong(odd, "version", version),
    }
    match version.get("name") {
        None => note(odd, Oddity::Missing, "version.name"),
        Some(name) => match name.node() {
            Node::Text(text) => status.version = Some(plain(text)),
            Node::Number(text) => {
                wrong(odd, "version.name", name);
                status.version = Some(clean(text, 256));
            }
            _ => wrong(odd, "version.name", name),
        },
    }
    match version.get("protocol") {
        None => note(odd, Oddity::Missing, "version.protocol"),
        Some(number) => status.protocol = integer("version.protocol", number, odd),
    }
}

fn players(root: Value<'_>, status: &mut Status, odd: &mut Vec<Irregular>) {
    let Some(players) = root.get("players") else { return note(odd, Oddity::Missing, "players") };
    if !matches!(players.node(), Node::Object(_)) {
        return wrong(odd, "players", players);
    }
    for (name, into) in [("online", &mut status.online), ("max", &mut status.max)] {
        match players.get(name) {
            None => note(odd, Oddity::Missing, &format!("players.{name}")),
            Some(number) => {
                let name = format!("players.{name}");
                *into = integer(&name, number, odd);
                if into.is_some_and(i64::is_negative) {
                    note(odd, Oddity::OutOfRange, &name);
                }
            }
        }
    }
    let Some(sample) = players.get("sample") else { return };
    if !matches!(sample.node(), Node::Array(_)) {
        return wrong(odd, "players.sample", sample);
    }
    for one in sample.items().take(MOST_PLAYERS) {
        let name = one.get("name").and_then(|name| name.text()).or_else(|| one.text());
        match name {
            Some(name) => {
                let name = clean(&Motd::of_codes(name, Edition::Java).text.replace('\n', " "), 256);
                let id = one.get("id").and_then(|id| id.text()).map(|id| clean(id, 64));
                status.sample.push(Player { name, id });
            }
            None => note(odd, Oddity::WrongType, "a player without name"),
        }
    }
}

/// A whole number, also from a fraction or a text; `None` beyond 64 bits.
fn integer(name: &str, value: Value<'_>, odd: &mut Vec<Irregular>) -> Option<i64> {
    let text = match value.node() {
        Node::Number(text) => text,
        Node::Text(text) => {
            wrong(odd, name, value);
            text.trim()
        }
        _ => {
            wrong(odd, name, value);
            return None;
        }
    };
    let number = match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(number), _) => Some(number),
        (Err(_), Ok(number)) if number.abs() < 9e15 => {
            if number.fract() != 0.0 {
                note(odd, Oddity::WrongType, &format!("{name} is a fraction"));
            }
            // Below 2^53 nothing is lost but the fraction.
            Some(number as i64)
        }
        _ => None,
    };
    // Servers count in 32 bits, and no client takes more.
    if number.is_none_or(|number| i32::try_from(number).is_err()) && matches!(value.node(), Node::Number(_)) {
        note(odd, Oddity::OutOfRange, name);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Status, Vec<(Oddity, String)>) {
        let mut odd = Vec::new();
        let status = read(text.as_bytes(), &mut odd).expect("a status");
        (status, odd.into_iter().map(|one| (one.kind, one.detail)).collect())
    }

    const VERSION: &str = r#""version": {"name": "1.8", "protocol": 47}"#;
    const PLAYERS: &str = r#""players": {"max": 20, "online": 3}"#;

    #[test]
    fn a_usual_answer_is_read_whole() {
        let (status, odd) = told(&format!(
            r#"{{{VERSION}, "players": {{"max": 20, "online": 3, "sample": [{{"name": "§aAnn", "id": "4566e69f"}}]}},
                "description": {{"text": "Hello ", "extra": [{{"text": "world", "color": "red"}}]}}, "enforcesSecureChat": true}}"#
        ));
        assert_eq!(odd, []);
        assert_eq!((status.version.as_deref(), status.protocol), (Some("1.8"), Some(47)));
        assert_eq!((status.online, status.max, status.motd.text.as_str()), (Some(3), Some(20), "Hello world"));
        assert_eq!(status.sample, [Player { name: "Ann".into(), id: Some("4566e69f".into()) }]);
    }

    #[test]
    fn every_odd_field_gives_the_rest_and_is_named() {
        let cases: &[(&str, Oddity, &str)] = &[
            (&format!(r#"{{{VERSION}}}"#), Oddity::Missing, "players"),
            (&format!(r#"{{{VERSION}, "players": null}}"#), Oddity::Missing, "players"),
            (
                &format!(r#"{{{VERSION}, "players": {{"online": -5, "max": 20}}}}"#),
                Oddity::OutOfRange,
                "players.online",
            ),
            (&format!(r#"{{{VERSION}, "players": {{"online": 5, "max": 1e400}}}}"#), Oddity::OutOfRange, "players.max"),
            (&format!(r#"{{{VERSION}, {PLAYERS}, "description": null}}"#), Oddity::WrongType, "description is null"),
            (
                &format!(r#"{{{VERSION}, {PLAYERS}, "description": "a\u001b[31mb"}}"#),
                Oddity::ControlCharacters,
                "U+001B",
            ),
            (&format!(r#"{{{VERSION}, "players": 5}}"#), Oddity::WrongType, "players is a number"),
            (
                &format!(r#"{{{VERSION}, "players": {{"online": 3.5, "max": 20}}}}"#),
                Oddity::WrongType,
                "players.online is a fraction",
            ),
            (
                &format!(r#"{{{VERSION}, "players": {{"online": "3", "max": 20}}}}"#),
                Oddity::WrongType,
                "players.online is a string",
            ),
            (
                &format!(r#"{{{VERSION}, "players": {{"online": 1e300, "max": 20}}}}"#),
                Oddity::OutOfRange,
                "players.online",
            ),
            (
                &format!(r#"{{{VERSION}, "players": {{"online": 99999999999, "max": 20}}}}"#),
                Oddity::OutOfRange,
                "players.online",
            ),
            (
                &format!(r#"{{{VERSION}, "players": {{"online": [], "max": 20}}}}"#),
                Oddity::WrongType,
                "players.online is an array",
            ),
            (
                &format!(r#"{{{VERSION}, "players": {{"online": 1, "max": 1, "sample": {{}}}}}}"#),
                Oddity::WrongType,
                "players.sample is an object",
            ),
            (
                &format!(r#"{{{VERSION}, "players": {{"online": 1, "max": 1, "sample": [7]}}}}"#),
                Oddity::WrongType,
                "a player without name",
            ),
            (&format!(r#"{{{VERSION}, {PLAYERS}, "favicon": ""}}"#), Oddity::BadFavicon, "it is empty"),
            (&format!(r#"{{{VERSION}, {PLAYERS}, "favicon": {{}}}}"#), Oddity::WrongType, "favicon is an object"),
            (&format!(r#"{{{VERSION}, {PLAYERS}, "description": 12}}"#), Oddity::WrongType, "a component is a number"),
        ];
        for (text, kind, detail) in cases {
            let (status, odd) = told(text);
            assert_eq!(odd, [(*kind, (*detail).to_owned())], "{text}");
            assert_eq!(status.version.as_deref(), Some("1.8"), "{text}");
        }
        for (text, kind, detail) in [
            (format!("{{{PLAYERS}}}"), Oddity::Missing, "version"),
            (format!(r#"{{{PLAYERS}, "version": "1.8"}}"#), Oddity::WrongType, "version is a string"),
            (
                format!(r#"{{{PLAYERS}, "version": {{"name": 1.8, "protocol": 47}}}}"#),
                Oddity::WrongType,
                "version.name is a number",
            ),
            (format!(r#"{{{PLAYERS}, "version": {{"protocol": 47}}}}"#), Oddity::Missing, "version.name"),
            (format!(r#"{{{PLAYERS}, "version": {{"name": "1.8"}}}}"#), Oddity::Missing, "version.protocol"),
            (
                format!(r#"{{{PLAYERS}, "version": {{"name": "1.8", "protocol": "47"}}}}"#),
                Oddity::WrongType,
                "version.protocol is a string",
            ),
        ] {
            let (status, odd) = told(&text);
            assert_eq!(odd, [(kind, detail.to_owned())], "{text}");
            assert_eq!(status.online, Some(3), "{text}");
        }
    }

    #[test]
    fn an_absent_description_is_an_empty_one() {
        // No server of Mojang's sends null.
        for (description, oddities) in [("", 0), (r#", "description": null"#, 1)] {
            let (status, odd) = told(&format!("{{{VERSION}, {PLAYERS}{description}}}"));
            assert_eq!((status.motd.text.as_str(), odd.len()), ("", oddities));
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_borne() {
        let text = [br#"{"description": "caf"#.as_slice(), &[0xe9], br#"", "version": {"name": "1", "protocol": 1}}"#]
            .concat();
        let mut odd = Vec::new();
        let status = read(&text, &mut odd).expect("a status");
        assert_eq!(status.motd.text, "caf\u{fffd}");
        assert_eq!(odd[0].kind, Oddity::BadUtf8);
    }

    #[test]
    fn six_hundred_kilobytes_are_read_whole() {
        let list: Vec<String> = (0..6000).map(|n| format!(r#"{{"modId": "mod{n:090}", "modmarker": "1"}}"#)).collect();
        let text = format!(r#"{{{VERSION}, {PLAYERS}, "forgeData": {{"mods": [{}]}}}}"#, list.join(","));
        assert!(text.len() > 600_000);
        let (status, odd) = told(&text);
        assert_eq!((status.mods.len(), odd.len()), (5000, 0));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let _ = read(&bytes, &mut Vec::new());
        }
    }
}
