//! What a rule asks of a packet, and whether the first packet of a connection fits.

use std::net::IpAddr;

/// The first packet of a TCP connection that this machine opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet {
    /// Where it goes.
    pub address: IpAddr,
    /// To which port.
    pub port: u16,
    /// True where that address is this machine's own.
    pub to_itself: bool,
}

/// Whether a packet fits, the least first: a rule fits as its least condition does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    No,
    Maybe,
    Yes,
}

/// One condition, and whether it is turned round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) not: bool,
    pub(super) asks: Asks,
}

/// What is asked. An empty list is one that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asks {
    /// The destination port lies in one of these ranges.
    Port(Vec<(u16, u16)>),
    /// The destination address lies in one of these ranges.
    Address(Vec<(IpAddr, IpAddr)>),
    /// The protocol is one of these.
    Protocol(Vec<String>),
    /// The connection's state is one of these.
    State(Vec<String>),
    /// The packet is IPv6, or else IPv4.
    Family { v6: bool },
    /// The packet leaves or comes by this interface.
    Interface(String),
    /// Something that netwhy cannot tell.
    Unknown,
}

impl Condition {
    /// A condition that netwhy cannot tell.
    pub(super) const UNKNOWN: Condition = Condition { not: false, asks: Asks::Unknown };

    pub(super) fn fit(&self, packet: &Packet) -> Fit {
        let yes = match &self.asks {
            Asks::Unknown => return Fit::Maybe,
            Asks::Port(ranges) if !ranges.is_empty() => {
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&packet.port))
            }
            Asks::Address(ranges) if !ranges.is_empty() => {
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&packet.address))
            }
            Asks::Protocol(names) if !names.is_empty() => {
                names.iter().any(|name| matches!(name.as_str(), "tcp" | "6" | "all"))
            }
            // The first packet of a connection is new to connection tracking, and no other state.
            Asks::State(names) if !names.is_empty() => names.iter().any(|name| name.eq_ignore_ascii_case("new")),
            Asks::Family { v6 } => *v6 == packet.address.is_ipv6(),
            Asks::Interface(name) if name == "lo" => packet.to_itself,
            // Which of the others it is was not looked up; a packet to itself takes none of them.
            Asks::Interface(_) if packet.to_itself => false,
            _ => return Fit::Maybe,
        };
        if yes != self.not { Fit::Yes } else { Fit::No }
    }
}

/// Reads `80`, `80-90` and `80:90`; nothing where any of the list is something else.
pub(super) fn ports<'a>(list: impl Iterator<Item = &'a str>) -> Vec<(u16, u16)> {
    let range = |text: &str| {
        let (low, high) = text.split_once(['-', ':']).unwrap_or((text, text));
        Some((low.parse().ok()?, high.parse().ok()?))
    };
    list.map(range).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// Reads `10.0.0.1`, `10.0.0.0/8` and `10.0.0.1-10.0.0.9`; nothing where any of the list is something else.
pub(super) fn addresses<'a>(list: impl Iterator<Item = &'a str>) -> Vec<(IpAddr, IpAddr)> {
    list.map(range).collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn range(text: &str) -> Option<(IpAddr, IpAddr)> {
    if let Some((low, high)) = text.split_once('-') {
        return Some((low.parse().ok()?, high.parse().ok()?));
    }
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let address: IpAddr = address.parse().ok()?;
    let width = if address.is_ipv6() { 128 } else { 32 };
    let prefix: u32 = prefix.map_or(Ok(width), str::parse).ok().filter(|prefix| *prefix <= width)?;
    // The bits after the prefix; a shift by the whole width is none.
    let rest = u128::MAX.checked_shr(128 - width + prefix).unwrap_or(0);
    match address {
        IpAddr::V4(v4) => {
            let (bits, rest) = (v4.to_bits(), u32::try_from(rest & u128::from(u32::MAX)).ok()?);
            Some((IpAddr::V4((bits & !rest).into()), IpAddr::V4((bits | rest).into())))
        }
        IpAddr::V6(v6) => {
            let bits = v6.to_bits();
            Some((IpAddr::V6((bits & !rest).into()), IpAddr::V6((bits | rest).into())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read_as_ranges() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        for (text, low, high) in [
            ("10.1.2.3", "10.1.2.3", "10.1.2.3"),
            ("10.1.2.3/8", "10.0.0.0", "10.255.255.255"),
            ("0.0.0.0/0", "0.0.0.0", "255.255.255.255"),
            ("10.0.0.1-10.0.0.9", "10.0.0.1", "10.0.0.9"),
            ("fd00::/64", "fd00::", "fd00::ffff:ffff:ffff:ffff"),
            ("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ] {
            assert_eq!(range(text), Some((ip(low), ip(high))), "{text}");
        }
        for text in ["10.0.0.0/33", "@set", "", "10.0.0.0/x"] {
            assert_eq!(range(text), None, "{text}");
        }
        assert_eq!(addresses(["10.0.0.1", "@set"].into_iter()), Vec::new());
        assert_eq!(ports(["22", "80-90", "100:110"].into_iter()), vec![(22, 22), (80, 90), (100, 110)]);
    }
}
