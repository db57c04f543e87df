//! Octets as a text that survives a chat, a telephone and a tired reader: Crockford's base32 in groups, with a checksum.

use std::fmt::Write as _;

/// Crockford's digits: no I, L, O or U.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// What each text begins with, so that people and programs know it.
const MARK: &str = "NW";
/// Digits between two hyphens.
const GROUP: usize = 8;
/// More than the longest text has, hyphens and spaces included.
const LONGEST: usize = 400;

/// Why a text is none of netwhy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Garbled {
    /// It does not begin as one.
    #[error("this is no text of netwhy; one begins with `NW`, then `Q` from the client or `A` from the server")]
    NotOne,
    /// It is the other of the two.
    #[error("this is the {0}")]
    OtherKind(&'static str),
    /// A sign that no such text has.
    #[error("`{0}` does not belong into such a text; copy it again, whole")]
    Sign(char),
    /// The checksum does not fit, or something is missing.
    #[error("the text is mangled or not whole; paste the rest of it, or all again from `NW` to its end")]
    Mangled,
}

/// `octets` as a text of the kind `kind`.
pub(crate) fn write(kind: char, octets: &[u8]) -> String {
    let mut all = octets.to_vec();
    all.extend(checksum(kind, octets).to_be_bytes().get(1..).unwrap_or_default());
    let mut digits = String::new();
    let (mut kept, mut bits) = (0u32, 0);
    for octet in &all {
        kept = kept << 8 | u32::from(*octet);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            digits.push(digit(kept >> bits));
        }
    }
    if bits > 0 {
        digits.push(digit(kept << (5 - bits)));
    }
    let mut text = format!("{MARK}{kind}");
    for (at, digit) in digits.chars().enumerate() {
        if at % GROUP == 0 {
            text.push('-');
        }
        let _ = text.write_char(digit);
    }
    text
}

/// The octets of a text of the kind `kind`. Case, spaces and hyphens do not matter; O reads as 0, I and L as 1.
pub(crate) fn read(kind: char, text: &str) -> Result<Vec<u8>, Garbled> {
    if text.len() > LONGEST {
        return Err(Garbled::Mangled);
    }
    let plain = text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '`' | '"' | '\''));
    let plain: String = plain.map(|sign| sign.to_ascii_uppercase()).collect();
    let mut rest = plain.strip_prefix(MARK).ok_or(Garbled::NotOne)?.chars();
    match rest.next() {
        Some(is) if is == kind => {}
        Some('Q') => return Err(Garbled::OtherKind("client's text; it is for `netwhy serve --peer` on the server")),
        Some('A') => return Err(Garbled::OtherKind("server's text; it is for `netwhy diagnose --peer` on the client")),
        _ => return Err(Garbled::NotOne),
    }
    let mut octets = Vec::new();
    let (mut kept, mut bits) = (0u32, 0);
    for sign in rest {
        kept = (kept << 5 | value(sign).ok_or(Garbled::Sign(sign))?) & 0xFFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            octets.push(u8::try_from(kept >> bits & 0xFF).unwrap_or(0));
        }
    }
    let (octets, sum) = octets.split_last_chunk::<3>().ok_or(Garbled::Mangled)?;
    let fits = u32::from_be_bytes([0, sum[0], sum[1], sum[2]]) == checksum(kind, octets);
    fits.then(|| octets.to_vec()).ok_or(Garbled::Mangled)
}

fn digit(five_bits: u32) -> char {
    DIGITS.get((five_bits & 31) as usize).copied().map_or('0', char::from)
}

fn value(sign: char) -> Option<u32> {
    let sign = match sign {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = DIGITS.iter().position(|digit| char::from(*digit) == sign)?;
    u32::try_from(at).ok()
}

/// CRC-24 of OpenPGP (RFC 4880 section 6.1) over the kind and the octets.
pub(crate) fn checksum(kind: char, octets: &[u8]) -> u32 {
    let first = [u8::try_from(kind).unwrap_or(0)];
    first.iter().chain(octets).fold(0x00B7_04CE, |sum, octet| {
        (0..8).fold(sum ^ u32::from(*octet) << 16, |sum, _| {
            let sum = sum << 1;
            if sum & 0x0100_0000 == 0 { sum } else { sum ^ 0x0186_4CFB }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_openpgps() {
        // The check value of CRC-24/OPENPGP: that of the digits 1 to 9.
        assert_eq!(checksum('1', b"23456789"), 0x21CF02);
    }

    #[test]
    fn people_copy_as_people_do() {
        let text = write('Q', b"what left");
        assert!(text.starts_with("NWQ-"), "{text}");
        let spoken = format!("  `{}` ", text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
        assert_eq!(read('Q', &spoken), Ok(b"what left".to_vec()));
    }

    #[test]
    fn what_is_wrong_is_told() {
        let text = write('Q', b"what left");
        assert_eq!(read('Q', "hello"), Err(Garbled::NotOne));
        assert_eq!(read('Q', ""), Err(Garbled::NotOne));
        assert_eq!(read('Q', "NWQ"), Err(Garbled::Mangled));
        assert!(matches!(read('A', &text), Err(Garbled::OtherKind(_))));
        assert_eq!(read('Q', &text.replace('-', "_")), Err(Garbled::Sign('_')));
        assert_eq!(read('Q', &text[..text.len() - 2]), Err(Garbled::Mangled));
        assert_eq!(read('Q', &"NWQ-".repeat(200)), Err(Garbled::Mangled));
    }

    proptest::proptest! {
        #[test]
        fn octets_come_back(octets: Vec<u8>) {
            let octets = octets.get(..octets.len().min(60)).unwrap();
            let text = write('A', octets);
            proptest::prop_assert!(text.len() <= 120);
            proptest::prop_assert_eq!(read('A', &text), Ok(octets.to_vec()));
        }

        #[test]
        fn one_wrong_digit_is_noticed(octets in proptest::collection::vec(0u8..=255, 1..60), at: usize, other in 0usize..31) {
            let mut text = write('A', &octets).into_bytes();
            let at = 4 + at % (text.len() - 5);
            proptest::prop_assume!(text[at] != b'-');
            let is = DIGITS.iter().position(|digit| *digit == text[at]).unwrap();
            text[at] = DIGITS[(is + 1 + other) % 32];
            proptest::prop_assert_eq!(read('A', std::str::from_utf8(&text).unwrap()), Err(Garbled::Mangled));
        }

        #[test]
        fn any_text_is_survived(text: String) {
            let _ = (read('Q', &text), read('A', &format!("NWA{text}")));
        }
    }
}
