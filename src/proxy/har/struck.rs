//! Secrets in bodies struck out: the values of fields whose names say that they are secret, in forms and in JSON.

use std::sync::OnceLock;

use regex::{Captures, Regex};

use crate::wire::http1::{STRUCK, Secrets};

/// What names of secrets hold.
const NAMES: &str = "passw|pwd|secret|token|session|csrf|api[-_]?key|access[-_]?key|private[-_]?key|authorization|otp";

/// True for the name of a field whose value is a secret.
fn is_secret(name: &str) -> bool {
    static NAME: OnceLock<Option<Regex>> = OnceLock::new();
    let name_of = NAME.get_or_init(|| Regex::new(&format!("(?i){NAMES}|^(?:pin|code|sid)$")).ok());
    // Without the pattern nothing can be told apart, and all is struck.
    name_of.as_ref().is_none_or(|pattern| pattern.is_match(name))
}

/// The body of a form without its secrets.
pub(super) fn form(text: &str) -> String {
    let shown = |part: &str| match part.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}={STRUCK}"),
        _ => part.to_owned(),
    };
    text.split('&').map(shown).collect::<Vec<_>>().join("&")
}

/// A field of JSON with a text or a number.
fn field() -> Option<&'static Regex> {
    static FIELD: OnceLock<Option<Regex>> = OnceLock::new();
    let field = FIELD.get_or_init(|| {
        let string = r#""((?:[^"\\]|\\.)*)""#;
        Regex::new(&format!(r#"(?s){string}(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|$)|[-+.0-9eE]+)"#)).ok()
    });
    field.as_ref()
}

/// JSON without its secrets, be it whole or cut.
pub(super) fn json(text: &str) -> String {
    let Some(field) = field() else { return STRUCK.to_owned() };
    let shown = |found: &Captures<'_>| match is_secret(&found[1]) {
        true => format!("\"{}\"{}\"{STRUCK}\"", &found[1], &found[2]),
        false => found[0].to_owned(),
    };
    field.replace_all(text, shown).into_owned()
}

/// A body of `multipart/form-data` without its secrets, be it whole or cut.
pub(super) fn parts(text: &str) -> String {
    static PART: OnceLock<Option<Regex>> = OnceLock::new();
    let part = PART.get_or_init(|| {
        let head = r#"[^\r\n]*;[ \t]*name="?([^"\r\n;]*)"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n"#;
        Regex::new(&format!(r"(?s)({head})(.*?)(\r?\n--|\z)")).ok()
    });
    let Some(part) = part else { return STRUCK.to_owned() };
    let shown = |found: &Captures<'_>| match is_secret(&found[2]) {
        true => format!("{}{STRUCK}{}", &found[1], &found[4]),
        false => found[0].to_owned(),
    };
    part.replace_all(text, shown).into_owned()
}

/// Adds the secrets of a body to those that are not to be shown where they come back.
pub(super) fn add(text: &str, kind: &str, secrets: &mut Secrets) {
    if kind.ends_with("json") {
        for found in
            field().into_iter().flat_map(|field| field.captures_iter(text)).filter(|found| is_secret(&found[1]))
        {
            secrets.add(found[3].trim_matches('"').as_bytes());
        }
    } else {
        for part in text.split('&') {
            if let Some((_, value)) = part.split_once('=').filter(|(name, _)| is_secret(name)) {
                secrets.add(value.as_bytes());
            }
        }
        for (_, value) in url::form_urlencoded::parse(text.as_bytes()).filter(|(name, _)| is_secret(name)) {
            secrets.add(value.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_named_as_secrets_are_struck() {
        assert_eq!(form("user=ann&Password=s3cret&csrf_token=s3cret&x"), "user=ann&Password=***&csrf_token=***&x");
        let text = r#"{"user": "ann", "password" : "s3\"cret", "n": {"accessToken":12, "list": ["s"]}, "apikey":"cut"#;
        let wanted = r#"{"user": "ann", "password" : "***", "n": {"accessToken":"***", "list": ["s"]}, "apikey":"***""#;
        assert_eq!(json(text), wanted);
        let part = |name: &str, more: &str| {
            format!("--x\r\nContent-Disposition: form-data; name={name}\r\n{more}\r\ns3\r\nt\r\n")
        };
        let text =
            [part("\"user\"", ""), part("\"Password\"", "Content-Type: text/plain\r\n"), part("token", "")].concat();
        let struck = parts(&format!("{text}--x--\r\n"));
        assert_eq!((struck.matches("s3\r\nt\r\n").count(), struck.matches("***\r\n--x").count()), (1, 2), "{struck}");
        assert!(struck.contains("name=\"user\"\r\n\r\ns3\r\nt\r\n--x"), "{struck}");
        assert!(!parts(&part("token", "")[..53]).contains("s3"));
    }

    proptest::proptest! {
        #[test]
        fn any_body_is_survived(text: String) {
            let _ = (form(&text), json(&text), parts(&text));
            let whole = serde_json::json!({"a": text.clone(), "password": text}).to_string();
            let struck: serde_json::Value = serde_json::from_str(&json(&whole)).expect("json");
            proptest::prop_assert_eq!(&struck["password"], STRUCK);
        }
    }
}
