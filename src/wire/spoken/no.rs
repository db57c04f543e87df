//! Servers that answer in their protocol, and say that they do not serve the client now.

use serde::{Deserialize, Serialize};

use crate::wire::spoken::Spoken;
use crate::wire::spoken::text_line::holds;

/// Why a server says that it does not serve this client now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum No {
    /// Too many connections are open already.
    TooMany,
    /// It does not serve this client, whoever logs in.
    NotAllowed,
    /// It is still starting.
    NotReady,
}

/// How an answer begins, what else stands in it, and what that says.
const SAID: &[(Spoken, &str, &str, No)] = &[
    (Spoken::Ssh, "Exceeded MaxStartups", "", No::TooMany),
    (Spoken::Ssh, "Not allowed at this time", "", No::NotAllowed),
    (Spoken::Redis, "-ERR max number of clients", "", No::TooMany),
    (Spoken::Redis, "-DENIED ", "", No::NotAllowed),
    (Spoken::Redis, "-LOADING ", "", No::NotReady),
    (Spoken::Smtp, "421", "too many", No::TooMany),
    (Spoken::Smtp, "521", "", No::NotAllowed),
    (Spoken::Smtp, "554", "", No::NotAllowed),
    (Spoken::Ftp, "421", "too many", No::TooMany),
    (Spoken::Mcpi, "You've been banned", "", No::NotAllowed),
];

/// The numbers of MySQL's errors before its greeting (its manual, "Server Error Message Reference").
const MYSQL: &[(u16, No)] = &[(1040, No::TooMany), (1203, No::TooMany), (1129, No::NotAllowed), (1130, No::NotAllowed)];

/// PostgreSQL's error codes (its manual, appendix A), as they stand in an error.
const POSTGRES: &[(&str, No)] = &[("C53300", No::TooMany), ("C57P03", No::NotReady), ("C28000", No::NotAllowed)];

/// Why the server that sent these first bytes does not serve this client now, where it says so.
pub fn says_no(spoken: Spoken, bytes: &[u8]) -> Option<No> {
    match spoken {
        Spoken::Mysql => {
            let number = bytes.get(4..7)?.strip_prefix(&[255])?.first_chunk::<2>()?;
            let number = u16::from_le_bytes(*number);
            MYSQL.iter().find(|row| row.0 == number).map(|row| row.1)
        }
        Spoken::Postgres if bytes.first() == Some(&b'E') => {
            POSTGRES.iter().find(|row| holds(bytes, row.0)).map(|row| row.1)
        }
        _ => {
            let said = |begins: &str, holds_too: &str| bytes.starts_with(begins.as_bytes()) && holds(bytes, holds_too);
            SAID.iter().find(|row| row.0 == spoken && said(row.1, row.2)).map(|row| row.3)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_is_told_from_an_answer() {
        for (spoken, bytes, no) in [
            (Spoken::Ssh, &b"Exceeded MaxStartups\r\n"[..], Some(No::TooMany)),
            (Spoken::Ssh, b"SSH-2.0-OpenSSH_9.2p1\r\n", None),
            (Spoken::Redis, b"-DENIED Redis is running in protected mode", Some(No::NotAllowed)),
            (Spoken::Ftp, b"421 There are too many connected users.\r\n", Some(No::TooMany)),
            (Spoken::Smtp, b"421 mx.example.org closing\r\n", None),
            (Spoken::Redis, b"-NOAUTH Authentication required.", None),
            (Spoken::Mysql, b"\x45\0\0\0\xff\x6a\x04Host 'h' is not allowed to connect", Some(No::NotAllowed)),
            (Spoken::Mysql, b"\x17\0\0\0\xff\x10\x04Too many connections", Some(No::TooMany)),
            (Spoken::Mysql, b"\x4a\0\0\0\x0a8.0.36\0", None),
            (Spoken::Postgres, b"E\0\0\0\x50SFATAL\0VFATAL\0C53300\0Msorry\0", Some(No::TooMany)),
            (Spoken::Postgres, b"S", None),
        ] {
            assert_eq!(says_no(spoken, bytes), no, "{spoken:?} {}", String::from_utf8_lossy(bytes));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, at in 0..Spoken::ALL.len()) {
            let _ = says_no(Spoken::ALL[at], &bytes);
        }
    }
}
