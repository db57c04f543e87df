//! Looks at very many TCP ports, and tells each answer as it comes, in memory that does not grow with their number.

mod through;

pub use through::{THROUGH_AT_ONCE, Through, Way, scan_through, state_behind};

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::observation::{Icmp, ProxyEnd, Reason, State};

/// One port to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// The host asked for, as typed.
    pub host: Arc<str>,
    /// The address and port.
    pub to: SocketAddr,
    /// The caller's own mark, handed back with the answer.
    pub mark: u64,
}

/// How one port answered: a [`crate::observation::Connection`] without what a scan does not look at, and small.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Where the look went.
    pub aim: Aim,
    /// nmap's word for what the port is.
    pub state: State,
    /// nmap's word for what says so.
    pub reason: Reason,
    /// Who sent the answer, where the answer names its sender.
    pub from: Option<IpAddr>,
    /// The ICMP error, where one came.
    pub icmp: Option<Icmp>,
    /// The system's error number, where the attempt ended in one that is not a plain refusal.
    pub error: Option<i32>,
    /// Of the handshake as the kernel measured it, else until the answer.
    pub rtt: Option<Duration>,
    /// SYNs sent, retransmissions included; 0 where none left.
    pub attempts: u32,
    /// The own address used, where the scan had to ask for it.
    pub local: Option<IpAddr>,
    /// What came of it through a proxy, where the scan went through one.
    pub through: Option<Box<Through>>,
}

/// How fast and how patiently to look.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// When a port that stays silent is called so. The kernel sends a second SYN after one second: 900 ms
    /// is one SYN, 1.9 s are two.
    pub wait: Duration,
    /// How long to wait for a free descriptor, port or buffer of this machine before a port is answered
    /// with that error.
    pub patience: Duration,
    /// The most ports waited for at one time; as many as the system allows, up to [`AT_ONCE`], where unset.
    pub at_once: Option<usize>,
    /// How many ports there are, where known. Few are not worth a thread for each core.
    pub expected: Option<u64>,
}

/// The most ports that wait for an answer at one time, unless the caller asks for more. Home routers keep
/// a table of some ten thousand connections.
pub const AT_ONCE: usize = 8192;

/// A scan that runs. Dropping it ends it.
#[derive(Debug)]
pub struct Scan {
    answers: mpsc::Receiver<Vec<Answer>>,
}

impl Scan {
    /// The next answers, in the order in which they came; `None` when all ports have answered. Cancel safe.
    pub async fn next(&mut self) -> Option<Vec<Answer>> {
        self.answers.recv().await
    }
}

/// Begins to look at every port that `aims` gives. The iterator is asked from a thread of its own, as fast
/// as the answers are taken, and may block; each block is looked at at once, so a source that is slow
/// should give short ones.
///
/// # Errors
/// The system gives no thread or no epoll descriptor.
pub fn scan(aims: impl Iterator<Item = Vec<Aim>> + Send + 'static, pace: Pace) -> io::Result<Scan> {
    // A few blocks of answers; the workers hold on to no more than their window beyond that.
    let (out, answers) = mpsc::channel(64);
    crate::probe::here::scan::start(aims, pace, out)?;
    Ok(Scan { answers })
}

impl Answer {
    /// A port of which nothing is known but the aim.
    pub(crate) fn of(aim: Aim, state: State, reason: Reason) -> Answer {
        Answer {
            aim,
            state,
            reason,
            from: None,
            icmp: None,
            error: None,
            rtt: None,
            attempts: 1,
            local: None,
            through: None,
        }
    }

    /// True where something came back over the network, whatever it says.
    pub fn is_answered(&self) -> bool {
        matches!(self.reason, Reason::SynAck | Reason::Reset | Reason::ConnRefused | Reason::SelfConnect)
            || self.icmp.is_some()
            || self
                .through
                .as_ref()
                .and_then(|through| through.answer.as_ref())
                .is_some_and(|said| said.ended != ProxyEnd::Silent)
    }
}
