//! Which hosts are meant: `example.com`, `*.example.com`, `[::1]:8080`, `*`.

use crate::target::Host;

/// A host, all names under one, or any; on one port, or on any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPattern {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    Any,
    One(Host),
    /// The names under this one, itself not among them.
    Under(String),
}

/// Several of them; one that matches is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostPatterns(pub Vec<HostPattern>);

/// Why a text is no pattern. The message names the text and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{shown}` {what}; write HOST[:PORT], such as `example.com`, `*.example.com`, `[::1]:8080` or `*`")]
pub struct HostPatternError {
    shown: String,
    what: &'static str,
}

impl HostPattern {
    /// True where `host` at `port` is meant.
    pub fn matches(&self, host: &Host, port: u16) -> bool {
        let is_host = match &self.hosts {
            Hosts::Any => true,
            Hosts::One(one) => match (one, host) {
                // An interface is of this machine alone, and no part of who is meant.
                (Host::Address { address: one, .. }, Host::Address { address, .. }) => one == address,
                _ => one == host,
            },
            Hosts::Under(suffix) => host.name().is_some_and(|name| {
                name.strip_suffix(suffix.as_str()).is_some_and(|before| before.len() > 1 && before.ends_with('.'))
            }),
        };
        is_host && self.port.is_none_or(|own| own == port)
    }
}

impl std::str::FromStr for HostPattern {
    type Err = HostPatternError;

    fn from_str(text: &str) -> Result<HostPattern, HostPatternError> {
        let text = text.trim();
        let error = |what| HostPatternError { shown: crate::wire::excerpt::excerpt(text.as_bytes(), 100), what };
        if text.is_empty() {
            return Err(error("is empty"));
        }
        if text.contains("://") || text.contains('/') {
            return Err(error("is a URL or a path, and no host"));
        }
        // What has more than one colon and no brackets is an IPv6 address.
        let is_bare_v6 = text.parse::<std::net::Ipv6Addr>().is_ok();
        let (host, port) = match text.rsplit_once(':').filter(|_| !is_bare_v6 && !text.ends_with(']')) {
            Some((host, "*")) => (host, None),
            Some((host, port)) => {
                let port = port.parse().ok().filter(|port| *port > 0 && text.is_ascii());
                (host, Some(port.ok_or_else(|| error("has no port from 1 to 65535 behind its colon"))?))
            }
            None => (text, None),
        };
        let bare = host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
        let hosts = match host.strip_prefix("*.") {
            _ if host == "*" => Hosts::Any,
            Some(suffix) => Hosts::Under(match named(suffix) {
                Some(Host::Name(name)) => name,
                _ => return Err(error("has no name behind `*.`")),
            }),
            None if host.contains('*') => {
                return Err(error("has a star that does not stand for whole labels in front"));
            }
            None => Hosts::One(
                match bare {
                    Some(bare) => Host::parse(bare).filter(|host| host.address().is_some_and(|at| at.is_ipv6())),
                    None => named(host),
                }
                .ok_or_else(|| error("is no host"))?,
            ),
        };
        Ok(HostPattern { hosts, port })
    }
}

/// A host that can be asked for.
fn named(text: &str) -> Option<Host> {
    Host::parse(text).filter(|host| !text.is_empty() && host.fault().is_none())
}

impl HostPatterns {
    /// True where one of them means `host` at `port`.
    pub fn matches(&self, host: &Host, port: u16) -> bool {
        self.0.iter().any(|one| one.matches(host, port))
    }

    /// True where no host can be meant.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::str::FromStr for HostPatterns {
    type Err = HostPatternError;

    /// Reads patterns with commas between them.
    fn from_str(text: &str) -> Result<HostPatterns, HostPatternError> {
        text.split(',').map(str::parse).collect::<Result<_, _>>().map(HostPatterns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_meant_as_written() {
        for (pattern, host, port, wanted) in [
            ("example.com", "EXAMPLE.com", 80, true),
            ("Example.com.", "example.com", 80, true),
            ("example.com", "a.example.com", 80, false),
            ("*.example.com", "a.b.example.com", 443, true),
            ("*.example.com", "example.com", 443, false),
            ("*.example.com", "badexample.com", 443, false),
            ("*.bücher.example", "a.xn--bcher-kva.example", 443, true),
            ("*", "::1", 1, true),
            ("*:443", "a", 80, false),
            ("a:*", "a", 80, true),
            ("a:80", "a", 80, true),
            ("127.0.0.1", "127.0.0.1", 80, true),
            ("::1", "::1", 80, true),
            ("[::1]", "::1", 80, true),
            ("[::1]:81", "::1", 80, false),
            ("[::1]:81", "0:0::1", 81, true),
        ] {
            let read: HostPattern = pattern.parse().expect(pattern);
            assert_eq!(read.matches(&Host::parse(host).expect(host), port), wanted, "{pattern} {host} {port}");
        }
    }

    #[test]
    fn what_means_no_host_is_told() {
        for bad in [
            "",
            " ",
            "http://a",
            "a/b",
            "a:0",
            "a:x",
            "a:70000",
            "*a.b",
            "a.*",
            "*.",
            "*.1.2.3.4",
            "[a]",
            "a b",
            "a..b",
        ] {
            let error = bad.parse::<HostPattern>().expect_err(bad).to_string();
            assert!(error.contains("write HOST[:PORT]"), "{error}");
        }
        assert!("a,,b".parse::<HostPatterns>().is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text: String, host: String) {
            if let (Ok(read), Some(host)) = (text.parse::<HostPatterns>(), Host::parse(&host)) {
                let _ = read.matches(&host, 80);
            }
        }
    }
}
