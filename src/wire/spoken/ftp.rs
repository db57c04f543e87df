//! FTP: a greeting that calls itself so, or the answer to a command that it does not know.

use crate::wire::spoken::text_line::{self, behind_code, holds, nameless};
use crate::wire::spoken::{Voice, smtp};

/// Words that stand in the greetings of file servers.
pub(super) const WORDS: &[&str] = &["ftp", "filezilla"];

pub(super) const VOICE: Voice = Voice {
    // Asked once it has greeted: tells it from SMTP, which knows no such command.
    question: Some(b"FEAT\r\n"),
    greets: true,
    unmistakable: |bytes| {
        let greeting = behind_code(bytes, &["120", "220", "421", "530"])?;
        let told = nameless(greeting);
        let named = WORDS.iter().any(|word| holds(&told, word));
        (named && !smtp::WORDS.iter().any(|word| holds(&told, word))).then(|| Some(text_line::clean(greeting)))
    },
    // The greeting, then the features (RFC 2389), or "log in first".
    answer: |bytes| {
        let greeting = behind_code(bytes, &["220"])?;
        let replied = bytes.split(|byte| *byte == b'\n').any(|line| behind_code(line, &["211", "530"]).is_some());
        replied.then(|| Some(text_line::clean(greeting)).filter(|name| !name.is_empty()))
    },
};
