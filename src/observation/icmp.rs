//! ICMP errors, and nmap's word for each.

use serde::{Deserialize, Serialize};

use crate::observation::Reason;

/// The type and code of an ICMP error (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Icmp {
    /// 4 or 6: which ICMP.
    pub version: u8,
    /// The message type.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The code within the type.
    pub code: u8,
}

impl Icmp {
    /// The message that nmap calls so, where it says that there is no way to a port; [`Icmp::reason`] reversed.
    pub fn of(reason: Reason, is_ipv6: bool) -> Option<Icmp> {
        let all = (0..=13).map(|code| if is_ipv6 { (6, 1, code) } else { (4, 3, code) });
        let mut all = all.map(|(version, kind, code)| Icmp { version, kind, code });
        all.find(|icmp| icmp.reason() == reason && reason.is_rejection())
    }

    /// nmap's word for the message, as in its `portreasons` table; IPv6 codes take the nearest IPv4 word.
    pub fn reason(self) -> Reason {
        match (self.version, self.kind, self.code) {
            (4, 3, 0) | (6, 1, 0) => Reason::NetUnreach,
            (4, 3, 1) | (6, 1, 3) => Reason::HostUnreach,
            (4, 3, 2) => Reason::ProtoUnreach,
            (4, 3, 3) | (6, 1, 4) => Reason::PortUnreach,
            (4, 3, 4) | (6, 2, _) => Reason::TooBig,
            (4, 3, 9) => Reason::NetProhibited,
            (4, 3, 10) => Reason::HostProhibited,
            (4, 3, 13) | (6, 1, 1) => Reason::AdminProhibited,
            (6, 1, 5) => Reason::SourcePolicy,
            (6, 1, 6) => Reason::RejectRoute,
            (4, 11, _) | (6, 3, _) => Reason::TimeExceeded,
            _ => Reason::OtherIcmp,
        }
    }
}
