//! The name servers that `resolve` can be told to ask.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use crate::diagnose::names::Sources;
use crate::observation::{Answer, Resolution, Source, Transport};
use crate::probe::resolve::{Ask, Encrypted, ask, system};
use crate::wire::dns::{Name, RecordType};

/// A name server given by option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its address, or the name of an encrypted one.
    host: Host,
    port: u16,
    transport: Transport,
    /// The name that its certificate must hold, where it is not the host itself.
    certified: Option<String>,
    /// The path of an HTTPS one.
    path: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Host {
    Address(IpAddr),
    Name(String),
}

/// Why a text names no name server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` names no name server; write IP, IP:PORT, udp://IP, tcp://IP, tls://HOST or https://HOST/dns-query \
     (with #NAME behind it where the certificate holds another name)"
)]
pub struct BadServer(String);

impl FromStr for Given {
    type Err = BadServer;

    fn from_str(text: &str) -> Result<Given, BadServer> {
        let bad = || BadServer(text.chars().take(100).collect::<String>().escape_debug().to_string());
        let (scheme, rest) = text.split_once("://").unwrap_or(("udp", text));
        let (rest, certified) = match rest.split_once('#') {
            Some((rest, name)) => (rest, Some(name.to_owned())),
            None => (rest, None),
        };
        let (place, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (transport, port) = match scheme {
            "udp" => (Transport::Udp, 53),
            "tcp" => (Transport::Tcp, 53),
            "tls" => (Transport::Tls, 853),
            "https" => (Transport::Https, 443),
            _ => return Err(bad()),
        };
        let is_encrypted = matches!(transport, Transport::Tls | Transport::Https);
        let has_path = !matches!(path, "" | "/");
        if has_path && transport != Transport::Https || certified.is_some() && !is_encrypted {
            return Err(bad());
        }
        let is_name = |name: &str| Name::parse(name).is_ok_and(|name| !name.labels().is_empty()) && is_plain(name);
        if certified.as_deref().is_some_and(|name| name.parse::<IpAddr>().is_err() && !is_name(name)) {
            return Err(bad());
        }
        let (host, port) = match address(place, port) {
            Some(at) => (Host::Address(at.ip()), at.port()),
            None if is_encrypted => {
                let (name, port) = named(place, port).filter(|(name, _)| is_name(name)).ok_or_else(bad)?;
                (Host::Name(name.to_ascii_lowercase()), port)
            }
            None => return Err(bad()),
        };
        let path = if has_path { path } else { "/dns-query" }.to_owned();
        if !path.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(bad());
        }
        Ok(Given { host, port, transport, certified, path })
    }
}

impl Given {
    /// True where it is asked over TLS or HTTPS, so that [`Sources::trust`] is needed.
    pub fn is_encrypted(&self) -> bool {
        matches!(self.transport, Transport::Tls | Transport::Https)
    }

    /// Asks it.
    pub(super) async fn ask(&self, name: &str, record_type: RecordType, sources: &Sources) -> Resolution {
        let timeout = sources.timeout;
        let (address, own_name) = match &self.host {
            Host::Address(address) => (Some(*address), address.to_string()),
            Host::Name(own) => {
                let found = system(own, sources.families, timeout).await;
                (found.addresses().next(), own.clone())
            }
        };
        let Some(address) = address else { return self.not_asked(name, record_type, own_name) };
        let server = SocketAddr::new(address, self.port);
        let encrypted = sources.trust.as_ref().filter(|_| self.is_encrypted()).map(|trust| Encrypted {
            name: self.certified.clone().unwrap_or(own_name),
            path: self.path.clone(),
            trust: trust.clone(),
        });
        let plain = Ask::plain(server, Source::Given, name, record_type, timeout);
        ask(&Ask { transport: self.transport, encrypted, ..plain }).await
    }

    fn not_asked(&self, name: &str, record_type: RecordType, server_name: String) -> Resolution {
        Resolution {
            name: name.to_owned(),
            record_type: record_type.to_string(),
            source: Source::Given,
            server: None,
            transport: self.transport,
            answer: Answer::NotAsked { unaddressed: server_name },
            records: Vec::new(),
            extended_errors: Vec::new(),
            dnssec: None,
            took_ms: 0.0,
        }
    }
}

/// `IP`, `IP:PORT` or `[IPV6]:PORT`.
fn address(text: &str, port: u16) -> Option<SocketAddr> {
    let bare = text.strip_prefix('[').and_then(|inside| inside.strip_suffix(']')).unwrap_or(text);
    match bare.parse::<IpAddr>() {
        Ok(address) => Some(SocketAddr::new(address, port)),
        Err(_) => text.parse().ok().filter(|server: &SocketAddr| server.port() != 0),
    }
}

/// `NAME` or `NAME:PORT`.
fn named(text: &str, port: u16) -> Option<(&str, u16)> {
    match text.split_once(':') {
        Some((name, port)) => Some((name, port.parse().ok().filter(|port| *port != 0)?)),
        None => Some((text, port)),
    }
}

/// Letters, digits, hyphens and dots, the last part not all digits: what a certificate can hold.
fn is_plain(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

/// A server of the root to begin a walk at, given as `IP` or `IP:PORT`.
///
/// # Errors
/// Where the text is neither.
pub fn root(text: &str) -> Result<SocketAddr, String> {
    address(text, 53).ok_or_else(|| format!("`{}` is no address; write IP or IP:PORT", text.escape_debug()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn servers_are_read() {
        let read = |text: &str| {
            let given: Given = text.parse().ok()?;
            let host = match given.host {
                Host::Address(address) => address.to_string(),
                Host::Name(name) => name,
            };
            Some((host, given.port, given.transport, given.certified.unwrap_or_default(), given.path))
        };
        let is = |text: &str, host: &str, port, transport, certified: &str, path: &str| {
            assert_eq!(read(text), Some((host.into(), port, transport, certified.into(), path.into())), "{text}");
        };
        is("192.0.2.1", "192.0.2.1", 53, Transport::Udp, "", "/dns-query");
        is("2001:db8::1", "2001:db8::1", 53, Transport::Udp, "", "/dns-query");
        is("tcp://[2001:db8::1]:5353", "2001:db8::1", 5353, Transport::Tcp, "", "/dns-query");
        is("tls://9.9.9.9#dns.quad9.net", "9.9.9.9", 853, Transport::Tls, "dns.quad9.net", "/dns-query");
        is("tls://dns.example:8853", "dns.example", 8853, Transport::Tls, "", "/dns-query");
        is("https://dns.example/q/abc", "dns.example", 443, Transport::Https, "", "/q/abc");
        for wrong in [
            "",
            "dns.example",
            "1.1.1.1:0",
            "1.1.1.1:70000",
            "ftp://1.1.1.1",
            "1.1.1",
            "tls://",
            "tls://1.2.3",
            "tls://a b",
            "tls://x.example/path",
            "udp://1.1.1.1#name",
            "https://x.example/a b",
            "https://[::1",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_server_or_told_as_none(text in "(udp|tcp|tls|https|://|[a-z0-9.:/#\\[\\]]|.){0,20}") {
            let _ = text.parse::<Given>();
        }
    }
}
