//! One header field that the user wishes for, in the words of curl's `-H`.

use crate::wire::http1::request::is_token;

/// A field to send, to send empty, or to leave out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    name: String,
    /// The whole line, without its end; `None` where the field is to be left out.
    line: Option<String>,
}

/// Why a text is no such wish. The value is never named, for it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// There is neither a colon nor a closing semicolon.
    #[error("`{0}` is no header field; write `NAME: VALUE`, `NAME:` to leave it out or `NAME;` to send it empty")]
    Form(String),
    /// The name holds what no name may hold (RFC 9110 section 5.1).
    #[error("`{0}` is no name of a header field; to send it all the same, write the whole request with --raw")]
    Name(String),
    /// A line end, or a NUL, stands in the value: it would begin another field (RFC 9110 section 5.5).
    #[error(
        "the value of `{0}` holds a line end or NUL, which would end the field; give each field a -H of its own, or send such bytes with --raw"
    )]
    Injection(String),
}

impl Wish {
    /// Reads `NAME: VALUE`, `NAME:` (left out) or `NAME;` (sent empty).
    ///
    /// # Errors
    /// Where it is none of these, or would break out of its line.
    pub fn read(text: &str) -> Result<Wish, FieldError> {
        let (name, value) = match text.split_once(':') {
            Some((name, value)) => (name, Some(value)),
            None => (text.strip_suffix(';').ok_or_else(|| FieldError::Form(first_word(text)))?, None),
        };
        if !is_token(name) {
            return Err(FieldError::Name(name.escape_debug().take(60).collect()));
        }
        let name = name.to_owned();
        match value {
            None => Ok(Wish { line: Some(format!("{name}:")), name }),
            Some(value) if value.contains(['\r', '\n', '\0']) => Err(FieldError::Injection(name)),
            Some(value) if value.trim().is_empty() => Ok(Wish { name, line: None }),
            // As it was written, white space included.
            Some(_) => Ok(Wish { name, line: Some(text.to_owned()) }),
        }
    }

    /// The field of that name with that value.
    pub fn of(name: &str, value: &str) -> Result<Wish, FieldError> {
        Wish::read(&format!("{name}: {value}"))
    }

    /// The field's name as it was written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True for the field of that name, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The line to send, without its end; `None` where the field is left out.
    pub fn line(&self) -> Option<&str> {
        self.line.as_deref()
    }

    /// The value to send, without the white space around it.
    pub fn value(&self) -> Option<&str> {
        self.line.as_deref()?.split_once(':').map(|(_, value)| value.trim())
    }
}

/// What a message may show of a text that may hold a secret.
fn first_word(text: &str) -> String {
    let word = text.split_whitespace().next().unwrap_or_default();
    let shown: String = word.escape_debug().take(40).collect();
    if word.len() < text.len() { format!("{shown} …") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_adds_leaves_out_or_sends_empty() {
        let line = |text: &str| Wish::read(text).map(|wish| wish.line().map(str::to_owned));
        assert_eq!(line("X-A:  b "), Ok(Some("X-A:  b ".to_owned())));
        assert_eq!(line("x-a:b"), Ok(Some("x-a:b".to_owned())));
        assert_eq!(line("Accept:"), Ok(None));
        assert_eq!(line("Accept: "), Ok(None));
        assert_eq!(line("X-Empty;"), Ok(Some("X-Empty:".to_owned())));
        assert_eq!(line("X: a:b;"), Ok(Some("X: a:b;".to_owned())));
    }

    #[test]
    fn what_would_break_out_is_refused_and_its_value_not_told() {
        for text in ["X: secret\r\nY: b", "X: secret\nb", "X: secret\0", "X: \r\n secret"] {
            let error = Wish::read(text).expect_err(text);
            assert_eq!(error, FieldError::Injection("X".to_owned()));
            assert!(!error.to_string().contains("secret"));
        }
        assert!(matches!(Wish::read("X\r\nY: b"), Err(FieldError::Name(_))));
        assert!(matches!(Wish::read("X : b"), Err(FieldError::Name(_))));
        assert!(matches!(Wish::read(": b"), Err(FieldError::Name(_))));
        let error = Wish::read("Authorization secret").expect_err("no colon");
        assert!(error.to_string().contains("`Authorization …`"), "{error}");
    }

    proptest::proptest! {
        #[test]
        fn no_text_becomes_two_lines(text: String) {
            if let Ok(wish) = Wish::read(&text) {
                proptest::prop_assert!(!wish.line().unwrap_or_default().contains(['\r', '\n', '\0']));
            }
        }
    }
}
