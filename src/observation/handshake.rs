//! How a TLS handshake went, with the certificates shown.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Looked, Purpose};
use crate::text::{Lang, Text};
use crate::wire::spoken::Spoken;
use crate::wire::tls::Alert;
use crate::wire::x509::Certificate;

/// One TLS handshake (RFC 8446, RFC 5246) over a connection of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Handshake {
    /// The address spoken to.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// Why it was made.
    pub purpose: Purpose,
    /// The proxy it went through, if one.
    pub via: Option<String>,
    /// The server name sent (SNI, RFC 6066 section 3); null where none was, for an address.
    pub server_name: Option<String>,
    /// The name or address that the certificate must be for.
    pub expected_name: String,
    /// The versions offered, such as `TLSv1.3`.
    pub offered: Vec<String>,
    /// How it ended.
    pub ended: HandshakeEnd,
    /// The alert that the server sent, if one.
    pub alert: Option<Alert>,
    /// The alert that this side sent, as far as it was sent in the open.
    #[serde(default)]
    pub alert_sent: Option<Alert>,
    /// The version agreed on or chosen by the server.
    pub version: Option<String>,
    /// The cipher suite agreed on, by its IANA name.
    pub cipher: Option<String>,
    /// The key exchange group agreed on.
    pub group: Option<String>,
    /// The application protocol agreed on (ALPN, RFC 7301).
    pub alpn: Option<String>,
    /// The certificates shown, the server's own first; kept whether or not they are trusted.
    pub chain: Vec<Certificate>,
    /// Whether the chain holds; not looked where none was shown.
    pub trust: Looked<Trust>,
    /// True where the server asked for a client certificate.
    pub client_certificate_wanted: bool,
    /// True where one was given.
    pub client_certificate_given: bool,
    /// The authorities whose client certificates the server says it takes, at most 10.
    #[serde(default)]
    pub client_authorities: Vec<String>,
    /// What the other end speaks, where it is not TLS.
    pub spoken: Option<Spoken>,
    /// The first bytes, where they are not TLS: at most 200, control characters escaped.
    pub excerpt: Option<String>,
    /// What the TLS library says of its failure, where it failed on this side.
    pub detail: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: Option<f64>,
}

/// How a handshake ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HandshakeEnd {
    /// It was completed (which says nothing of trust).
    Done,
    /// An older hello was answered: the server chose, and showed what it shows in the open. It was not carried on.
    Answered,
    /// The server ended it with an alert.
    Alert,
    /// This side ended it: what the server sent cannot be accepted, trust aside.
    Failed,
    /// Bytes came that are not TLS.
    NotTls,
    /// The connection was reset.
    Reset,
    /// The connection was closed.
    Closed,
    /// Nothing came in time.
    Silent,
}

/// Whether a chain holds: each question for itself, so that no answer hides another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Trust {
    /// Whether an authority that is trusted here vouches for it, dates aside.
    pub path: PathTrust,
    /// What the verifier says where it does not.
    pub detail: Option<String>,
    /// Whether the own certificate is for the name expected.
    pub name_matches: bool,
    /// Whether it holds at `checked_at`.
    pub time: TimeTrust,
    /// The own time when it was judged (RFC 3339, UTC).
    pub checked_at: String,
    /// Which authorities were asked: `system`, `mozilla`, or the file given.
    pub store: String,
    /// Whether Mozilla's public authorities vouch for it too; not looked where that was not asked.
    pub public: Looked<bool>,
    /// True where the user said that trust does not matter (`--insecure`).
    pub ignored: bool,
}

/// Whether an authority vouches for a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PathTrust {
    /// One that is trusted does.
    Trusted,
    /// None that is known does: a private or unknown authority, or a missing intermediate certificate.
    UnknownIssuer,
    /// It vouches for itself.
    SelfSigned,
    /// It was revoked.
    Revoked,
    /// Its signature, form or purpose does not hold.
    Invalid,
}

/// Whether a certificate holds at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TimeTrust {
    /// It does.
    Valid,
    /// It no longer does.
    Expired,
    /// It does not yet.
    NotYetValid,
}

impl Trust {
    /// True where an authority vouches for the chain, and it is for the name and for now.
    pub fn holds(&self) -> bool {
        self.path == PathTrust::Trusted && self.name_matches && self.time == TimeTrust::Valid
    }

