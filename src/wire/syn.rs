//! The headers of a SYN as the kernel keeps it for a listener (`TCP_SAVED_SYN`, tcp(7)): how far it came, and what the
//! client's machine offered.

use serde::{Deserialize, Serialize};

/// The most hops that a way through the internet has: longer ones have not been seen for long.
const FARTHEST: u8 = 32;

/// What a client's SYN said when it arrived (RFC 9293 section 3.1; IPv4 RFC 791, IPv6 RFC 8200).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Syn {
    /// The TTL or hop limit that was left.
    pub ttl: u8,
    /// Its sequence number.
    pub sequence: u32,
    /// The receive window offered, in bytes; in a SYN it is not scaled.
    pub window: u16,
    /// The largest segment that the client's machine takes, in bytes; null where it does not say.
    pub mss: Option<u16>,
    /// The exponent by which its windows are to be scaled (RFC 7323); null where it offers no scaling.
    pub window_scale: Option<u8>,
    /// True where selective acknowledgements are offered (RFC 2018).
    pub sack: bool,
    /// True where time stamps are offered (RFC 7323).
    pub timestamps: bool,
    /// True where explicit congestion notification is offered (RFC 3168).
    pub ecn: bool,
    /// The differentiated services field (RFC 2474).
    pub dscp: u8,
    /// Its TCP options by name, in the order sent, at most 40: the order tells systems apart.
    pub options: Vec<String>,
}

/// Reads the headers of one SYN, from its IP header on; `None` where they are cut short or no TCP.
pub fn read(bytes: &[u8]) -> Option<Syn> {
    let (ttl, service, tcp) = match bytes.first()? >> 4 {
        4 => {
            let header = usize::from(bytes[0] & 15) * 4;
            let is_tcp = *bytes.get(9)? == 6;
            (*bytes.get(8)?, *bytes.get(1)?, bytes.get(header.max(20)..).filter(|_| is_tcp)?)
        }
        6 => {
            let service = bytes[0] << 4 | bytes.get(1)? >> 4;
            (*bytes.get(7)?, service, behind_extensions(*bytes.get(6)?, bytes.get(40..)?)?)
        }
        _ => return None,
    };
    let pair = |at: usize| Some(u16::from_be_bytes([*tcp.get(at)?, *tcp.get(at + 1)?]));
    let sequence = u32::from(pair(4)?) << 16 | u32::from(pair(6)?);
    let end = (usize::from(*tcp.get(12)? >> 4) * 4).max(20);
    let flags = *tcp.get(13)?;
    let mut syn = Syn {
        ttl,
        sequence,
        window: pair(14)?,
        mss: None,
        window_scale: None,
        sack: false,
        timestamps: false,
        // Both flags set in a SYN offer it.
        ecn: flags & 0xc0 == 0xc0,
        dscp: service >> 2,
        options: Vec::new(),
    };
    options(tcp.get(20..end.min(tcp.len()))?, &mut syn);
    Some(syn)
}

/// What stands behind the extension headers of IPv6 (RFC 8200 section 4), of which at most eight are passed.
fn behind_extensions(next: u8, mut rest: &[u8]) -> Option<&[u8]> {
    let mut next = next;
    for _ in 0..8 {
        match next {
            6 => return Some(rest),
            // Hop-by-hop options, routing, destination options.
            0 | 43 | 60 => {
                next = *rest.first()?;
                rest = rest.get(usize::from(*rest.get(1)?) * 8 + 8..)?;
            }
            _ => return None,
        }
    }
    None
}

/// Reads the options (RFC 9293 section 3.2, and IANA, "TCP Option Kind Numbers").
fn options(mut rest: &[u8], syn: &mut Syn) {
    while let [kind, after @ ..] = rest {
        let name = match kind {
            0 => return,
            1 => {
                syn.options.push("nop".to_owned());
                rest = after;
                continue;
            }
            2 => "mss",
            3 => "window-scale",
            4 => "sack-permitted",
            8 => "timestamps",
            19 => "md5-signature",
            29 => "authentication",
            30 => "multipath",
            34 => "fast-open",
            _ => "",
        };
        let length = usize::from(after.first().copied().unwrap_or(0));
        let Some(content) = rest.get(2..length.max(2)).filter(|_| length >= 2) else { return };
        match (kind, content) {
            (2, [high, low]) => syn.mss = Some(u16::from_be_bytes([*high, *low])),
            (3, [scale]) => syn.window_scale = Some(*scale),
            (4, _) => syn.sack = true,
            (8, _) => syn.timestamps = true,
            _ => {}
        }
        syn.options.push(if name.is_empty() { format!("kind {kind}") } else { name.to_owned() });
        rest = &rest[length..];
    }
}

