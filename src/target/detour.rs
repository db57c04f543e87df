//! Addresses given in place of a look-up, and other machines to connect to in place of those named: what curl calls
//! `--resolve` and `--connect-to`.

use std::net::IpAddr;
use std::str::FromStr;

use crate::target::Host;

/// The addresses of a host at a port, given by the user (curl(1), `--resolve`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// The host; any where `None`.
    pub host: Option<Host>,
    /// The port for which they hold.
    pub port: u16,
    /// The addresses, in the order to try them.
    pub addresses: Vec<IpAddr>,
}

/// Another place to connect to in place of one named (curl(1), `--connect-to`). The request and TLS still name the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detour {
    /// The host asked for; any where `None`.
    pub host: Option<Host>,
    /// The port asked for; any where `None`.
    pub port: Option<u16>,
    /// The host to connect to; the same where `None`.
    pub to_host: Option<Host>,
    /// The port to connect to; the same where `None`.
    pub to_port: Option<u16>,
}

/// Why a text is neither.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DetourError {
    /// The parts are too few or too many, or no host, port or address.
    #[error("`{0}` is not of the form HOST:PORT:ADDRESS; IPv6 addresses stand in brackets, several behind commas")]
    Pinned(String),
    /// The same for a detour.
    #[error("`{0}` is not of the form HOST1:PORT1:HOST2:PORT2; IPv6 addresses stand in brackets, parts may be empty")]
    Detour(String),
}

impl FromStr for Pinned {
    type Err = DetourError;

    fn from_str(text: &str) -> Result<Pinned, DetourError> {
        let bad = || DetourError::Pinned(text.to_owned());
        // A leading `+` lets curl forget the entry after a time; here it makes no difference.
        let mut parts = Parts(text.strip_prefix('+').unwrap_or(text));
        let host = parts.next(true).filter(|host| !host.is_empty()).ok_or_else(bad)?;
        let host = if host == "*" { None } else { Some(Host::parse(host).ok_or_else(bad)?) };
        let port = parts.next(true).and_then(port).ok_or_else(bad)?;
        let list = parts.0.split(',').map(|one| one.trim_start_matches('[').trim_end_matches(']').parse());
        let addresses = list.collect::<Result<Vec<IpAddr>, _>>().map_err(|_| bad())?;
        Ok(Pinned { host, port, addresses })
    }
}

impl FromStr for Detour {
    type Err = DetourError;

    fn from_str(text: &str) -> Result<Detour, DetourError> {
        let bad = || DetourError::Detour(text.to_owned());
        let host = |part: &str| match part {
            "" => Ok(None),
            part => Host::parse(part).map(Some).ok_or_else(bad),
        };
        let number = |part: &str| match part {
            "" => Ok(None),
            part => port(part).map(Some).ok_or_else(bad),
        };
        let mut parts = Parts(text);
        let from = host(parts.next(true).ok_or_else(bad)?)?;
        let from_port = number(parts.next(true).ok_or_else(bad)?)?;
        let to_host = host(parts.next(true).ok_or_else(bad)?)?;
        let to_port = number(parts.next(false).ok_or_else(bad)?)?;
        Ok(Detour { host: from, port: from_port, to_host, to_port })
    }
}

/// What is left of a text whose parts colons divide; an address in brackets is one part.
struct Parts<'a>(&'a str);

impl<'a> Parts<'a> {
    /// The next part, with a colon behind it where `more` are to come, and none where it is the last.
    fn next(&mut self, more: bool) -> Option<&'a str> {
        let (part, after) = match self.0.strip_prefix('[') {
            Some(inside) => inside.split_once(']')?,
            None => self.0.split_at(self.0.find(':').unwrap_or(self.0.len())),
        };
        self.0 = if more { after.strip_prefix(':')? } else { after };
        (more || after.is_empty()).then_some(part)
    }
}

fn port(text: &str) -> Option<u16> {
    text.parse().ok().filter(|port| *port > 0 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Pinned {
    /// The addresses given for `host` at `port`, where one of `all` holds; the last one given goes first, as in curl.
    pub fn find<'a>(all: &'a [Pinned], host: &Host, port: u16) -> Option<&'a [IpAddr]> {
        let holds = |one: &&Pinned, named: bool| {
            one.port == port && one.host.is_some() == named && one.host.as_ref().is_none_or(|own| own == host)
        };
        let named = all.iter().rev().find(|one| holds(one, true));
        named.or_else(|| all.iter().rev().find(|one| holds(one, false))).map(|one| one.addresses.as_slice())
    }
}

impl Detour {
    /// Where to connect for `host` at `port`: by the first of `all` that holds, or there itself.
    pub fn take(all: &[Detour], host: &Host, port: u16) -> (Host, u16) {
        let holds =
            |one: &&Detour| one.host.as_ref().is_none_or(|own| own == host) && one.port.is_none_or(|own| own == port);
        match all.iter().find(holds) {
            Some(one) => (one.to_host.clone().unwrap_or_else(|| host.clone()), one.to_port.unwrap_or(port)),
            None => (host.clone(), port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinned_addresses_are_read_and_found() {
        let all: Vec<Pinned> =
            ["h:80:192.0.2.1,[2001:db8::1]", "*:80:192.0.2.9", "[::1]:81:2001:db8::2", "+H:80:192.0.2.3"]
                .iter()
                .map(|text| text.parse().expect(text))
                .collect();
        let find = |host: &str, port| {
            let host = Host::parse(host).expect(host);
            Pinned::find(&all, &host, port).map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(all[0].addresses.len(), 2);
        assert_eq!(find("h", 80).as_deref(), Some("192.0.2.3"));
        assert_eq!(find("other", 80).as_deref(), Some("192.0.2.9"));
        assert_eq!(find("::1", 81).as_deref(), Some("2001:db8::2"));
        assert_eq!(find("h", 81), None);
        for bad in [
            "",
            "h",
            "h:80",
            "h:80:",
            "h:0:1.2.3.4",
            "h:x:1.2.3.4",
            ":80:1.2.3.4",
            "h:80:other",
            "[::1:80:1.2.3.4",
            "h:80:1.2.3.4,",
        ] {
            assert!(bad.parse::<Pinned>().is_err(), "{bad}");
        }
    }

    #[test]
    fn detours_are_read_and_taken() {
        let all: Vec<Detour> = ["h:80:[::1]:8080", ":81::8081", "[2001:db8::1]::other:"]
            .iter()
            .map(|text| text.parse().expect(text))
            .collect();
        let take = |host: &str, port| {
            let (host, port) = Detour::take(&all, &Host::parse(host).expect(host), port);
            format!("{host} {port}")
        };
        assert_eq!(take("h", 80), "::1 8080");
        assert_eq!(take("h", 81), "h 8081");
        assert_eq!(take("2001:db8::1", 7), "other 7");
        assert_eq!(take("h", 82), "h 82");
        for bad in ["", "h", "h:80", "h:80:x", "h:80:x:0", "h:80:x:80:y", "h:y:x:80", "h:80:[::1]x:80"] {
            assert!(bad.parse::<Detour>().is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text: String) {
            let _ = (text.parse::<Pinned>(), text.parse::<Detour>());
        }
    }
}
