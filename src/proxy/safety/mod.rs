//! Which addresses may be connected to, decided on the address itself: what a name leads to is not its owner's to choose.

pub(crate) mod spelled;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::text::Text;

/// What the user allows besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Allowed {
    /// This machine's loopback addresses, for clients elsewhere.
    pub loopback: bool,
    /// Link-local addresses, and those at which clouds tell secrets to their machines.
    pub link_local: bool,
}

/// Why an address is not connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forbidden {
    /// It is the proxy itself.
    Itself,
    /// A loopback address, asked for from elsewhere.
    Loopback,
    /// A link-local address.
    LinkLocal,
    /// The metadata service of a cloud.
    Metadata,
    /// No address of one machine: multicast or broadcast.
    Many,
}

/// Where clouds tell a machine its secrets, which whoever reaches them from it may read: AWS, Azure, Google and most
/// others; AWS over IPv6; Alibaba; Oracle; Azure's wire server; GCP over IPv6.
const METADATA: &[IpAddr] = &[
    IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)),
];

/// The prefix under which gateways translate IPv4 addresses (RFC 6052 section 2.1), all 96 bits of it.
const TRANSLATED: u128 = 0x0064_ff9b << 64;
/// The prefix of gateways' own choosing (RFC 8215), 48 bits.
const TRANSLATED_HERE: u128 = 0x0064_ff9b_0001;
/// The prefix of Teredo (RFC 4380 section 2.6), 32 bits.
const TEREDO: u128 = 0x2001_0000;
/// That of 6to4 (RFC 3056 section 2), 16 bits.
const SIX_TO_FOUR: u128 = 0x2002;

/// Why `address` is not connected to for a client at `client`; nothing where it may be.
pub(crate) fn forbids(address: IpAddr, client: IpAddr, allowed: Allowed) -> Option<Forbidden> {
    insides(address).into_iter().find_map(|address| judged(address, client, allowed))
}

fn judged(address: IpAddr, client: IpAddr, allowed: Allowed) -> Option<Forbidden> {
    let (link_local, many) = match address {
        IpAddr::V4(address) => (address.is_link_local(), address.is_multicast() || address.is_broadcast()),
        IpAddr::V6(address) => (address.is_unicast_link_local(), address.is_multicast()),
    };
    if many {
        return Some(Forbidden::Many);
    }
    if METADATA.contains(&address) && !allowed.link_local {
        return Some(Forbidden::Metadata);
    }
    if link_local && !allowed.link_local {
        return Some(Forbidden::LinkLocal);
    }
    (is_own(address) && !is_own(client) && !allowed.loopback).then_some(Forbidden::Loopback)
}

/// True for addresses that always lead to this machine: loopback, and the unspecified ones, which Linux takes for it.
pub(crate) fn is_own(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.octets()[0] == 0,
        IpAddr::V6(address) => address.is_loopback() || address.is_unspecified(),
    }
}

/// The address, and those of IPv4 that it only wraps: mapped, compatible (RFC 4291 section 2.5.5), translated (RFC 6052),
/// or the far end of a tunnel (6to4, Teredo: its server and its client).
pub(crate) fn insides(address: IpAddr) -> Vec<IpAddr> {
    let address = address.to_canonical();
    let IpAddr::V6(six) = address else { return vec![address] };
    let bits = six.to_bits();
    // The 32 bits that end `left` bits before the end.
    let at = |left: u32| ((bits >> left) & 0xffff_ffff) as u32;
    let wrapped = match bits {
        // `::` and `::1` are addresses of their own.
        _ if bits >> 32 == 0 && bits > 0xffff => vec![at(0)],
        _ if bits >> 32 == TRANSLATED => vec![at(0)],
        _ if bits >> 80 == TRANSLATED_HERE => vec![translated_here(bits)],
        _ if bits >> 96 == TEREDO => vec![at(64), !at(0)],
        _ if bits >> 112 == SIX_TO_FOUR => vec![at(80)],
        _ => Vec::new(),
    };
    std::iter::once(address).chain(wrapped.into_iter().map(|bits| Ipv4Addr::from_bits(bits).into())).collect()
}

/// The IPv4 address behind a prefix of 48, 56, 64 or 96 bits (RFC 6052 section 2.2). How long the prefix is shows by the
/// zeros that follow the address; the bits 64 to 71 are none of its.
fn translated_here(bits: u128) -> u32 {
    let low = |count: u32| bits & ((1 << count) - 1);
    // The address lies around those bits: taken out, it is in one piece.
    let joined = (bits >> 64) << 56 | low(56);
    let left = match () {
        () if low(40) == 0 => 40,
        () if low(32) == 0 => 32,
        () if low(24) == 0 => 24,
        () => return (bits & 0xffff_ffff) as u32,
    };
    ((joined >> left) & 0xffff_ffff) as u32
}

