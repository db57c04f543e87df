//! A question, and the message that asks it.

use crate::wire::dns::{Name, RecordType};

/// What is asked (class IN).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The name.
    pub name: Name,
    /// The type of record.
    pub record_type: RecordType,
}

/// How it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    /// The server shall follow referrals itself (RD bit).
    pub recursion: bool,
    /// The server shall answer without checking signatures (CD bit, RFC 4035 section 3.2.2).
    pub checking_disabled: bool,
    /// The signatures shall come along (DO bit, RFC 3225).
    pub signatures: bool,
    /// Say which sizes and options are understood (RFC 6891). Some old servers cannot read it.
    pub edns: bool,
}

impl Default for Wishes {
    fn default() -> Wishes {
        Wishes { recursion: true, checking_disabled: false, signatures: false, edns: true }
    }
}

/// The largest UDP answer asked for: fits any path that carries IPv6 (RFC 9715).
pub(super) const UDP_SIZE: u16 = 1232;

impl Question {
    /// The message that asks this, under the identifier `id`. With recursion its AD bit is set: the server may say
    /// whether it vouches for the answer (RFC 6840 section 5.7).
    pub fn message(&self, id: u16, wishes: Wishes) -> Vec<u8> {
        let mut flags = 0u16;
        if wishes.recursion {
            flags |= 0x0100 | 0x0020;
        }
        if wishes.checking_disabled {
            flags |= 0x0010;
        }
        let mut out = Vec::with_capacity(64);
        for word in [id, flags, 1, 0, 0, u16::from(wishes.edns)] {
            out.extend(word.to_be_bytes());
        }
        self.name.write(&mut out);
        out.extend(self.record_type.0.to_be_bytes());
        out.extend(1u16.to_be_bytes());
        if wishes.edns {
            out.push(0);
            out.extend(RecordType::OPT.0.to_be_bytes());
            out.extend(UDP_SIZE.to_be_bytes());
            out.extend([0, 0, if wishes.signatures { 0x80 } else { 0 }, 0, 0, 0]);
        }
        out
    }
}
