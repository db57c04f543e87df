//! Which address families are wanted.

use crate::wire::dns::RecordType;

/// IPv4, IPv6, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Families {
    /// Both.
    #[default]
    Both,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

impl Families {
    /// The record types that hold their addresses.
    pub fn record_types(self) -> &'static [RecordType] {
        match self {
            Families::Both => &[RecordType::A, RecordType::AAAA],
            Families::V4 => &[RecordType::A],
            Families::V6 => &[RecordType::AAAA],
        }
    }

    /// What a fact calls them together.
    pub(super) fn asked(self) -> &'static str {
        match self {
            Families::Both => "A+AAAA",
            Families::V4 => "A",
            Families::V6 => "AAAA",
        }
    }

    /// The number that getaddrinfo(3) takes for them.
    pub(super) fn hint(self) -> i32 {
        match self {
            Families::Both => 0,
            Families::V4 => dns_lookup::AddrFamily::Inet.into(),
            Families::V6 => dns_lookup::AddrFamily::Inet6.into(),
        }
    }
}
