//! What a proxy answered when asked for the target.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{ProxySource, Purpose};
use crate::text::Text;
use crate::wire::spoken::Spoken;

/// One request for passage, over a connection of its own, and how it ended. Whether the proxy's port opens at all is
/// for the connection attempts about the proxy to tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProxyAnswer {
    /// The proxy, its login struck out.
    pub proxy: String,
    /// What named it.
    pub from: ProxySource,
    /// Its address.
    pub address: IpAddr,
    /// Its port.
    pub port: u16,
    /// Why it was asked.
    pub purpose: Purpose,
    /// The way it was asked.
    pub way: ProxyWay,
    /// The target, as it was named to the proxy: `HOST:PORT`, or the URL without its query.
    pub asked_for: String,
    /// How it ended.
    pub ended: ProxyEnd,
    /// The status code of an HTTP proxy.
    pub status: Option<u16>,
    /// The reason phrase that came with it.
    pub reason: Option<String>,
    /// The reply code of a SOCKS proxy (RFC 1928 section 6; 90 to 93 for SOCKS 4).
    pub reply: Option<u8>,
    /// True where a login was given.
    pub login_given: bool,
    /// The ways to log in that the proxy names: authentication schemes, or SOCKS methods.
    pub login_ways: Vec<String>,
    /// The realm it names.
    pub realm: Option<String>,
    /// `Via` of its answer.
    pub via: Option<String>,
    /// `Server` of its answer.
    pub server: Option<String>,
    /// `Proxy-Status` of its answer (RFC 9209), the nearest to the origin first.
    pub proxy_status: Vec<ProxyStatus>,
    /// Its own code for the error: `X-Squid-Error` and kin, as `FIELD: VALUE`.
    pub error_code: Option<String>,
    /// The beginning of its answer's text, at most 300 characters, markup taken out.
    pub excerpt: Option<String>,
    /// What it speaks, where that is not what a proxy of its kind speaks.
    pub spoken: Option<Spoken>,
    /// True where it might be the target's own answer, passed on; asked for a tunnel, that of a web server that is no
    /// proxy.
    #[serde(default)]
    pub unsure: bool,
    /// From the request to its answer, in milliseconds.
    pub took_ms: Option<f64>,
}

/// The way a proxy is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyWay {
    /// `CONNECT host:port` (RFC 9110 section 9.3.6).
    Connect,
    /// A request with the whole URL (RFC 9112 section 3.2.2).
    AbsoluteForm,
    /// SOCKS 4 with an address.
    Socks4,
    /// SOCKS 4a with a name.
    Socks4a,
    /// SOCKS 5 with an address (RFC 1928).
    Socks5,
    /// SOCKS 5 with a name.
    Socks5h,
}

/// How a request for passage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyEnd {
    /// The way is open.
    Opened,
    /// It wants a login, or another one (407; SOCKS method 0xFF or a failed login).
    LoginRequired,
    /// It forbids the target (403 and kin; SOCKS reply 2).
    Denied,
    /// It tried, and could not reach the target (502, 503, 504; SOCKS replies 3 to 6).
    TargetFailed,
    /// It answers with another error of its own.
    OtherError,
    /// It does not speak what a proxy of its kind speaks.
    WrongProtocol,
    /// TLS with the proxy itself failed; the handshake about the proxy tells how.
    TlsFailed,
    /// It reset the connection.
    Reset,
    /// It closed the connection without an answer.
    Closed,
    /// It gave no answer in time.
    Silent,
    /// The target cannot be named in this way (SOCKS 4 and an IPv6 address, or a name that resolves to none).
    NotPossible,
}

/// One entry of a `Proxy-Status` field (RFC 9209 section 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProxyStatus {
    /// The intermediary that says so.
    pub proxy: String,
    /// Its error type, such as `connection_refused`.
    pub error: Option<String>,
    /// Who came next.
    pub next_hop: Option<String>,
    /// The status it received itself.
    pub received_status: Option<u16>,
    /// What it says besides.
    pub details: Option<String>,
}

impl ProxyAnswer {
    /// A host that does not exist (RFC 6761 section 6.4), of which no proxy can have a page.
    pub const NOWHERE: &str = "nosuch.netwhy.invalid";

    pub(crate) fn describe(&self) -> Text {
        let (proxy, asked_for) = (&self.proxy, &self.asked_for);
        let code = match (self.status, self.reply) {
            (Some(status), _) => {
                format!(" ({status}{})", self.reason.as_ref().map(|r| format!(" {r}")).unwrap_or_default())
            }
            (None, Some(reply)) => format!(" (SOCKS reply {reply})"),
            (None, None) => String::new(),
        };
        let (en, zh) = match self.ended {
            ProxyEnd::Opened => ("the way is open", "通路已开"),
            ProxyEnd::LoginRequired => ("a login is wanted", "要求登录"),
            ProxyEnd::Denied => ("forbidden", "被禁止"),
            ProxyEnd::TargetFailed => ("it could not reach the target", "它无法连接目标"),
            ProxyEnd::OtherError => ("an error", "出错"),
            ProxyEnd::WrongProtocol => ("it does not speak as such a proxy does", "它不按此类代理的协议应答"),
            ProxyEnd::TlsFailed => ("TLS with the proxy failed", "与代理的 TLS 握手失败"),
            ProxyEnd::Reset => ("the connection is reset", "连接被重置"),
            ProxyEnd::Closed => ("the connection is closed without an answer", "连接未作应答即被关闭"),
            ProxyEnd::Silent => ("no answer", "没有应答"),
            ProxyEnd::NotPossible => ("it cannot be asked for such a target", "无法以此方式请求该目标"),
        };
        Text::new(
            format!("proxy {proxy}, asked for {asked_for}: {en}{code}"),
            format!("代理 {proxy}，请求 {asked_for}：{zh}{code}"),
        )
    }
}
