//! One TCP connection attempt and how it can end, on any system.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpStream;

use crate::observation::{Icmp, OsError};
use crate::probe::Stream;
use crate::probe::cut::Cut;

/// How to connect.
#[derive(Debug, Clone)]
#[cfg_attr(portable, allow(dead_code, reason = "only Linux can heed all of them"))]
pub(crate) struct Shot {
    /// The TTL or hop limit to send with; the system's own where unset.
    pub(crate) ttl: Option<u8>,
    /// Only answers that arrive with at least this TTL count; all where unset.
    pub(crate) least_arrival_ttl: Option<u8>,
    /// The largest segment to send, in bytes (`TCP_MAXSEG`); the kernel's choice where unset.
    pub(crate) max_segment: Option<u16>,
    /// When silence is called silence. 900 ms is exactly one SYN; the next would leave after 1 s.
    pub(crate) timeout: Duration,
}

impl Shot {
    /// An ordinary connection attempt.
    pub(crate) fn plain(timeout: Duration) -> Shot {
        Shot { ttl: None, least_arrival_ttl: None, max_segment: None, timeout }
    }
}

/// How an attempt ended.
#[derive(Debug)]
#[allow(dead_code, reason = "each system tells some of them apart and not others")]
pub(crate) enum Ending {
    /// The handshake completed.
    Open {
        /// Round trip in microseconds.
        rtt_us: Option<u32>,
        /// SYNs sent.
        syns: u32,
        /// Path MTU in bytes.
        pmtu: Option<u32>,
        /// The own address.
        local: Option<IpAddr>,
        /// The connection.
        stream: TcpStream,
    },
    /// The handshake completed, and a reset came before `connect()` had returned.
    OpenedAndReset {
        /// How long both took.
        took: Duration,
    },
    /// The socket met itself: the port is closed, and its number was free for this end to take.
    SelfConnected {
        /// How long it took.
        took: Duration,
    },
    /// A reset, and certainly no ICMP error.
    Reset {
        /// How long it took.
        took: Duration,
    },
    /// Refused, and this system does not say whether by reset or ICMP error.
    Refused {
        /// The system's error.
        error: OsError,
        /// How long it took.
        took: Duration,
    },
    /// An ICMP error came.
    Icmp {
        /// Which.
        icmp: Icmp,
        /// Who sent it.
        sender: Option<IpAddr>,
        /// The TTL with which it arrived.
        ttl: Option<u8>,
        /// The error number that came with it.
        errno: i32,
        /// SYNs sent.
        syns: u32,
        /// How long it took.
        took: Duration,
    },
    /// Nothing came in time.
    Silent {
        /// SYNs sent.
        syns: u32,
    },
    /// The own system failed the attempt.
    Local {
        /// Its error.
        error: OsError,
        /// True where surely no packet left.
        before_sending: bool,
    },
}

impl Ending {
    /// The connection to speak over, where one opened, though it was reset at once.
    pub(crate) fn stream(self) -> Option<Stream> {
        match self {
            Ending::Open { stream, .. } => Some(at_once(stream)),
            Ending::OpenedAndReset { .. } => Some(Box::new(Cut)),
            _ => None,
        }
    }
}

/// The connection as one to speak over. A question is sent at once, not held back for more (RFC 896).
pub(crate) fn at_once(stream: TcpStream) -> Stream {
    // A failure only costs time.
    let _ = stream.set_nodelay(true);
    Box::new(stream)
}

/// Connects to `to` as `shot` says.
pub(crate) async fn attempt(to: SocketAddr, shot: &Shot) -> Ending {
    attempt_from(to, shot).await.0
}

/// The same, with the own address and port that it left from, where the system tells them of a failure too.
pub(crate) async fn attempt_from(to: SocketAddr, shot: &Shot) -> (Ending, Option<SocketAddr>) {
    crate::probe::here::attempt::attempt(to, shot).await
}
