//! SMTP: a greeting that calls itself so, or the answer to EHLO (RFC 5321 section 4.1.1.1).

use crate::wire::spoken::text_line::{self, behind_code, holds, nameless};
use crate::wire::spoken::{Voice, ftp};

/// Words that stand in the greetings of mail servers.
pub(super) const WORDS: &[&str] = &["smtp", "postfix", "exim", "sendmail"];

pub(super) const VOICE: Voice = Voice {
    // Asked once it has greeted: tells it from FTP, which greets alike.
    question: Some(b"EHLO localhost\r\n"),
    greets: true,
    unmistakable: |bytes| {
        let greeting = behind_code(bytes, &["220", "421", "521", "554"])?;
        let told = nameless(greeting);
        let named = WORDS.iter().any(|word| holds(&told, word));
        (named && !ftp::WORDS.iter().any(|word| holds(&told, word))).then(|| Some(text_line::clean(greeting)))
    },
    // The greeting, then 250 (or 5xx, where EHLO is not known or not wanted).
    answer: |bytes| {
        let greeting = behind_code(bytes, &["220"])?;
        let replied = bytes.split(|byte| *byte == b'\n').any(|line| behind_code(line, &["250"]).is_some());
        replied.then(|| Some(text_line::clean(greeting)).filter(|name| !name.is_empty()))
    },
};
