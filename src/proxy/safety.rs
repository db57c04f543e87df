//! Which addresses may be connected to, decided on the address itself: what a name leads to is not its owner's to choose.

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

/// The prefix under which gateways translate IPv4 addresses (RFC 6052 section 2.1).
const TRANSLATED: u128 = 0x0064_ff9b << 96;

/// Why `address` is not connected to for a client at `client`; nothing where it may be.
pub(crate) fn forbids(address: IpAddr, client: IpAddr, allowed: Allowed) -> Option<Forbidden> {
    let address = plain(address);
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
    (is_own(address) && !is_own(plain(client)) && !allowed.loopback).then_some(Forbidden::Loopback)
}

/// True for addresses that always lead to this machine: loopback, and the unspecified ones, which Linux takes for it.
pub(crate) fn is_own(address: IpAddr) -> bool {
    match plain(address) {
        IpAddr::V4(address) => address.is_loopback() || address.octets()[0] == 0,
        IpAddr::V6(address) => address.is_loopback() || address.is_unspecified(),
    }
}

/// The IPv4 address that an IPv6 one only wraps: mapped, compatible (RFC 4291 section 2.5.5), or translated.
pub(crate) fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = address else { return address };
    let bits = six.to_bits();
    let low = || IpAddr::V4(Ipv4Addr::from_bits((bits & 0xffff_ffff) as u32));
    match bits >> 32 {
        // `::` and `::1` are addresses of their own.
        0 if bits > 0xffff => low(),
        0xffff => low(),
        high if high == TRANSLATED >> 32 => low(),
        _ => address,
    }
}

impl Forbidden {
    /// What it is and what to do.
    pub(crate) fn tell(self, address: IpAddr) -> Text {
        match self {
            Forbidden::Itself => Text::new(
                format!("{address} is this proxy itself: the request would go round in circles"),
                format!("{address} 就是本代理自己：请求会无限循环"),
            ),
            Forbidden::Loopback => Text::new(
                format!(
                    "{address} is a loopback address of the proxy's machine, which clients elsewhere may not reach \
                     through it (--allow-loopback lets them)"
                ),
                format!("{address} 是代理所在机器的回环地址，其他机器不得经由代理访问（--allow-loopback 可放行）"),
            ),
            Forbidden::LinkLocal => Text::new(
                format!(
                    "{address} is a link-local address, which the proxy does not connect to (--allow-link-local lets it)"
                ),
                format!("{address} 是链路本地地址，代理不予连接（--allow-link-local 可放行）"),
            ),
            Forbidden::Metadata => Text::new(
                format!(
                    "{address} is where a cloud tells its machines their secrets; the proxy does not connect to it \
                     (--allow-link-local lets it)"
                ),
                format!("{address} 是云平台向其机器提供机密的元数据地址，代理不予连接（--allow-link-local 可放行）"),
            ),
            Forbidden::Many => {
                Text::new(format!("{address} is no address of one machine"), format!("{address} 不是单台机器的地址"))
            }
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
        for address in ["224.0.0.1", "255.255.255.255", "ff02::1"] {
            assert_eq!(judged(address, "127.0.0.1", none), Some(Forbidden::Many), "{address}");
        }
        for address in ["192.0.2.1", "10.0.0.1", "2001:db8::1", "fd00::1", "64:ff9b::192.0.2.1", "::ffff:192.0.2.1"] {
            assert_eq!(judged(address, outside, none), None, "{address}");
        }
    }
}
