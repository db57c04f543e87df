//! The addresses that a host tells by its spelling alone, as whoever looks it up elsewhere would read it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::target::Host;

/// What is known of where `host` leads without a look-up; nothing for names that lead anywhere.
pub(crate) fn addresses(host: &Host) -> Vec<IpAddr> {
    let name = match host {
        Host::Address { address, .. } => return vec![*address],
        Host::Name(name) => name.trim_end_matches('.').to_ascii_lowercase(),
    };
    // RFC 6761 section 6.3, and what hosts files call it besides.
    let is_local = name.rsplit('.').next() == Some("localhost")
        || matches!(name.as_str(), "localhost.localdomain" | "localhost6" | "ip6-localhost" | "ip6-loopback");
    if is_local {
        return vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    }
    old(&name).map(IpAddr::V4).into_iter().collect()
}

/// An IPv4 address as `inet_aton` reads it: one to four numbers, decimal, octal after `0`, hexadecimal after `0x`; the
/// last takes what is left of the 32 bits.
fn old(name: &str) -> Option<Ipv4Addr> {
    let numbers: Vec<u64> = name.split('.').take(5).map(number).collect::<Option<_>>()?;
    let (last, first) = numbers.split_last()?;
    if first.len() > 3 || first.iter().any(|number| *number > 255) {
        return None;
    }
    let left = 32 - 8 * first.len();
    let high = first.iter().fold(0, |all, number| all << 8 | number);
    (last >> left == 0).then(|| u32::try_from(high << left | last).ok().map(Ipv4Addr::from_bits))?
}

fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match (text.strip_prefix("0x"), text.strip_prefix('0')) {
        (Some(""), _) | (_, Some("")) => return Some(0),
        (Some(digits), _) => (digits, 16),
        (None, Some(digits)) => (digits, 8),
        (None, None) => (text, 10),
    };
    // The library takes a sign, too.
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u64::from_str_radix(digits, radix).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_spellings_are_read_as_the_system_reads_them() {
        for (spelled, address) in [
            ("127.0.0.1", "127.0.0.1"),
            ("0x7f.1", "127.0.0.1"),
            ("2130706433", "127.0.0.1"),
            ("0177.0.0.01", "127.0.0.1"),
            ("127.1", "127.0.0.1"),
            ("127.0.1", "127.0.0.1"),
            ("0", "0.0.0.0"),
            ("0xA9.0xfea9fe", "169.254.169.254"),
            ("2852039166.", "169.254.169.254"),
            ("localhost", "127.0.0.1"),
            ("a.LocalHost.", "127.0.0.1"),
            ("localhost.localdomain", "127.0.0.1"),
        ] {
            let host = Host::parse(spelled).expect(spelled);
            assert_eq!(addresses(&host).first(), Some(&address.parse().expect(address)), "{spelled}");
        }
        for name in ["x.test", "1.2.3.4.5", "256.1.1.1", "4294967296", "09.1", "+1.1", "a", "localhost.test", "1..2"] {
            assert_eq!(addresses(&Host::Name(name.to_owned())), [] as [IpAddr; 0], "{name}");
        }
    }
}
