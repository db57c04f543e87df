//! The document of `trace`: which machine stands at each hop, and where the way ends.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Arrival, Connection, Hop, Path, Reason};
use crate::target::Target;

/// The way to one TCP port.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TraceDocument {
    /// [`TraceDocument::SCHEMA`].
    pub schema: String,
    /// The version of netwhy that made it.
    pub netwhy: String,
    /// When the run began (RFC 3339, UTC).
    pub started_at: String,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// The question.
    pub target: Target,
    /// The address traced.
    pub address: IpAddr,
    /// The port's answer to an ordinary attempt.
    pub connection: Connection,
    /// One row a TTL, from 1 to where the way ended or was no longer followed.
    pub hops: Vec<Hop>,
    /// Where the way ends; null where it is lost in silence.
    pub end: Option<TraceEnd>,
    /// How often each silent TTL was asked.
    pub rounds: u8,
    /// True where Ctrl-C ended it; what was seen until then is here.
    #[serde(default)]
    pub interrupted: bool,
}

/// Where the way ends, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TraceEnd {
    /// The TTL at which it ended.
    pub at: u8,
    /// What came there.
    pub answer: Reason,
    /// Who sent it, where it names its sender.
    pub address: Option<IpAddr>,
    /// The TTL with which a reset or handshake arrived; null where not settled.
    pub arrival_ttl: Option<u8>,
    /// How many hops away the sender of the reset or handshake stands, by that TTL.
    pub sent_from_hop: Option<u8>,
    /// True where a nearer machine forged it: triggered at one hop, sent from the one before.
    pub forged: Option<bool>,
}

impl TraceDocument {
    /// The schema's name and major version.
    pub const SCHEMA: &str = "netwhy.trace/1";
}

impl TraceEnd {
    /// The end of `path`, with what `arrival` tells of the sender. `hops_travelled` counts routers from an
    /// arrival TTL.
    pub fn of(path: &Path, arrival: Option<&Arrival>, hops_travelled: impl Fn(u8) -> u8) -> Option<TraceEnd> {
        let end = path.end.as_ref()?;
        let arrival_ttl = arrival.filter(|arrival| arrival.answer == end.answer).and_then(|arrival| arrival.ttl);
        let sent_from_hop = arrival_ttl.map(|ttl| hops_travelled(ttl).saturating_add(1));
        Some(TraceEnd {
            at: end.at,
            answer: end.answer,
            address: end.address,
            arrival_ttl,
            sent_from_hop,
            forged: sent_from_hop.map(|hop| hop < end.at),
        })
    }
}