    /// Everything that is wrong with the chain, in words; empty where nothing is.
    fn faults(&self) -> Vec<Text> {
        let path = match self.path {
            PathTrust::Trusted => None,
            PathTrust::UnknownIssuer => Some(Text::fixed("issued by nobody known here", "签发者不为本机所知")),
            PathTrust::SelfSigned => Some(Text::fixed("vouches for itself", "为自己作保")),
            PathTrust::Revoked => Some(Text::fixed("revoked", "已被吊销")),
            PathTrust::Invalid => Some(Text::fixed("does not hold", "不成立")),
        };
        let name = (!self.name_matches).then_some(Text::fixed("for another name", "属于其他名称"));
        let time = match self.time {
            TimeTrust::Valid => None,
            TimeTrust::Expired => Some(Text::fixed("expired", "已过期")),
            TimeTrust::NotYetValid => Some(Text::fixed("not valid yet", "尚未生效")),
        };
        path.into_iter().chain(name).chain(time).collect()
    }
}

impl Handshake {
    /// True where the server is who it should be, or the user said that it does not matter.
    pub fn is_trusted(&self) -> bool {
        self.trust.saw().is_some_and(|trust| trust.ignored || trust.holds())
    }

    /// True where the server is not who it should be, and was taken all the same because the user said so.
    pub fn is_taken_all_the_same(&self) -> bool {
        self.trust.saw().is_some_and(|trust| trust.ignored && !trust.holds())
    }

    /// What is wrong with the chain, and that it was taken all the same, where it was.
    fn told_trust(&self) -> (String, String) {
        let faults = self.trust.saw().map(Trust::faults).unwrap_or_default();
        if faults.is_empty() {
            return (String::new(), String::new());
        }
        let all = |lang| faults.iter().map(|fault| fault.get(lang).to_owned()).collect::<Vec<_>>();
        let (all, all_zh) = (all(Lang::En).join(", "), all(Lang::Zh).join("、"));
        match self.is_taken_all_the_same() {
            true => (
                format!("; not trusted ({all}), and taken all the same"),
                format!("；不受信任（{all_zh}），但仍被接受"),
            ),
            false => (format!("; not trusted ({all})"), format!("；不受信任（{all_zh}）")),
        }
    }

    pub(crate) fn describe(&self) -> Text {
        let name = &self.expected_name;
        let version = self.version.as_deref().unwrap_or("TLS");
        let (en, zh) = match self.ended {
            HandshakeEnd::Done => {
                let shown = self.chain.first().map_or_else(String::new, |own| {
                    format!(", certificate of {} by {} until {}", own.subject, own.issuer, own.not_after)
                });
                let shown_zh = self.chain.first().map_or_else(String::new, |own| {
                    format!("，证书属于 {}，由 {} 签发，有效至 {}", own.subject, own.issuer, own.not_after)
                });
                let (trust, trust_zh) = self.told_trust();
                (format!("{version}{shown}{trust}"), format!("{version}{shown_zh}{trust_zh}"))
            }
            HandshakeEnd::Answered => {
                let cipher = self.cipher.as_deref().unwrap_or("?");
                (
                    format!("an older hello is answered with {version}, {cipher}"),
                    format!("对旧版握手请求应答 {version}、{cipher}"),
                )
            }
            HandshakeEnd::Alert => {
                let alert = self.alert.as_ref().map_or("?", |alert| alert.name.as_str());
                (format!("the server ends it with the alert {alert}"), format!("服务器以警报 {alert} 结束握手"))
            }
            HandshakeEnd::Failed => {
                let detail = self.detail.as_deref().unwrap_or("?");
                (format!("it fails: {detail}"), format!("握手失败：{detail}"))
            }
            HandshakeEnd::NotTls => {
                let spoken = self.spoken.map_or("something that is not TLS", Spoken::name);
                let spoken_zh = self.spoken.map_or("非 TLS 内容", Spoken::name);
                (format!("{spoken} is answered"), format!("回应的是 {spoken_zh}"))
            }
            HandshakeEnd::Reset => ("the connection is reset".to_owned(), "连接被重置".to_owned()),
            HandshakeEnd::Closed => ("the connection is closed".to_owned(), "连接被关闭".to_owned()),
            HandshakeEnd::Silent => ("no answer".to_owned(), "没有应答".to_owned()),
        };
        let unnamed = self.server_name.is_none() && name.parse::<IpAddr>().is_err();
        match self.server_name.as_ref().filter(|_| !unnamed).unwrap_or(name) {
            name if unnamed => Text::new(
                format!("TLS handshake for {name} that does not name it: {en}"),
                format!("不带名称地与 {name} 进行 TLS 握手：{zh}"),
            ),
            sent => Text::new(format!("TLS handshake for {sent}: {en}"), format!("对 {sent} 的 TLS 握手：{zh}")),
        }
    }
}
