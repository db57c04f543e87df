//! The answer of `probe`: how each port answered.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::finding::Role;
use crate::observation::{Icmp, ProxyAnswer, ProxyEnd, Reason, State};
use crate::target::Service;

/// The whole answer as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Probed {
    /// `netwhy.probe/1`.
    #[schemars(extend("const" = "netwhy.probe/1"))]
    pub schema: String,
    /// The version of netwhy that made it.
    pub netwhy: String,
    /// When the run began (RFC 3339, UTC).
    pub started_at: String,
    /// Every look, or with `--open` every one that found an open port. In the order asked for.
    pub connections: Vec<Row>,
    /// What cannot be looked at, because its name has no address here.
    pub unresolved: Vec<Unresolved>,
    /// With `--count`: one row a port.
    pub statistics: Vec<Statistics>,
    /// All of it in numbers.
    pub summary: Summary,
}

/// One line of `--format jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Line {
    /// `netwhy.probe-line/1`.
    #[schemars(extend("const" = "netwhy.probe-line/1"))]
    pub schema: String,
    /// What the line tells.
    #[serde(flatten)]
    pub told: Told,
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Told {
    /// How a port answered; in the order of the answers.
    Connection(Row),
    /// A name without an address.
    Unresolved(Unresolved),
    /// With `--count`: one port over all rounds.
    Statistics(Statistics),
    /// The last line: all of it in numbers.
    Summary(Summary),
}

/// How one port answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Row {
    /// The host asked for.
    pub host: String,
    /// The address connected to: through a proxy, the proxy's.
    pub address: IpAddr,
    /// The port tried.
    pub port: u16,
    /// What the port is in nmap's words. Through a proxy, as far as its word goes.
    pub state: State,
    /// What says so, in nmap's words.
    pub reason: Reason,
    /// The machine that sent the answer, where the answer names its sender.
    pub from: Option<Origin>,
    /// Round trip in milliseconds: of the handshake as the kernel measured it, else until the answer.
    pub rtt_ms: Option<f64>,
    /// SYNs sent, retransmissions included; 0 where none left.
    pub attempts: u32,
    /// The service usually found at the port. Nothing was sent to see whether it is.
    pub service: Option<Service>,
    /// The ICMP error, where one came.
    pub icmp: Option<Icmp>,
    /// The name of this machine's error, where the attempt ended in one (`EACCES`).
    pub error: Option<String>,
    /// With `--count`: in which round, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u64>,
    /// The proxy it was looked at through, with `--proxy`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// What that proxy said; null where no connection to it opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<ProxySaid>,
}

/// What a proxy said of a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProxySaid {
    /// How asking it ended.
    pub ended: ProxyEnd,
    /// The status code of an HTTP proxy.
    pub status: Option<u16>,
    /// The reply code of a SOCKS proxy.
    pub reply: Option<u8>,
    /// Its own code for the error, as `FIELD: VALUE`.
    pub error_code: Option<String>,
}

/// The machine that sent an answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Origin {
    /// Its address.
    pub address: IpAddr,
    /// How many hops away it stands, where known; 0 is this machine.
    pub hop: Option<u8>,
    /// Its part.
    pub role: Role,
}

/// A name without an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Unresolved {
    /// The host asked for.
    pub host: String,
    /// The line of standard input that names it, counted from 1.
    pub line: Option<u64>,
    /// What the system's resolver says.
    pub error: String,
}

/// One port over all rounds of `--count`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Statistics {
    /// The host asked for.
    pub host: String,
    /// The address tried.
    pub address: IpAddr,
    /// The port tried.
    pub port: u16,
    /// Connections tried.
    pub sent: u64,
    /// How many of them were answered, in whatever way.
    pub answered: u64,
    /// How they ended.
    pub counts: Counts,
    /// The part that was not answered, in percent.
    pub loss_percent: f64,
    /// The shortest round trip in milliseconds.
    pub rtt_min_ms: Option<f64>,
    /// The mean round trip in milliseconds.
    pub rtt_avg_ms: Option<f64>,
    /// The longest round trip in milliseconds.
    pub rtt_max_ms: Option<f64>,
    /// The standard deviation of the round trips in milliseconds, as ping(8) has it.
    pub rtt_mdev_ms: Option<f64>,
}

/// How many ports are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Counts {
    /// The handshake completed.
    pub open: u64,
    /// A reset came.
    pub closed: u64,
    /// Silence, or an ICMP rejection.
    pub filtered: u64,
    /// There is no way there.
    pub unreachable: u64,
    /// The attempt failed on this machine.
    pub error: u64,
}

/// Ports that answered alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Group {
    /// Their state.
    pub state: State,
    /// What says so.
    pub reason: Reason,
    /// Who sent the answers, where it was not the machine asked for; of very many senders, the first ones.
    pub from: Option<Origin>,
    /// How many there are.
    pub count: u64,
}

/// All of it in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Summary {
    /// True where the exit code is 0: everything asked for is open, or, where ranges were searched, something is.
    pub open: bool,
    /// Looks that ended, by state.
    pub counts: Counts,
    /// The same by state, reason and sender, the largest group first.
    pub groups: Vec<Group>,
    /// Names without an address.
    pub unresolved: u64,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// True where Ctrl-C ended it; what was seen until then is all here.
    pub interrupted: bool,
    /// Why it ended early, where a fault of the input ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<String>,
}

impl From<&ProxyAnswer> for ProxySaid {
    fn from(answer: &ProxyAnswer) -> ProxySaid {
        let error_code = answer.error_code.clone();
        ProxySaid { ended: answer.ended, status: answer.status, reply: answer.reply, error_code }
    }
}

impl Counts {
    /// One more port in `state`.
    pub fn add(&mut self, state: State) {
        *match state {
            State::Open => &mut self.open,
            State::Closed => &mut self.closed,
            State::Filtered => &mut self.filtered,
            State::Unreachable => &mut self.unreachable,
            State::Error => &mut self.error,
        } += 1;
    }

    /// Ports in `state`.
    pub fn of(&self, state: State) -> u64 {
        match state {
            State::Open => self.open,
            State::Closed => self.closed,
            State::Filtered => self.filtered,
            State::Unreachable => self.unreachable,
            State::Error => self.error,
        }
    }

    /// All ports.
    pub fn total(&self) -> u64 {
        self.open + self.closed + self.filtered + self.unreachable + self.error
    }
}

impl Line {
    /// The line that tells `told`.
    pub fn new(told: Told) -> Line {
        Line { schema: "netwhy.probe-line/1".to_owned(), told }
    }
}
