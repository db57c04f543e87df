//! What the user asks about: a host, a port, the service expected there, and the way to it.

mod detour;
mod host;
mod network;
mod ports;
mod proxy;
mod redirect;
mod service;
mod span;
mod url;

pub use detour::{Detour, DetourError, Pinned};
pub use host::{Host, NameFault};
pub use network::{Network, NetworkError};
pub use ports::{Ports, PortsError};
pub use proxy::{Login, Proxy, ProxyError, ProxyScheme};
pub use redirect::{NoWay, is_downgrade, is_redirect, method_after};
pub use service::{Service, WELL_KNOWN};
pub use span::{Block, Hosts, Span, SpanError};
pub use url::{Url, UrlError};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The question: can this machine reach `host` at `port`, where `service` should answer, by `route`?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Target {
    /// What the user typed, with any password struck out.
    pub input: String,
    /// The machine asked for.
    pub host: Host,
    /// The TCP port asked for, 1 to 65535.
    pub port: u16,
    /// The service that should answer there.
    pub service: Service,
    /// The path and query of a URL. Not in documents, for queries hold secrets.
    #[serde(skip)]
    pub path: Option<String>,
    /// How the connection goes.
    pub route: Route,
    /// True where the input named neither port nor scheme, so that `https` was assumed.
    #[serde(default)]
    pub assumed: bool,
}

/// The way a connection takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// Straight to the target.
    Direct,
    /// Through this proxy.
    Via(Proxy),
}

/// Why a text is not a target. Each message names the input and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Nothing was given.
    #[error("the target is empty; write `HOST:PORT`")]
    Empty,
    /// White space or a control character stands inside.
    #[error("`{0}` has a space or control character in it; write `HOST:PORT` without spaces")]
    Space(String),
    /// The scheme before `://` names no service that netwhy knows.
    #[error("`{input}` starts with the unknown scheme `{scheme}`; use one of {known}, or write `HOST:PORT`", known = Service::list())]
    Scheme {
        /// The whole input.
        input: String,
        /// The part before `://`.
        scheme: String,
    },
    /// A port was written that is not one.
    #[error("`{port}` in `{input}` is not a port; a port is a number from 1 to 65535")]
    Port {
        /// The whole input.
        input: String,
        /// The part that should be a port.
        port: String,
    },
    /// The scheme has no default port and none was written.
    #[error("`{0}` names no port; write `{0}:PORT`")]
    NoPort(String),
    /// No host stands before the port.
    #[error("`{0}` names no host; write `HOST:PORT`")]
    NoHost(String),
    /// An IPv6 address whose last group may be meant as a port.
    #[error("`{0}` may be an address, or an address with a port; write `[{0}]:PORT` or `[{host}]:{port}`", host = .0.rsplit_once(':').map_or("", |(host, _)| host), port = .0.rsplit(':').next().unwrap_or_default())]
    Ambiguous(String),
    /// Something stands behind a slash, and no scheme says that it is a path.
    #[error("`{0}` has a `/` but no scheme; write `SCHEME://HOST:PORT/PATH`, or leave out the `/`")]
    Path(String),
    /// An address in brackets or with several colons does not parse.
    #[error("`{0}` is not an IPv6 address with a port; write `[ADDRESS]:PORT`")]
    Address(String),
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(input: &str) -> Result<Target, TargetError> {
        let trimmed = input.trim();
        if trimmed.is_empty() {
            return Err(TargetError::Empty);
        }
        // Shown in messages; only a target that was understood is shown with its path.
        let shown = without_any_secret(trimmed);
        if trimmed.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(TargetError::Space(shown.escape_debug().to_string()));
        }
        let (scheme, rest) = match trimmed.split_once("://") {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, trimmed),
        };
        let service = match scheme {
            None => None,
            Some(scheme) => Some(
                Service::from_scheme(scheme)
                    .ok_or_else(|| TargetError::Scheme { input: shown.clone(), scheme: scheme.to_owned() })?,
            ),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        let authority = authority.rsplit_once('@').map_or(authority, |(_, after)| after);
        let path = Some(&rest[rest.find(['/', '?', '#']).unwrap_or(rest.len())..]);
        let path =
            path.filter(|path| path.starts_with('/')).map(|path| path.split('#').next().unwrap_or(path).to_owned());
        let (host, port) = split_port(authority, &shown)?;
        if host.is_empty() {
            return Err(TargetError::NoHost(shown));
        }
        let host = Host::parse(host).ok_or_else(|| TargetError::Address(shown.clone()))?;
        let (port, service, assumed) = match (port, service) {
            (Some(port), Some(service)) => (port, service, false),
            (Some(port), None) => (port, Service::from_port(port), false),
            (None, Some(service)) => {
                (service.default_port().ok_or_else(|| TargetError::NoPort(shown.clone()))?, service, false)
            }
            (None, None) => (443, Service::Https, true),
        };
        if scheme.is_none() && path.as_deref().is_some_and(|path| path != "/") {
            return Err(TargetError::Path(shown));
        }
        let input = if scheme.is_some() { without_password(trimmed) } else { shown };
        Ok(Target { input, host, port, service, path, route: Route::Direct, assumed })
    }
}

