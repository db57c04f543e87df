//! A proxy: a machine that is asked to connect, or to fetch, in one's place.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::target::{Host, Route, Service, Target, TargetError, split_port, without_any_secret};

/// A proxy and the way it is spoken to, in curl's words. In documents and messages the login is struck out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(into = "String", try_from = "String")]
#[schemars(with = "String")]
pub struct Proxy {
    /// What is spoken to it.
    pub scheme: ProxyScheme,
    /// The machine.
    pub host: Host,
    /// Its TCP port, 1 to 65535.
    pub port: u16,
    /// The login to give when it asks.
    pub login: Option<Login>,
}

/// What is spoken to a proxy (curl(1), `--proxy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProxyScheme {
    /// HTTP (RFC 9110 section 7.3.2, and CONNECT, section 9.3.6).
    Http,
    /// The same over TLS.
    Https,
    /// SOCKS 4: addresses only, IPv4, resolved here.
    Socks4,
    /// SOCKS 4a: the proxy resolves the name.
    Socks4a,
    /// SOCKS 5 (RFC 1928), the name resolved here.
    Socks5,
    /// SOCKS 5, the proxy resolves the name.
    Socks5h,
}

/// A user name and a password, which are never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The user.
    pub user: String,
    /// The password; empty where none was given.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(***)")
    }
}

/// Why a text names no proxy. Each message names the input and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// The scheme is none that netwhy speaks to a proxy.
    #[error("`{input}` asks for the proxy scheme `{scheme}`; use http, https, socks4, socks4a, socks5 or socks5h")]
    Scheme {
        /// The whole input, secrets struck out.
        input: String,
        /// The part before `://`.
        scheme: String,
    },
    /// The rest is no host and port.
    #[error("{0}; a proxy is written `[SCHEME://][USER:PASSWORD@]HOST[:PORT]`")]
    Place(TargetError),
    /// A path or query stands behind the port.
    #[error("`{0}` has a path; a proxy is written `[SCHEME://][USER:PASSWORD@]HOST[:PORT]`")]
    Path(String),
}

impl ProxyScheme {
    const ALL: [(ProxyScheme, &'static str); 6] = [
        (ProxyScheme::Http, "http"),
        (ProxyScheme::Https, "https"),
        (ProxyScheme::Socks4, "socks4"),
        (ProxyScheme::Socks4a, "socks4a"),
        (ProxyScheme::Socks5, "socks5"),
        (ProxyScheme::Socks5h, "socks5h"),
    ];

    /// Its name in a URL.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("http", |row| row.1)
    }

    /// True for the SOCKS schemes.
    pub fn is_socks(self) -> bool {
        !matches!(self, ProxyScheme::Http | ProxyScheme::Https)
    }

    /// The port where none is written: curl takes 1080, and 443 for a proxy over TLS.
    pub fn default_port(self) -> u16 {
        if self == ProxyScheme::Https { 443 } else { 1080 }
    }
}

impl FromStr for Proxy {
    type Err = ProxyError;

    /// Reads a proxy as curl does: the scheme may be left out for `http`, and a closing slash is ignored.
    fn from_str(input: &str) -> Result<Proxy, ProxyError> {
        let trimmed = input.trim();
        let shown = without_any_secret(trimmed);
        if trimmed.is_empty() {
            return Err(ProxyError::Place(TargetError::Empty));
        }
        if trimmed.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(ProxyError::Place(TargetError::Space(shown.escape_debug().to_string())));
        }
        let (scheme, rest) = match trimmed.split_once("://") {
            None => (ProxyScheme::Http, trimmed),
            // curl takes plain `socks` for SOCKS 4.
            Some(("socks", rest)) => (ProxyScheme::Socks4, rest),
            Some((scheme, rest)) => {
                let lower = scheme.to_ascii_lowercase();
                let known = ProxyScheme::ALL.iter().find(|row| row.1 == lower).map(|row| row.0);
                (known.ok_or_else(|| ProxyError::Scheme { input: shown.clone(), scheme: scheme.to_owned() })?, rest)
            }
        };
        // A password that was not escaped may hold any character, so the last `@` ends it.
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => (Some(Login::read(login)), place),
            None => (None, rest),
        };
        let (authority, path) = place.split_at(place.find(['/', '?', '#']).unwrap_or(place.len()));
        if !matches!(path, "" | "/") {
            return Err(ProxyError::Path(shown));
        }
        let (host, port) = split_port(authority, &shown).map_err(ProxyError::Place)?;
        if host.is_empty() {
            return Err(ProxyError::Place(TargetError::NoHost(shown)));
        }
        let host = Host::parse(host).ok_or(ProxyError::Place(TargetError::Address(shown)))?;
        Ok(Proxy { scheme, host, port: port.unwrap_or(scheme.default_port()), login })
    }
}

impl Login {
    /// Reads `USER[:PASSWORD]` with percent escapes (RFC 3986 section 2.1).
    pub fn read(text: &str) -> Login {
        let (user, password) = text.split_once(':').unwrap_or((text, ""));
        Login { user: unescaped(user), password: unescaped(password) }
    }
}

/// Percent escapes undone; what is no escape stays as it is.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.filter(|_| *byte == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(escaped) => {
                out.push(escaped);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

impl Proxy {
    /// The proxy as a target of its own: is the machine there, and does its port open?
    pub fn as_target(&self) -> Target {
        Target {
            input: self.to_string(),
            host: self.host.clone(),
            port: self.port,
            service: Service::Tcp,
            path: None,
            route: Route::Direct,
            assumed: false,
        }
    }
}

impl fmt::Display for Proxy {
    /// The proxy as a URL, its login struck out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let login = if self.login.is_some() { "***@" } else { "" };
        write!(f, "{}://{login}{}", self.scheme.name(), self.place())
    }
}

impl Proxy {
    /// `HOST:PORT`, as it is written in URLs.
    pub fn place(&self) -> String {
        match &self.host {
            Host::Address { address, .. } if address.is_ipv6() => format!("[{}]:{}", self.host, self.port),
            host => format!("{host}:{}", self.port),
        }
    }
}

impl From<Proxy> for String {
    fn from(proxy: Proxy) -> String {
        proxy.to_string()
    }
}

impl TryFrom<String> for Proxy {
    type Error = ProxyError;

    fn try_from(text: String) -> Result<Proxy, ProxyError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_read_as_curl_reads_them() {
        for (input, shown) in [
            ("proxy", "http://proxy:1080"),
            ("proxy:3128", "http://proxy:3128"),
            ("http://proxy:3128/", "http://proxy:3128"),
            ("https://proxy", "https://proxy:443"),
            ("SOCKS5H://proxy", "socks5h://proxy:1080"),
            ("http://user:p@ss@[fd00::1]:8080", "http://***@[fd00::1]:8080"),
        ] {
            assert_eq!(input.parse::<Proxy>().map(|proxy| proxy.to_string()), Ok(shown.to_owned()), "{input}");
        }
        let login = "socks5://a%40b:c%3Ad%zz@proxy".parse::<Proxy>().ok().and_then(|proxy| proxy.login);
        assert_eq!(login, Some(Login { user: "a@b".to_owned(), password: "c:d%zz".to_owned() }));
    }

    #[test]
    fn what_is_no_proxy_is_told_without_the_password() {
        for input in [
            "ftp://u:secret@proxy",
            "http://u:secret@",
            "http://u:secret@proxy:x",
            "http://u:secret@proxy/x",
            "u:secret@a b",
        ] {
            let error = input.parse::<Proxy>().expect_err(input).to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
