//! VarInt: a 32-bit number in groups of seven bits, the lowest first (minecraft.wiki, "Java Edition protocol/Data types").

/// What stands at the beginning of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VarInt {
    /// The number, and how many bytes it takes.
    Number(i32, usize),
    /// It has not ended yet.
    More,
    /// It goes on after its fifth byte, so it is none.
    TooLong,
}

/// Reads the number at the beginning of `bytes`.
pub(crate) fn read(bytes: &[u8]) -> VarInt {
    let mut number: u32 = 0;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        number |= u32::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return VarInt::Number(number.cast_signed(), at + 1);
        }
    }
    if bytes.len() < 5 { VarInt::More } else { VarInt::TooLong }
}

/// Writes a number, in as few bytes as it takes.
pub(crate) fn write(number: i32, out: &mut Vec<u8>) {
    let mut rest = number.cast_unsigned();
    while rest >= 0x80 {
        out.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_are_written_as_documented() {
        for (number, bytes) in [
            (0, &[0][..]),
            (127, &[0x7f]),
            (128, &[0x80, 1]),
            (25565, &[0xdd, 0xc7, 1]),
            (2_097_151, &[0xff, 0xff, 0x7f]),
            (-1, &[0xff, 0xff, 0xff, 0xff, 0x0f]),
            (i32::MIN, &[0x80, 0x80, 0x80, 0x80, 0x08]),
        ] {
            let mut out = Vec::new();
            write(number, &mut out);
            assert_eq!(out, bytes);
            assert_eq!(read(bytes), VarInt::Number(number, bytes.len()));
        }
        assert_eq!(read(&[0x80, 0x80]), VarInt::More);
        assert_eq!(read(&[0x80; 6]), VarInt::TooLong);
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read(number: i32, rest: Vec<u8>) {
            let mut out = Vec::new();
            write(number, &mut out);
            let length = out.len();
            out.extend(rest);
            proptest::prop_assert_eq!(read(&out), VarInt::Number(number, length));
        }
    }
}
