//! SSH: the server's identification, which other lines may precede (RFC 4253 section 4.2).

use crate::wire::spoken::{Voice, none, text_line};

/// What OpenSSH says in place of its identification where it turns a client away.
const OPENSSH_SAYS: &[&[u8]] = &[
    b"Exceeded MaxStartups\r\n",
    b"Not allowed at this time\r\n",
    b"Invalid SSH identification string.",
    b"Protocol mismatch.",
];

pub(super) const VOICE: Voice = Voice {
    question: None,
    greets: true,
    unmistakable: |bytes| {
        let identification = bytes.split(|byte| *byte == b'\n').take(20).find_map(|line| {
            let software = line.strip_prefix(b"SSH-")?;
            let at = software.iter().position(|byte| *byte == b'-')?;
            (at > 0 && software[..at].iter().all(|byte| byte.is_ascii_digit() || *byte == b'.'))
                .then(|| software[at + 1..].split(|byte| *byte == b' ').next().unwrap_or_default())
        });
        match identification {
            Some(software) => Some(Some(text_line::clean(software)).filter(|name| !name.is_empty())),
            None => OPENSSH_SAYS.iter().any(|said| bytes.starts_with(said)).then(|| Some("OpenSSH".to_owned())),
        }
    },
    answer: none,
};