impl Target {
    /// As it is typed to ask the same again: with the service where the port alone does not say it.
    pub fn asked(&self) -> String {
        match self.service == Service::from_port(self.port) {
            true => self.to_string(),
            false => format!("{}://{self}", self.service),
        }
    }

    /// The host as an HTTP `Host` field names it: with the port where it is not the service's default
    /// (RFC 9110 section 7.2), and never with a zone, which means something on this machine only (RFC 6874).
    pub fn authority(&self) -> String {
        let host = match &self.host {
            Host::Address { address, .. } if address.is_ipv6() => format!("[{address}]"),
            Host::Address { address, .. } => address.to_string(),
            Host::Name(name) => name.clone(),
        };
        match Some(self.port) == self.service.default_port() {
            true => host,
            false => format!("{host}:{}", self.port),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Address { address, .. } if address.is_ipv6() => write!(f, "[{}]:{}", self.host, self.port),
            host => write!(f, "{host}:{}", self.port),
        }
    }
}

/// Splits `HOST[:PORT]` or `[V6][:PORT]`; a bare IPv6 address has no port.
fn split_port<'a>(authority: &'a str, shown: &str) -> Result<(&'a str, Option<u16>), TargetError> {
    // A password with a slash in it ends the authority early, and then stands where a port belongs.
    let told =
        |port: &str| if shown.contains("***@") && !shown.contains(port) { "***".to_owned() } else { port.to_owned() };
    let bad = |port: &str| TargetError::Port { input: shown.to_owned(), port: told(port) };
    let number = |port: &str| match port.parse::<u16>() {
        Ok(0) | Err(_) => Err(bad(port)),
        Ok(_) if !port.bytes().all(|b| b.is_ascii_digit()) => Err(bad(port)),
        Ok(number) => Ok(Some(number)),
    };
    if let Some(inside) = authority.strip_prefix('[') {
        let (host, after) = inside.split_once(']').ok_or_else(|| TargetError::Address(shown.to_owned()))?;
        if !host.contains(':') {
            return Err(TargetError::Address(shown.to_owned()));
        }
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, number(port)?)),
            None if after.is_empty() => Ok((host, None)),
            None => Err(TargetError::Address(shown.to_owned())),
        };
    }
    match authority.matches(':').count() {
        0 => Ok((authority, None)),
        1 => {
            let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
            Ok((host, number(port)?))
        }
        _ if may_hold_a_port(authority) => Err(TargetError::Ambiguous(authority.to_owned())),
        _ => Ok((authority, None)),
    }
}

/// True where an IPv6 address without brackets is one with and without its last group, and that looks like a
/// port: `::1:80`. One digit is how addresses end, not how ports look.
fn may_hold_a_port(address: &str) -> bool {
    let Some((host, last)) = address.rsplit_once(':') else { return false };
    let is_port = last.len() > 1 && last.bytes().all(|b| b.is_ascii_digit());
    is_port && host.parse::<std::net::Ipv6Addr>().is_ok() && address.parse::<std::net::Ipv6Addr>().is_ok()
}

/// Strikes out what may be a secret: all that stands before the last `@` of the authority, and the query.
fn without_password(input: &str) -> String {
    let start = input.find("://").map_or(0, |at| at + 3);
    let end = input[start..].find(['/', '?', '#']).map_or(input.len(), |at| start + at);
    let shown = match input[start..end].rfind('@') {
        Some(at) => format!("{}***@{}", &input[..start], &input[start + at + 1..]),
        None => input.to_owned(),
    };
    match shown.split_once('?') {
        Some((before, _)) => format!("{before}?***"),
        None => shown,
    }
}

/// The input as a message may show it, target or not: whatever stands before any `@`, written as it is
/// or as `%40`, and behind any `?`, may be a secret and is struck out.
pub fn without_any_secret(input: &str) -> String {
    let start = input.find("://").map_or(0, |at| at + 3);
    let behind = input.rfind('@').map(|at| at + 1).max(input.rfind("%40").map(|at| at + 3));
    match behind.filter(|behind| *behind > start) {
        Some(behind) => without_password(&format!("{}***@{}", &input[..start], &input[behind..])),
        None => without_password(input),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_field_has_a_port_where_it_matters_and_never_a_zone() {
        for (input, field) in [
            ("http://example.org", "example.org"),
            ("http://example.org:8080", "example.org:8080"),
            ("http://[fe80::1%eth0]", "[fe80::1]"),
            ("http://[fe80::1%25eth0]:8080/x", "[fe80::1]:8080"),
            ("http://192.0.2.1:81", "192.0.2.1:81"),
        ] {
            assert_eq!(input.parse::<Target>().map(|target| target.authority()), Ok(field.to_owned()), "{input}");
        }
    }
}
