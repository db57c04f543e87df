//! A network in CIDR notation: who may use something.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// The addresses that share their first bits (RFC 4632, RFC 4291 section 2.3); a bare address stands for itself alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// Why a text is no [`Network`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a range of addresses; write ADDRESS/BITS such as 192.168.1.0/24 or 2001:db8::/64")]
pub struct NetworkError(String);

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Network, NetworkError> {
        let wrong = || NetworkError(text.chars().take(60).collect::<String>().escape_debug().to_string());
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text.trim(), None),
        };
        let address = address.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) if bits.bytes().all(|b| b.is_ascii_digit()) => bits.parse().map_err(|_| wrong())?,
            Some(_) => return Err(wrong()),
        };
        if bits > most { Err(wrong()) } else { Ok(Network { address, bits }) }
    }
}

impl Network {
    /// True where `address` belongs to it. An IPv4 address mapped into IPv6 (RFC 4291 section 2.5.5.2) is the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        let wide = |address: IpAddr| match address {
            IpAddr::V4(address) => address.to_ipv6_mapped(),
            IpAddr::V6(address) => address,
        };
        // Mapped addresses have 96 bits of their own in front.
        let bits = u32::from(self.bits) + if self.address.is_ipv4() { 96 } else { 0 };
        let mask = |address: Ipv6Addr| address.to_bits().checked_shr(128 - bits).unwrap_or(0);
        mask(wide(self.address)) == mask(wide(address))
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_their_addresses_and_no_others() {
        for (network, inside, outside) in [
            ("192.168.1.0/24", "192.168.1.255", "192.168.2.0"),
            ("192.168.1.7", "192.168.1.7", "192.168.1.8"),
            ("10.1.2.3/8", "::ffff:10.9.9.9", "::10.9.9.9"),
            ("2001:db8::/64", "2001:db8::ffff", "2001:db8:0:1::"),
            ("0.0.0.0/0", "8.8.8.8", "2001:db8::1"),
            ("::/0", "2001:db8::1", ""),
            ("[::1]", "::1", "::2"),
        ] {
            let read = network.parse::<Network>().expect(network);
            assert!(read.contains(inside.parse().expect(inside)), "{inside} in {network}");
            assert!(outside.parse().is_ok_and(|outside| !read.contains(outside)) || outside.is_empty(), "{outside}");
        }
        for wrong in ["", "x", "1.2.3/8", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/+8", "::/129", "1.2.3.4/8:80"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text: String) {
            let _ = text.parse::<Network>();
        }
    }
}
