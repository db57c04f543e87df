//! What is asked, and how it may be asked.

use std::time::Duration;

use crate::observation::ProxySource;
use crate::probe::http::Stop;
use crate::probe::tls;
use crate::target::{Detour, Pinned, Proxy, Service, Target};
use crate::wire::http1::{Asked, Bounds, Head};

/// How exchanges are made.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Connect to IPv4 addresses.
    pub ipv4: bool,
    /// Connect to IPv6 addresses.
    pub ipv6: bool,
    /// Addresses given in place of a look-up.
    pub pinned: Vec<Pinned>,
    /// Other machines to connect to.
    pub detours: Vec<Detour>,
    /// The proxy to go through, and what names it.
    pub proxy: Option<(Proxy, ProxySource)>,
    /// Ask the proxy for a tunnel for `http` too.
    pub tunnel: bool,
    /// Further fields for the proxy, where it is asked for a tunnel.
    pub proxy_fields: Vec<(String, String)>,
    /// How TLS is spoken.
    pub tls: tls::Settings,
    /// How much of heads is read.
    pub bounds: Bounds,
    /// The most bytes of a body that are read; without bound where unset.
    pub most_body: Option<u64>,
    /// Decode the body, up to this many bytes; as it came where unset.
    pub decode: Option<u64>,
    /// How many of the bytes sent, and of those received, are kept in an [`crate::observation::Exchange`].
    pub keep: usize,
    /// How long one address may stay silent when connected to.
    pub connect_patience: Duration,
    /// How long the opening of a connection may take in all, and how long nothing may come of an answer. Only the
    /// deadline bounds them where unset.
    pub patience: Option<Duration>,
    /// Ends every exchange at once when it is pulled.
    pub stop: Stop,
}

/// One request, as bytes.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whom it is for: [`Service::Https`] speaks TLS.
    pub target: Target,
    /// The URL, as the exchange names it.
    pub url: String,
    /// The method, which decides how the answer is framed.
    pub method: String,
    /// The head with the blank line behind it, sent as it is. Where the proxy is asked in absolute form
    /// ([`Settings::is_asked_in_absolute_form`]), it says so itself, the proxy's login included.
    pub head: Vec<u8>,
    /// The body, sent as it is.
    pub body: Vec<u8>,
    /// Hold the body back until 100 is answered, at most a second (RFC 9110 section 10.1.1).
    pub awaits_continue: bool,
}

/// Takes an answer as it comes.
pub trait Receive {
    /// The final head, before any of the body.
    fn head(&mut self, _head: &Head) {}

    /// The next bytes of the body, framing taken out, decoded where that was asked for.
    fn body(&mut self, bytes: &[u8]);

    /// True where no more is wanted; the exchange is then cut off.
    fn is_full(&self) -> bool {
        false
    }
}

impl<F: FnMut(&[u8])> Receive for F {
    fn body(&mut self, bytes: &[u8]) {
        self(bytes);
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            ipv4: true,
            ipv6: true,
            pinned: Vec::new(),
            detours: Vec::new(),
            proxy: None,
            tunnel: false,
            proxy_fields: Vec::new(),
            tls: tls::Settings::default().offering(&["http/1.1"]),
            bounds: Bounds::default(),
            most_body: None,
            decode: None,
            keep: 64 * 1024,
            connect_patience: Duration::from_secs(10),
            patience: None,
            stop: Stop::default(),
        }
    }
}

impl Settings {
    /// True where a request for `target` is sent to the proxy itself, with the whole URL in its first line (RFC 9112
    /// section 3.2.2), and not through a tunnel.
    pub fn is_asked_in_absolute_form(&self, target: &Target) -> bool {
        let speaks_http = self.proxy.as_ref().is_some_and(|(proxy, _)| !proxy.scheme.is_socks());
        speaks_http && target.service != Service::Https && !self.tunnel
    }
}

impl Request {
    /// A request without body.
    pub fn new(target: Target, url: String, method: &str, head: Vec<u8>) -> Request {
        Request { target, url, method: method.to_owned(), head, body: Vec::new(), awaits_continue: false }
    }

    /// What bears on how its answer is read.
    pub(super) fn asked(&self) -> Asked {
        Asked { upgrade: self.field("upgrade").next().is_some(), ..Asked::of(&self.method) }
    }

    /// True where the connection may be used again: HTTP/1.1 without `Connection: close` (RFC 9112 section 9.3).
    pub(super) fn may_persist(&self) -> bool {
        let first = self.head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let is_current = first.trim_ascii_end().ends_with(b"HTTP/1.1");
        let says_close = self.field("connection").any(|value| value.to_ascii_lowercase().contains("close"));
        let says_keep = self.field("connection").any(|value| value.to_ascii_lowercase().contains("keep-alive"));
        !says_close && (is_current || says_keep)
    }

    /// The values of the fields of that name, given in lower case.
    pub(super) fn field<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        let lines = self.head.split(|byte| *byte == b'\n').skip(1).map(<[u8]>::trim_ascii);
        lines.take_while(|line| !line.is_empty()).filter_map(move |line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let is_it = line[..colon].trim_ascii().eq_ignore_ascii_case(name.as_bytes());
            is_it.then(|| String::from_utf8_lossy(line[colon + 1..].trim_ascii()).into_owned())
        })
    }
}
