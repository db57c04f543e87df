//! Operating-system errors, classified once: by system and number, never by message text.

use serde::{Deserialize, Serialize};

/// The systems whose error numbers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Os {
    /// Linux (and Android).
    Linux,
    /// macOS; the other BSDs share these numbers.
    Macos,
    /// Windows (Winsock numbers).
    Windows,
}

impl Os {
    /// The system this program was built for.
    pub const fn here() -> Os {
        if cfg!(windows) {
            Os::Windows
        } else if cfg!(any(target_os = "linux", target_os = "android")) {
            Os::Linux
        } else {
            Os::Macos
        }
    }
}

/// What an error number says, whatever system it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// ECONNREFUSED: a reset, or an ICMP port-unreachable.
    Refused,
    /// ETIMEDOUT.
    TimedOut,
    /// EHOSTUNREACH.
    HostUnreachable,
    /// ENETUNREACH.
    NetworkUnreachable,
    /// ECONNRESET.
    Reset,
    /// ECONNABORTED.
    Aborted,
    /// EACCES or EPERM.
    NotPermitted,
    /// EADDRNOTAVAIL.
    AddressNotAvailable,
    /// EADDRINUSE.
    AddressInUse,
    /// EINVAL (on Linux also a blackhole route).
    Invalid,
    /// EMFILE or ENFILE.
    TooManyFiles,
    /// ENOBUFS or ENOMEM.
    NoMemory,
    /// EAFNOSUPPORT: the system has no such address family.
    NoSuchFamily,
    /// ENETDOWN.
    NetworkDown,
    /// EPIPE or ENOTCONN.
    NotConnected,
    /// A number that is none of these.
    Other,
}

/// Condition, name, and the number on Linux, macOS and Windows (0 where the system has none).
/// Sources: errno(3), sys/errno.h of XNU, WinSock2 error codes.
const TABLE: &[(Condition, &str, [i32; 3])] = &[
    (Condition::Refused, "ECONNREFUSED", [111, 61, 10061]),
    (Condition::TimedOut, "ETIMEDOUT", [110, 60, 10060]),
    (Condition::HostUnreachable, "EHOSTUNREACH", [113, 65, 10065]),
    (Condition::NetworkUnreachable, "ENETUNREACH", [101, 51, 10051]),
    (Condition::Reset, "ECONNRESET", [104, 54, 10054]),
    (Condition::Aborted, "ECONNABORTED", [103, 53, 10053]),
    (Condition::NotPermitted, "EACCES", [13, 13, 10013]),
    (Condition::NotPermitted, "EPERM", [1, 1, 0]),
    (Condition::AddressNotAvailable, "EADDRNOTAVAIL", [99, 49, 10049]),
    (Condition::AddressInUse, "EADDRINUSE", [98, 48, 10048]),
    (Condition::Invalid, "EINVAL", [22, 22, 10022]),
    (Condition::TooManyFiles, "EMFILE", [24, 24, 10024]),
    (Condition::TooManyFiles, "ENFILE", [23, 23, 0]),
    (Condition::NoMemory, "ENOBUFS", [105, 55, 10055]),
    (Condition::NoMemory, "ENOMEM", [12, 12, 0]),
    (Condition::NoSuchFamily, "EAFNOSUPPORT", [97, 47, 10047]),
    (Condition::NetworkDown, "ENETDOWN", [100, 50, 10050]),
    (Condition::HostUnreachable, "EHOSTDOWN", [112, 64, 10064]),
    (Condition::NotConnected, "EPIPE", [32, 32, 0]),
    (Condition::NotConnected, "ENOTCONN", [107, 57, 10057]),
];

/// An error number with what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OsError {
    /// The number, as the system gave it.
    pub number: i32,
    /// Its symbolic name (`ECONNREFUSED`), or `unknown`.
    pub name: String,
    /// What it says.
    pub condition: Condition,
}

impl OsError {
    /// What `number` means on `os`.
    pub fn on(os: Os, number: i32) -> OsError {
        let column = os as usize;
        let row = TABLE.iter().find(|row| number != 0 && row.2[column] == number);
        OsError {
            number,
            name: row.map_or("unknown", |row| row.1).to_owned(),
            condition: row.map_or(Condition::Other, |row| row.0),
        }
    }

    /// What `number` means on the system this program runs on.
    pub fn here(number: i32) -> OsError {
        OsError::on(Os::here(), number)
    }

    /// Every system on which `number` is known, with its meaning there.
    pub fn anywhere(number: i32) -> impl Iterator<Item = (Os, OsError)> {
        [Os::Linux, Os::Macos, Os::Windows]
            .into_iter()
            .map(move |os| (os, OsError::on(os, number)))
            .filter(|(_, error)| error.condition != Condition::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_one_condition_with_three_numbers() {
        for (os, number) in [(Os::Linux, 111), (Os::Macos, 61), (Os::Windows, 10061)] {
            let error = OsError::on(os, number);
            assert_eq!((error.condition, error.name.as_str()), (Condition::Refused, "ECONNREFUSED"));
        }
        assert_eq!(OsError::on(Os::Linux, 61).condition, Condition::Other);
    }

    #[test]
    fn no_number_means_two_things_on_one_system() {
        for os in 0..3 {
            let mut numbers: Vec<i32> = TABLE.iter().map(|row| row.2[os]).filter(|n| *n != 0).collect();
            numbers.sort_unstable();
            let all = numbers.len();
            numbers.dedup();
            assert_eq!(all, numbers.len(), "column {os}");
        }
    }

    #[test]
    fn zero_is_no_error_anywhere() {
        assert_eq!(OsError::anywhere(0).count(), 0);
    }
}