impl Syn {
    /// How many hops away its sender stands, as a trace counts: 1 is this machine itself, or one on the same link.
    /// Systems send with a TTL of 64, 128 or 255, so the next of these is taken for the first. Nothing where that would
    /// make a longer way than there are: what looks for a path sends with a TTL of its own choice.
    pub fn hops(&self) -> Option<u8> {
        let start = [64, 128, 255].into_iter().find(|start| *start >= self.ttl)?;
        Some(start - self.ttl + 1).filter(|hops| *hops <= FARTHEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Linux sends it to itself: MSS 65495, SACK, time stamps, no-operation, window scale 7.
    const OPTIONS: [u8; 20] = [2, 4, 0xff, 0xd7, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7];

    fn tcp(flags: u8) -> Vec<u8> {
        let mut tcp = vec![0xaf, 0xc8, 0x1f, 0x40, 1, 2, 3, 4, 0, 0, 0, 0, 0xa0, flags, 0xff, 0xd7, 0, 0, 0, 0];
        tcp.extend(OPTIONS);
        tcp
    }

    fn v4(ttl: u8, flags: u8) -> Vec<u8> {
        let mut bytes = vec![0x45, 0xb8, 0, 60, 0, 0, 0x40, 0, ttl, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1];
        bytes.extend(tcp(flags));
        bytes
    }

    fn v6(ttl: u8) -> Vec<u8> {
        let mut bytes = vec![0x60, 0, 0, 0, 0, 48, 60, ttl];
        bytes.extend([0; 32]);
        bytes.extend([6, 0, 1, 4, 0, 0, 0, 0]);
        bytes.extend(tcp(2));
        bytes
    }

    #[test]
    fn a_syn_of_linux_is_read() {
        let syn = read(&v4(62, 0xc2)).expect("a SYN");
        assert_eq!((syn.ttl, syn.hops(), syn.mss, syn.window_scale, syn.dscp), (62, Some(3), Some(65495), Some(7), 46));
        assert_eq!((syn.sequence, syn.window), (0x0102_0304, 65495));
        assert!(syn.sack && syn.timestamps && syn.ecn);
        assert_eq!(syn.options, ["mss", "sack-permitted", "timestamps", "nop", "window-scale"]);
        let syn = read(&v6(64)).expect("a SYN");
        assert_eq!((syn.ttl, syn.hops(), syn.mss, syn.ecn), (64, Some(1), Some(65495), false));
    }

    #[test]
    fn hops_are_counted_from_what_systems_send() {
        for (ttl, hops) in [(64, 1), (63, 2), (128, 1), (110, 19), (255, 1), (254, 2), (33, 32)] {
            let syn = read(&v4(ttl, 2)).expect("a SYN");
            assert_eq!(syn.hops(), Some(hops), "{ttl}");
        }
        for ttl in [1, 2, 5, 30, 65, 140] {
            assert_eq!(read(&v4(ttl, 2)).expect("a SYN").hops(), None, "{ttl}");
        }
    }

    #[test]
    fn cut_headers_are_none() {
        for length in 0..36 {
            assert_eq!(read(&v4(64, 2)[..length]), None, "{length}");
        }
        let mut udp = v4(64, 2);
        udp[9] = 17;
        assert_eq!(read(&udp), None);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, at in 0usize..80, byte: u8) {
            let _ = read(&bytes);
            for mut whole in [v4(64, 2), v6(64)] {
                let length = whole.len();
                whole[at % length] = byte;
                if let Some(syn) = read(&whole) {
                    proptest::prop_assert!(syn.options.len() <= 40 && syn.hops() != Some(0));
                }
            }
        }
    }
}
