//! Whether large segments get through once the connection is open.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// A request larger than one segment, and what became of it (`TCP_INFO`, tcp(7)).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Transfer {
    /// The address it was sent to.
    pub address: IpAddr,
    /// The port it was sent to.
    pub port: u16,
    /// Bytes sent.
    pub bytes: u32,
    /// The largest segment allowed, in bytes; null where the kernel chose it.
    pub max_segment: Option<u16>,
    /// True where every segment was acknowledged.
    pub acknowledged: bool,
    /// Segments still unacknowledged at the end.
    pub unacknowledged: u32,
    /// Segments sent again.
    pub retransmits: u32,
    /// The path MTU in bytes, as the kernel knew it at the end.
    pub pmtu: u32,
}

impl Transfer {
    pub(crate) fn describe(&self) -> Text {
        let (bytes, pmtu) = (self.bytes, self.pmtu);
        let (en, zh) = match self.max_segment {
            Some(most) => (format!(" in segments of at most {most}"), format!("（每段最多 {most} 字节）")),
            None => (String::new(), String::new()),
        };
        match self.acknowledged {
            true => Text::new(
                format!("{bytes} bytes{en} were acknowledged (path MTU {pmtu})"),
                format!("{bytes} 字节{zh}得到确认（路径 MTU {pmtu}）"),
            ),
            false => Text::new(
                format!(
                    "{bytes} bytes{en} were never acknowledged: {} segments open after {} retransmissions (path MTU still {pmtu})",
                    self.unacknowledged, self.retransmits
                ),
                format!(
                    "{bytes} 字节{zh}一直没有得到确认：重传 {} 次后仍有 {} 段未确认（路径 MTU 仍为 {pmtu}）",
                    self.retransmits, self.unacknowledged
                ),
            ),
        }
    }
}
