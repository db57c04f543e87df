//! Error numbers in texts: which numbering one belongs to, and what it can mean.

use crate::observation::{Condition, Os, OsError};

/// A numbering of errors. The same number means different things in different ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// errno or Winsock; which system's, the number may tell.
    Errno,
    /// Windows system codes (winerror.h), as in `[WinError 1225]`.
    Win32,
    /// getaddrinfo of glibc and musl (netdb.h), and of Winsock for numbers above 11000.
    Resolver,
    /// libuv's own numbers (uv/errno.h), as in Node's `errno: -3008`.
    Libuv,
    /// curl's exit codes.
    Curl,
    /// Chromium's net errors (net_error_list.h).
    Chromium,
    /// NSURLError of macOS and iOS.
    NsUrl,
    /// WinINet and WinHTTP.
    WinInet,
    /// A number that stands alone, so that it can be of any numbering.
    Bare,
}

/// A number found in a line, with where it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// Where it can come from.
    pub(crate) scheme: Scheme,
    /// The number.
    pub(crate) value: i32,
    /// The byte where its mark (`[errno `) begins.
    pub(crate) start: usize,
    /// The byte after its last digit.
    pub(crate) end: usize,
}

/// The errno numbers of Linux on MIPS, which Solaris shares: sysv numbering (asm-mips/errno.h).
const MIPS: &[(Condition, &str, i32)] = &[
    (Condition::Refused, "ECONNREFUSED", 146),
    (Condition::TimedOut, "ETIMEDOUT", 145),
    (Condition::HostUnreachable, "EHOSTUNREACH", 148),
    (Condition::HostUnreachable, "EHOSTDOWN", 147),
    (Condition::NetworkUnreachable, "ENETUNREACH", 128),
    (Condition::NetworkDown, "ENETDOWN", 127),
    (Condition::Reset, "ECONNRESET", 131),
    (Condition::Aborted, "ECONNABORTED", 130),
    (Condition::AddressNotAvailable, "EADDRNOTAVAIL", 126),
    (Condition::AddressInUse, "EADDRINUSE", 125),
];

/// libuv's numbers on Windows (uv/errno.h).
const LIBUV: &[(Condition, &str, i32)] = &[
    (Condition::Refused, "ECONNREFUSED", -4078),
    (Condition::TimedOut, "ETIMEDOUT", -4039),
    (Condition::HostUnreachable, "EHOSTUNREACH", -4073),
    (Condition::NetworkUnreachable, "ENETUNREACH", -4062),
    (Condition::NetworkDown, "ENETDOWN", -4063),
    (Condition::Reset, "ECONNRESET", -4077),
    (Condition::Aborted, "ECONNABORTED", -4079),
    (Condition::NotPermitted, "EACCES", -4092),
    (Condition::AddressNotAvailable, "EADDRNOTAVAIL", -4090),
    (Condition::AddressInUse, "EADDRINUSE", -4091),
    (Condition::NotConnected, "EPIPE", -4047),
    (Condition::TooManyFiles, "EMFILE", -4066),
];

/// What some of those numbers are on a system where they are no connection error: number, system, name.
const ELSEWHERE: &[(i32, &str, &str)] = &[
    (49, "Linux", "EUNATCH"),
    (48, "Linux", "ELNRNG"),
    (51, "Linux", "EL2HLT"),
    (53, "Linux", "EBADR"),
    (54, "Linux", "EXFULL"),
    (60, "Linux", "ENOSTR"),
    (61, "Linux", "ENODATA"),
    (65, "Linux", "ENOPKG"),
    (98, "macOS", "ENOSR"),
    (99, "macOS", "ENOSTR"),
    (101, "macOS", "ETIME"),
    (103, "macOS", "ENOPOLICY"),
    (104, "macOS", "ENOTRECOVERABLE"),
    (125, "Linux (not MIPS)", "ECANCELED"),
    (126, "Linux (not MIPS)", "ENOKEY"),
    (128, "Linux (not MIPS)", "EKEYREVOKED"),
    (130, "Linux (not MIPS)", "EOWNERDEAD"),
    (131, "Linux (not MIPS)", "ENOTRECOVERABLE"),
];

