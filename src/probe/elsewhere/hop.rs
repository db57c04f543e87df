//! Probes with a chosen TTL: without an error queue nobody would learn who answered.

use std::net::SocketAddr;
use std::time::Duration;

use crate::observation::{Hop, Reason};

/// False: a trace would be silent without having looked.
pub(crate) const CAN_FOLLOW: bool = false;

/// Never asked for, since [`CAN_FOLLOW`] is false.
pub(crate) async fn tcp(_: SocketAddr, ttl: u8, _: Duration) -> Hop {
    Hop { ttl, address: None, name: None, reply_ttl: None, rtt_ms: None, answer: Reason::NoResponse }
}

/// Never asked for, since [`CAN_FOLLOW`] is false.
pub(crate) async fn udp(to: SocketAddr, ttl: u8, wait: Duration, _: bool) -> Hop {
    tcp(to, ttl, wait).await
}
