//! The machines on the way to one address and port.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Reason;
use crate::text::Text;

/// A traceroute: probes with growing TTL towards one address and port, and who answered each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Path {
    /// The address traced.
    pub address: IpAddr,
    /// The port traced.
    pub port: u16,
    /// What the probes were.
    pub protocol: Protocol,
    /// One row a TTL, in order from 1, up to where the path ended or was no longer followed.
    pub hops: Vec<Hop>,
    /// The first TTL at which something other than time-exceeded came, and what it was.
    pub end: Option<End>,
    /// How often each silent TTL was asked (answers are rate-limited, so once is not enough).
    pub rounds: u8,
}

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// TCP connects.
    #[default]
    Tcp,
    /// UDP datagrams.
    Udp,
}

impl Protocol {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub(crate) fn is_tcp(&self) -> bool {
        *self == Protocol::Tcp
    }
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
        })
    }
}

/// One TTL of a trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Hop {
    /// The TTL or hop limit sent.
    pub ttl: u8,
    /// Who answered; null where nothing came, or the answer (a reset, a handshake) names no sender.
    pub address: Option<IpAddr>,
    /// The name of that address, where it resolved quickly.
    pub name: Option<String>,
    /// The TTL or hop limit with which an ICMP answer arrived.
    #[serde(default)]
    pub reply_ttl: Option<u8>,
    /// Milliseconds until the answer.
    pub rtt_ms: Option<f64>,
    /// What came.
    pub answer: Reason,
}

/// Where a path ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct End {
    /// The TTL at which it ended.
    pub at: u8,
    /// What came there.
    pub answer: Reason,
    /// Who sent it, where it names its sender.
    pub address: Option<IpAddr>,
}

impl Path {
    /// Finds where the path ends, and forgets what was asked behind its end.
    pub fn close(&mut self) {
        let end = self.hops.iter().find(|hop| !matches!(hop.answer, Reason::TimeExceeded | Reason::NoResponse));
        self.end = end.map(|hop| End { at: hop.ttl, answer: hop.answer, address: hop.address });
        if let Some(end) = &self.end {
            self.hops.truncate(usize::from(end.at));
        }
    }

    /// The last hop that answered with time-exceeded.
    pub fn last_router(&self) -> Option<&Hop> {
        self.hops.iter().rev().find(|hop| hop.answer == Reason::TimeExceeded)
    }

    /// Gives the hops the names that their addresses have in `names`.
    pub(crate) fn name_hops(&mut self, names: &[(IpAddr, String)]) {
        for hop in &mut self.hops {
            let named = names.iter().find(|(address, _)| hop.address == Some(*address));
            hop.name = named.map(|(_, name)| name.clone());
        }
    }

    /// The sender of the answer that ended the path, where the hop before it is known. ICMP errors are
    /// rate-limited: after a silent hop, the machine may have kept its answer to a lower TTL to itself.
    pub fn ends_at_once(&self) -> Option<IpAddr> {
        self.settled_end()?.address
    }

    /// The end, where the hop before it answered too: then no nearer probe reached as far, and `at` is the
    /// distance. Behind a silent hop the answer to a nearer probe may only have been lost.
    pub fn settled_end(&self) -> Option<&End> {
        let end = self.end.as_ref()?;
        let before = self.hops.iter().find(|hop| hop.ttl.saturating_add(1) == end.at);
        (end.at == 1 || before.is_some_and(|hop| hop.answer != Reason::NoResponse)).then_some(end)
    }

    pub(crate) fn describe(&self) -> Text {
        let word = match self.protocol {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
        };
        let to = match self.address {
            IpAddr::V4(address) => format!("{address}:{}", self.port),
            IpAddr::V6(address) => format!("[{address}]:{}", self.port),
        };
        let hops: Vec<String> = self
            .hops
            .iter()
            .filter(|hop| hop.answer == Reason::TimeExceeded)
            .map(|hop| format!("{} {}", hop.ttl, hop.address.map_or("?".to_owned(), |a| a.to_string())))
            .collect();
        let way = if hops.is_empty() { "-".to_owned() } else { hops.join(" → ") };
        match &self.end {
            Some(end) => {
                let by = end.address.map(|a| format!(" ({a})")).unwrap_or_default();
                Text::new(
                    format!("{word} path to {to}: {way}; at TTL {} {}{by}", end.at, end.answer),
                    format!("到 {to} 的 {word} 路径：{way}；TTL {} 处 {}{by}", end.at, end.answer),
                )
            }
            None => Text::new(
                format!("{word} path to {to}: {way}; then silence up to TTL {}", self.hops.len()),
                format!("到 {to} 的 {word} 路径：{way}；之后直到 TTL {} 都无回应", self.hops.len()),
            ),
        }
    }
}
