//! Many hosts or ports in one word: what `probe` accepts where other commands take a single target.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::target::{Host, Target, TargetError};

/// A host or a block of addresses, with its port where one was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Which machines.
    pub hosts: Hosts,
    /// The port, where the text names one by number or scheme.
    pub port: Option<u16>,
}

/// The machines of a [`Span`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hosts {
    /// One machine, by name or address.
    One(Host),
    /// Every address of a block.
    Block(Block),
}

/// A block of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3); its first and last address
/// belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    first: IpAddr,
    /// Addresses in it: 1 to 2^32.
    count: u64,
}

/// Why a text is not a [`Span`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// It is no target.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The part after the slash is no prefix length.
    #[error("`{0}` is not a range of addresses; write ADDRESS/BITS such as 192.0.2.0/24 or [2001:db8::/120]:22")]
    Prefix(String),
    /// More addresses than anybody can wait for.
    #[error("`{0}` holds more than 2^32 addresses; write a longer prefix (IPv6: /96 or longer)")]
    TooLarge(String),
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(input: &str) -> Result<Span, SpanError> {
        let text = input.trim();
        if let Some((block, port)) = block(text)? {
            return Ok(Span { hosts: Hosts::Block(block), port });
        }
        let target = Target::from_str(text)?;
        Ok(Span { hosts: Hosts::One(target.host), port: (!target.assumed).then_some(target.port) })
    }
}

/// Reads `ADDRESS/BITS[:PORT]` or `[ADDRESS/BITS][:PORT]`; `None` where no address stands before a slash.
fn block(text: &str) -> Result<Option<(Block, Option<u16>)>, SpanError> {
    let bare = text.strip_prefix('[').unwrap_or(text);
    let Some((before, after)) = bare.split_once('/') else { return Ok(None) };
    let Ok(address) = before.trim_end_matches(']').parse::<IpAddr>() else { return Ok(None) };
    // At most 60 characters: the text is of unknown length.
    let shown = || text.chars().take(60).collect::<String>().escape_debug().to_string();
    let (bits, port) = match after.split_once(':') {
        None => (after, None),
        Some((bits, port)) => (bits, Some(port)),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let bits = bits.trim_end_matches(']');
    let bits: u32 = Some(bits).filter(|bits| digits(bits)).and_then(|bits| bits.parse().ok()).unwrap_or(u32::MAX);
    let port = match port {
        None => None,
        Some(port) => match Some(port).filter(|port| digits(port)).and_then(|port| port.parse().ok()) {
            Some(number @ 1..) => Some(number),
            _ => return Err(TargetError::Port { input: shown(), port: port.escape_debug().to_string() }.into()),
        },
    };
    let width: u32 = if address.is_ipv4() { 32 } else { 128 };
    let rest = width.checked_sub(bits).map_or_else(|| Err(SpanError::Prefix(shown())), Ok)?;
    if rest > 32 {
        return Err(SpanError::TooLarge(shown()));
    }
    let count = 1u64 << rest;
    let first = match address {
        IpAddr::V4(address) => Ipv4Addr::from_bits(((u64::from(address.to_bits()) >> rest) << rest) as u32).into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits((address.to_bits() >> rest) << rest).into(),
    };
    Ok(Some((Block { first, count }, port)))
}

impl Block {
    /// How many addresses it holds.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Its first address.
    pub fn first(&self) -> IpAddr {
        self.first
    }

    /// Every address, ascending.
    pub fn iter(&self) -> impl Iterator<Item = IpAddr> + Clone + Send + 'static {
        let Block { first, count } = *self;
        (0..count).map(move |at| match first {
            // `first` has zeroes where `at` has bits, so the sums stay within the block.
            IpAddr::V4(first) => Ipv4Addr::from_bits(first.to_bits() | at as u32).into(),
            IpAddr::V6(first) => Ipv6Addr::from_bits(first.to_bits() | u128::from(at)).into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<String> {
        match text.parse::<Span>().unwrap().hosts {
            Hosts::Block(block) => block.iter().map(|address| address.to_string()).collect(),
            Hosts::One(host) => vec![host.to_string()],
        }
    }

    #[test]
    fn a_block_is_every_address_in_it() {
        assert_eq!(addresses("192.0.2.5/30"), ["192.0.2.4", "192.0.2.5", "192.0.2.6", "192.0.2.7"]);
        assert_eq!(addresses("[2001:db8::7/127]:22"), ["2001:db8::6", "2001:db8::7"]);
        assert_eq!(addresses("192.0.2.1/32:80"), ["192.0.2.1"]);
        assert_eq!("192.0.2.0/24:80".parse::<Span>().unwrap().port, Some(80));
        let Hosts::Block(all) = "0.0.0.0/0".parse::<Span>().unwrap().hosts else { panic!("no block") };
        assert_eq!((all.count(), all.first().to_string()), (1 << 32, "0.0.0.0".to_owned()));
    }

    #[test]
    fn one_target_stays_one() {
        assert_eq!(addresses("mc.example.org:4711"), ["mc.example.org"]);
        assert_eq!("mc.example.org:4711".parse::<Span>().unwrap().port, Some(4711));
        assert_eq!("mc.example.org".parse::<Span>().unwrap().port, None);
        assert_eq!("minecraft://mc.example.org".parse::<Span>().unwrap().port, Some(25565));
        assert_eq!(addresses("http://192.0.2.1/24"), ["192.0.2.1"]);
    }

    #[test]
    fn a_wrong_block_is_named_with_its_mend() {
        let told = |text: &str| text.parse::<Span>().unwrap_err().to_string();
        assert!(told("192.0.2.0/33").starts_with("`192.0.2.0/33` is not a range of addresses"));
        assert!(told("192.0.2.0/x").starts_with("`192.0.2.0/x` is not a range of addresses"));
        assert!(told("2001:db8::/64").starts_with("`2001:db8::/64` holds more than 2^32 addresses"));
        assert!(told("192.0.2.0/24:0").starts_with("`0` in `192.0.2.0/24:0` is not a port"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[\\[0-9a-f.:/\\]]{0,40}|\\PC{0,40}") {
            if let Ok(Span { hosts: Hosts::Block(block), .. }) = text.parse::<Span>() {
                proptest::prop_assert!(block.iter().next() == Some(block.first()));
            }
        }
    }
}
