//! What one source answered about one name.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::observation::{OsError, Reason, Sender};
use crate::text::Text;
use crate::wire::dns::Record;

/// One question to one source, and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Resolution {
    /// The name asked, in ASCII, without the trailing dot.
    pub name: String,
    /// The record type asked (`A`, `AAAA`, …); `A+AAAA` where the system's resolver was asked for addresses.
    pub record_type: String,
    /// Who was asked.
    pub source: Source,
    /// The name server, where one was asked.
    pub server: Option<SocketAddr>,
    /// How it was asked.
    pub transport: Transport,
    /// What came of it.
    #[serde(flatten)]
    pub answer: Answer,
    /// The answer section, in order.
    pub records: Vec<Record>,
    /// Extended DNS Errors as `code (purpose)` or `code (purpose): text` (RFC 8914).
    pub extended_errors: Vec<String>,
    /// What DNSSEC says of it, where asked.
    pub dnssec: Option<Dnssec>,
    /// Milliseconds until the answer.
    pub took_ms: f64,
}

/// Who was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The hosts file.
    HostsFile,
    /// The system's own resolver (getaddrinfo(3)): what other programs get.
    System,
    /// A name server that this machine is set to ask.
    Configured,
    /// A name server given by option.
    Given,
    /// A name server met while following referrals from the root.
    Authority,
}

/// How a source was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Transport {
    /// No packet: a file or a call.
    Local,
    /// DNS over UDP.
    Udp,
    /// DNS over TCP, because it was asked for or the UDP answer was truncated.
    Tcp,
    /// DNS over TLS (RFC 7858).
    Tls,
    /// DNS over HTTPS (RFC 8484).
    Https,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Answer {
    /// A DNS message came.
    Code {
        /// dig's word for the response code: `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`, …
        rcode: String,
        /// The server says that it is the authority.
        authoritative: bool,
        /// The server offers recursion.
        recursion_available: bool,
    },
    /// The system's resolver gave addresses.
    Found,
    /// The system's resolver gave none, with its error (getaddrinfo's `EAI_…` name).
    NotFound {
        /// `EAI_NONAME`, `EAI_AGAIN`, `EAI_NODATA`, …
        error: String,
    },
    /// Nothing came in time.
    Silent,
    /// A connection opened, and no answer came over it in time.
    Unanswered,
    /// The server, or a machine on the way, refused the question itself: nothing listens there, or it is rejected.
    Rejected {
        /// What came: `reset` or an ICMP word.
        reason: Reason,
        /// Who sent it, where it names its sender.
        from: Option<Sender>,
    },
    /// The question could not be sent.
    Unsent {
        /// The system's error.
        error: OsError,
    },
    /// The encrypted connection was not made, because the server or its certificate could not be trusted.
    Untrusted {
        /// What was wrong.
        detail: String,
    },
    /// The server's own name has no address, so it was not asked.
    NotAsked {
        /// The server's name.
        unaddressed: String,
    },
    /// Something came that is not a DNS answer to this question.
    Garbled {
        /// What was wrong with it.
        detail: String,
    },
}

/// What DNSSEC says of an answer (RFC 4035 section 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Dnssec {
    /// The server vouches for it (AD bit).
    Secure,
    /// The server does not vouch for it.
    Insecure,
    /// SERVFAIL, and an answer when checking is disabled: its signatures do not hold.
    Bogus,
}

/// One SRV record (RFC 2782).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAt {
    /// The lower, the sooner it is to be tried.
    pub priority: u16,
    /// The share among those of one priority.
    pub weight: u16,
    /// The port; 0 is none.
    pub port: u16,
    /// The machine, without the trailing dot; empty where the record says that there is no such service.
    pub target: String,
}

impl Resolution {
    /// How a name begins that was made up to see whether a name server makes up answers.
    pub const CANARY: &str = "netwhy-no-such-name-";