/// Numbers below this one are file errors far more often than connection errors; only words can tell.
const FIRST_TELLING: i32 = 47;

impl Number {
    /// What the number is as an errno or Winsock error: each system that has it, its name there, and the condition.
    pub(crate) fn errors(self) -> Vec<(&'static str, String, Condition)> {
        let mut found = Vec::new();
        let libuv = matches!(self.scheme, Scheme::Libuv | Scheme::Bare) && self.value < 0;
        let value = if libuv { -self.value } else { self.value };
        let plain = matches!(self.scheme, Scheme::Errno | Scheme::Bare)
            || (self.scheme == Scheme::Libuv && libuv)
            || (self.scheme == Scheme::Win32 && value > 10_000);
        if plain && (value >= FIRST_TELLING || self.scheme == Scheme::Bare) {
            for (os, error) in OsError::anywhere(value) {
                // libuv negates errno where there is one; on Windows it has its own numbers.
                let fits = match self.scheme {
                    Scheme::Win32 => os == Os::Windows,
                    _ => !(libuv && os == Os::Windows),
                };
                if fits {
                    found.push((name(os), error.name, error.condition));
                }
            }
            found.extend(pick(MIPS, value).map(|(name, condition)| ("Linux on MIPS", name, condition)));
        }
        if libuv {
            found.extend(pick(LIBUV, self.value).map(|(name, condition)| ("Windows", name, condition)));
        }
        found
    }

    /// What the number means where it is no connection error, as `SYSTEM: NAME`.
    pub(crate) fn elsewhere(self) -> Vec<String> {
        let value = if self.scheme == Scheme::Libuv { -self.value } else { self.value };
        let errno = matches!(self.scheme, Scheme::Errno | Scheme::Bare | Scheme::Libuv);
        let rows = ELSEWHERE.iter().filter(|row| errno && row.0 == value);
        rows.map(|row| format!("{}: {}", row.1, row.2)).collect()
    }

    /// True where the number may be one of `scheme`'s.
    pub(crate) fn may_be(self, scheme: Scheme) -> bool {
        self.scheme == scheme || self.scheme == Scheme::Bare
    }
}

/// The name of a numbering, for people: proper names, the same in every language.
pub(crate) fn scheme_name(scheme: Scheme, value: i32) -> &'static str {
    match scheme {
        Scheme::Errno | Scheme::Bare => "errno",
        Scheme::Win32 | Scheme::WinInet => "Windows",
        Scheme::Resolver if value > 11_000 => "Windows",
        Scheme::Resolver if value > 0 => "macOS",
        Scheme::Resolver => "Linux",
        Scheme::Libuv => "Node",
        Scheme::Curl => "curl",
        Scheme::Chromium => "Chrome",
        Scheme::NsUrl => "macOS",
    }
}

/// What a number of that numbering is called in front of the number.
pub(crate) fn mark(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Errno | Scheme::Bare => "errno",
        Scheme::Win32 => "WinError",
        Scheme::WinInet => "WinINet error",
        Scheme::Resolver => "getaddrinfo",
        Scheme::Libuv => "libuv",
        Scheme::Curl => "curl",
        Scheme::Chromium => "net error",
        Scheme::NsUrl => "NSURLError",
    }
}

fn name(os: Os) -> &'static str {
    match os {
        Os::Linux => "Linux",
        Os::Macos => "macOS",
        Os::Windows => "Windows",
    }
}

fn pick(table: &[(Condition, &str, i32)], value: i32) -> Option<(String, Condition)> {
    table.iter().find(|row| row.2 == value).map(|row| (row.1.to_owned(), row.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_several_systems_refusal() {
        let of = |value| Number { scheme: Scheme::Errno, value, start: 0, end: 0 }.errors();
        for (value, system) in [(111, "Linux"), (61, "macOS"), (10061, "Windows"), (146, "Linux on MIPS")] {
            assert_eq!(of(value), [(system, "ECONNREFUSED".to_owned(), Condition::Refused)]);
        }
        assert!(of(13).is_empty(), "too common for files");
    }
}