impl Forbidden {
    /// What `address` is, and what to do.
    pub(crate) fn tell(self, address: IpAddr) -> Text {
        let (en, zh) = self.what();
        Text::new(format!("{address} {en}"), format!("{address} {zh}"))
    }

    /// The same of the name that led to it.
    pub(crate) fn tell_of(self, name: &str, address: IpAddr) -> Text {
        let (en, zh) = self.what();
        Text::new(format!("{name} leads to {address}, which {en}"), format!("{name} 解析为 {address}，它{zh}"))
    }

    fn what(self) -> (&'static str, &'static str) {
        match self {
            Forbidden::Itself => {
                ("is this proxy itself: the request would go round in circles", "就是本代理自己：请求会无限循环")
            }
            Forbidden::Loopback => (
                "is a loopback address of the proxy's machine: clients elsewhere may not reach it through the proxy \
                 (--allow-loopback lets them)",
                "是代理所在机器的回环地址：其他机器不得经由代理访问（--allow-loopback 可放行）",
            ),
            Forbidden::LinkLocal => (
                "is a link-local address: the proxy does not connect to it (--allow-link-local lets it)",
                "是链路本地地址：代理不予连接（--allow-link-local 可放行）",
            ),
            Forbidden::Metadata => (
                "is where a cloud tells its machines their secrets: the proxy does not connect to it \
                 (--allow-link-local lets it)",
                "是云平台向其机器提供机密的元数据地址：代理不予连接（--allow-link-local 可放行）",
            ),
            Forbidden::Many => ("is no address of one machine", "不是单台机器的地址"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(address: &str, client: &str, allowed: Allowed) -> Option<Forbidden> {
        forbids(address.parse().expect(address), client.parse().expect(client), allowed)
    }

    #[test]
    fn what_is_forbidden_is_forbidden_in_every_spelling() {
        let (outside, none) = ("192.0.2.9", Allowed::default());
        for address in ["127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "::1", "::", "::ffff:127.0.0.1", "::127.0.0.1"]
        {
            assert_eq!(judged(address, outside, none), Some(Forbidden::Loopback), "{address}");
            assert_eq!(judged(address, "127.0.0.1", none), None, "{address}");
            assert_eq!(judged(address, "::ffff:127.0.0.1", none), None, "{address}");
            assert_eq!(judged(address, outside, Allowed { loopback: true, ..none }), None, "{address}");
        }
        for address in ["169.254.1.1", "fe80::1", "::ffff:169.254.1.1", "64:ff9b::169.254.1.1"] {
            assert_eq!(judged(address, "127.0.0.1", none), Some(Forbidden::LinkLocal), "{address}");
            assert_eq!(judged(address, outside, Allowed { link_local: true, ..none }), None, "{address}");
        }
        for address in ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "64:ff9b::a9fe:a9fe", "::ffff:a9fe:a9fe"]
        {
            assert_eq!(judged(address, "127.0.0.1", none), Some(Forbidden::Metadata), "{address}");
        }
        let secret = [
            "64:ff9b:1::a9fe:a9fe",
            "64:ff9b:1:7:8:9:a9fe:a9fe",
            "64:ff9b:1:a9fe:a9:fe00::",
            "64:ff9b:1:7a9:fe:a9fe::",
            "64:ff9b:1:7:a9:fea9:fe00:0",
            "2002:a9fe:a9fe::",
            "2002:a9fe:a9fe:1::2",
            "2001:0:c000:201:0:1:5601:5601",
            "2001:0:a9fe:a9fe:0:1:1:1",
        ];
        for address in secret {
            assert_eq!(judged(address, "127.0.0.1", none), Some(Forbidden::Metadata), "{address}");
        }
        for address in ["2002:7f00:1::", "64:ff9b:1::7f00:1", "64:ff9b::127.0.0.1"] {
            assert_eq!(judged(address, outside, none), Some(Forbidden::Loopback), "{address}");
            // Who comes from such an address is not this machine.
            assert_eq!(judged("127.0.0.1", address, none), Some(Forbidden::Loopback), "{address}");
        }
        for address in
            ["2002:c000:201::1", "64:ff9b:1::c000:201", "64:ff9b:1:a00:0:500::", "2001:db8:7f00:1::", "2003::1"]
        {
            assert_eq!(judged(address, outside, none), None, "{address}");
        }
        for address in ["224.0.0.1", "255.255.255.255", "ff02::1"] {
            assert_eq!(judged(address, "127.0.0.1", none), Some(Forbidden::Many), "{address}");
        }
        for address in ["192.0.2.1", "10.0.0.1", "2001:db8::1", "fd00::1", "64:ff9b::192.0.2.1", "::ffff:192.0.2.1"] {
            assert_eq!(judged(address, outside, none), None, "{address}");
        }
    }
}