    /// True where the name was made up and cannot exist.
    pub fn is_canary(&self) -> bool {
        self.name.starts_with(Resolution::CANARY)
    }

    /// The services among the records, in order.
    pub fn services(&self) -> impl Iterator<Item = ServiceAt> {
        self.records.iter().filter(|record| record.record_type == "SRV").filter_map(|record| {
            let mut words = record.data.split(' ');
            let mut number = || words.next()?.parse::<u16>().ok();
            let (priority, weight, port) = (number()?, number()?, number()?);
            let target = words.next()?.trim_end_matches('.').to_owned();
            Some(ServiceAt { priority, weight, port, target })
        })
    }

    /// The response code, where a DNS message came.
    pub fn rcode(&self) -> Option<&str> {
        match &self.answer {
            Answer::Code { rcode, .. } => Some(rcode),
            _ => None,
        }
    }

    /// The addresses among the records, in order.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.records
            .iter()
            .filter(|r| matches!(r.record_type.as_str(), "A" | "AAAA"))
            .filter_map(|r| r.data.parse().ok())
    }

    /// Who was asked, for a sentence.
    pub fn asked(&self) -> Text {
        let (scheme, port) = match self.transport {
            Transport::Tls => ("tls://", 853),
            Transport::Https => ("https://", 443),
            _ => ("", 53),
        };
        match (self.source, self.server, &self.answer) {
            (Source::HostsFile, ..) => Text::fixed("the hosts file", "hosts 文件"),
            (Source::System, ..) => Text::fixed("the system's resolver", "系统解析器"),
            (_, Some(server), _) if server.port() == port => Text::same(format!("{scheme}{}", server.ip())),
            (_, Some(server), _) => Text::same(format!("{scheme}{server}")),
            (_, None, Answer::NotAsked { unaddressed }) => Text::same(format!("{scheme}{unaddressed}")),
            (_, None, _) => Text::fixed("a name server", "域名服务器"),
        }
    }

    pub(crate) fn describe(&self) -> Text {
        use crate::text::Lang;
        let (name, kind, who) = (&self.name, &self.record_type, self.asked());
        let (who_en, who_zh) = (who.get(Lang::En), who.get(Lang::Zh));
        let list = self.records.iter().take(6).map(|r| r.data.as_str()).collect::<Vec<_>>().join(" ");
        let (en, zh) = match &self.answer {
            Answer::Code { rcode, .. } if list.is_empty() => {
                (format!("{rcode}, no record"), format!("{rcode}，没有记录"))
            }
            Answer::Code { rcode, .. } => (format!("{rcode} {list}"), format!("{rcode} {list}")),
            Answer::Found => (list.clone(), list),
            Answer::NotFound { error } => (format!("no address ({error})"), format!("没有地址（{error}）")),
            Answer::Silent => ("no answer".to_owned(), "没有应答".to_owned()),
            Answer::Unanswered => ("connected, but no answer".to_owned(), "已连接，但没有应答".to_owned()),
            Answer::Rejected { reason, from } => {
                let from = from.as_ref().map(|f| f.address.to_string()).unwrap_or_default();
                (format!("rejected, {reason} {from}"), format!("被拒绝，{reason} {from}"))
            }
            Answer::Unsent { error } => (format!("not sent ({})", error.name), format!("未能发出（{}）", error.name)),
            Answer::Untrusted { detail } => (format!("not trusted: {detail}"), format!("不可信：{detail}")),
            Answer::NotAsked { unaddressed } => {
                (format!("not asked: {unaddressed} has no address"), format!("未查询：{unaddressed} 没有地址"))
            }
            Answer::Garbled { detail } => (format!("not a DNS answer: {detail}"), format!("不是 DNS 应答：{detail}")),
        };
        Text::new(
            format!("{who_en} on {name} {kind}: {}", en.trim_end()),
            format!("{who_zh} 对 {name} {kind}：{}", zh.trim_end()),
        )
    }
}
