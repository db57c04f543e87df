//! With which TTL an answer arrived.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Reason;
use crate::text::Text;

/// The TTL left on the segment that answered, found by asking the kernel to drop lower ones
/// (`IP_MINTTL`, ip(7); `IPV6_MINHOPCOUNT`). Answers of one machine arrive with one TTL.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Arrival {
    /// The address asked.
    pub address: IpAddr,
    /// The port asked.
    pub port: u16,
    /// What came: a SYN-ACK or a reset.
    pub answer: Reason,
    /// Its TTL on arrival; null where it could not be settled (answers came and went).
    pub ttl: Option<u8>,
    /// Connects spent on finding out.
    pub probes: u8,
}

impl Arrival {
    pub(crate) fn describe(&self) -> Text {
        let (port, answer) = (self.port, self.answer);
        match self.ttl {
            Some(ttl) => Text::new(
                format!("the {answer} of port {port} arrives with TTL {ttl}"),
                format!("端口 {port} 的 {answer} 到达时 TTL 为 {ttl}"),
            ),
            None => Text::new(
                format!("the TTL of port {port}'s {answer} could not be settled"),
                format!("端口 {port} 的 {answer} 的 TTL 未能确定"),
            ),
        }
    }
}
