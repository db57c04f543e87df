//! What this machine's kernel counts of arriving packets.

/// The counters at one moment, of all programs of this machine together; unset where not kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Intake {
    /// IPv4 packets taken in and neither delivered nor passed on: an own filter dropped them, or they were not for here.
    pub kept_back_v4: Option<u64>,
    /// The same of IPv6.
    pub kept_back_v6: Option<u64>,
    /// Connections turned away because an accept queue was full (`TcpExt ListenOverflows`).
    pub overflowed: Option<u64>,
    /// Half-open connections that a reset ended (`TcpExt EmbryonicRsts`): they arrived, were answered, and the answer met one.
    pub half_open_resets: Option<u64>,
    /// Resets sent (`Tcp OutRsts`).
    pub resets: Option<u64>,
}

/// Reads the counters.
pub fn intake() -> Intake {
    crate::probe::here::intake::intake()
}
