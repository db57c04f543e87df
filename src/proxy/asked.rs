//! What a request asks for: which place, and under which name.

use hyper::Uri;
use hyper::http::uri::Authority;

use crate::proxy::context::Context;
use crate::proxy::trouble::{Kind, Trouble};
use crate::target::Host;
use crate::text::Text;

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// True where TLS is spoken there.
    pub secure: bool,
    /// The host.
    pub host: Host,
    /// Its port.
    pub port: u16,
    /// What `Host` says there: without a login, and with the port where one was written.
    pub name: String,
    /// Where it leads, where that is not for the host's name to tell.
    pub led: Option<(Host, u16)>,
}

impl Asked {
    /// Where to connect.
    pub(crate) fn leads(&self) -> (&Host, u16) {
        self.led.as_ref().map_or((&self.host, self.port), |(host, port)| (host, *port))
    }
}

/// The URL asked for, whole: what comes out of a tunnel that is looked into names a path alone.
pub(crate) fn url(context: &Context, target: &str) -> String {
    match &context.authority {
        Some(place) if !target.contains("://") => format!("https://{}{target}", name(place)),
        _ => target.to_owned(),
    }
}

/// Where the request goes; nothing where it is for the proxy itself.
pub(crate) fn of_request(context: &Context, uri: &Uri) -> Result<Option<Asked>, Trouble> {
    match (&context.authority, uri.authority()) {
        (Some(meant), Some(_)) if uri.scheme().is_some() => {
            let asked = of_url(uri)?;
            // Another host, be it that a rule names it, is not where the tunnel leads.
            let is_meant = asked.secure && (&asked.host, asked.port) == (&meant.0, meant.1);
            Ok(Some(Asked { led: context.led.clone().filter(|_| is_meant), ..asked }))
        }
        (None, Some(_)) if uri.scheme().is_some() => of_url(uri).map(Some),
        (Some(meant), None) => {
            let (host, port) = meant.clone();
            Ok(Some(Asked { secure: true, host, port, name: name(meant), led: context.led.clone() }))
        }
        (None, None) => Ok(None),
        _ => Err(wrong("the request names no URL", "请求没有写明 URL")),
    }
}

/// A host and a port of HTTPS, as they stand in URLs.
fn name((host, port): &(Host, u16)) -> String {
    let bare = if host.address().is_some_and(|at| at.is_ipv6()) { format!("[{host}]") } else { host.to_string() };
    if *port == 443 { bare } else { format!("{bare}:{port}") }
}

/// The place that a request in absolute form names (RFC 9112 section 3.2.2).
pub(crate) fn of_url(uri: &Uri) -> Result<Asked, Trouble> {
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(wrong("the request names no host", "请求没有指明主机"));
    };
    let secure = match scheme.to_ascii_lowercase().as_str() {
        "http" => false,
        "https" => true,
        other => {
            let text = Text::new(
                format!("the proxy does not speak `{other}`; it passes on http and https"),
                format!("代理不支持“{other}”；只转发 http 和 https"),
            );
            return Err(Trouble::new(Kind::NotImplemented, text));
        }
    };
    place(authority, secure, Some(if secure { 443 } else { 80 }))
}

/// The place that CONNECT names: host and port, and nothing else (RFC 9112 section 3.2.3).
pub(crate) fn of_tunnel(uri: &Uri) -> Result<Asked, Trouble> {
    match uri.authority() {
        Some(authority) if uri.scheme().is_none() && !authority.as_str().contains('@') => place(authority, false, None),
        _ => Err(wrong(
            "CONNECT names a host and a port: `CONNECT HOST:PORT`",
            "CONNECT 须写明主机和端口：“CONNECT HOST:PORT”",
        )),
    }
}

fn place(authority: &Authority, secure: bool, default: Option<u16>) -> Result<Asked, Trouble> {
    let name = authority.as_str().rsplit_once('@').map_or(authority.as_str(), |(_, name)| name);
    let written = name.strip_prefix(authority.host()).unwrap_or_default();
    let port = match written.strip_prefix(':') {
        None | Some("") => default,
        // Also what the library takes for no port: one above 65535.
        Some(port) if port.bytes().all(|b| b.is_ascii_digit()) => port.parse().ok().filter(|port| *port > 0),
        Some(_) => None,
    };
    let Some(port) = port else {
        return Err(wrong("the request names no port from 1 to 65535", "请求没有指明 1 到 65535 之间的端口"));
    };
    let bare = authority.host().trim_start_matches('[').trim_end_matches(']');
    match Host::parse(bare) {
        Some(host) if !bare.is_empty() => Ok(Asked { secure, host, port, name: name.to_owned(), led: None }),
        _ => Err(wrong("the request names no host", "请求没有指明主机")),
    }
}

fn wrong(en: &'static str, zh: &'static str) -> Trouble {
    Trouble::new(Kind::BadRequest, Text::fixed(en, zh))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_target() {
        for (url, host, port, name) in [
            ("http://x.test/a?b", "x.test", 80, "x.test"),
            ("HTTP://X.Test:8080", "x.test", 8080, "X.Test:8080"),
            ("http://u:p@x.test:81/", "x.test", 81, "x.test:81"),
            ("https://[::1]/", "::1", 443, "[::1]"),
            ("http://[2001:db8::1]:8080/", "2001:db8::1", 8080, "[2001:db8::1]:8080"),
            ("http://x.test:/", "x.test", 80, "x.test:"),
        ] {
            let asked = of_url(&url.parse().expect(url)).expect(url);
            assert_eq!((asked.host.to_string().as_str(), asked.port, asked.name.as_str()), (host, port, name), "{url}");
        }
        for wrong in ["http://x.test:0/", "http://x.test:99999/", "ftp://x.test/", "/x", "*"] {
            assert!(of_url(&wrong.parse().expect(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tunnels_name_a_host_and_a_port() {
        let asked = of_tunnel(&Uri::from_static("[::1]:443")).expect("a place");
        assert_eq!((asked.host.to_string().as_str(), asked.port), ("::1", 443));
        for wrong in ["x.test", "x.test:0", "x.test:70000", "u@x.test:443", "/x"] {
            assert!(of_tunnel(&wrong.parse().expect(wrong)).is_err(), "{wrong}");
        }
    }
}
