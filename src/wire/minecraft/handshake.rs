//! What a client of Minecraft, Java edition, says first (minecraft.wiki, "Java Edition protocol/Packets", Handshake),
//! and what a server answers to its questions.

use crate::wire::minecraft::varint::{self, VarInt};

/// The longest frame that is waited for: an address of 255 characters and what belongs to it, with room for what proxies
/// hide in the address.
const LONGEST: usize = 2048;

/// What stands at the beginning of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came<T> {
    /// It may become what is looked for.
    More,
    /// It, and how many bytes it takes.
    Got(T, usize),
    /// Something else.
    No,
}

/// A handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handshake {
    /// The version of the protocol that the client speaks; −1 where it does not mean to join.
    pub protocol: i32,
    /// The host that it thinks it connects to.
    pub host: String,
    /// The port that it thinks it connects to.
    pub port: u16,
    /// What it wants: 1 the status, 2 to join, 3 to be moved here from another server.
    pub wants: i32,
}

impl Handshake {
    /// Reads the frame at the beginning of `bytes`, and how many bytes it takes.
    pub fn read(bytes: &[u8]) -> Came<Handshake> {
        let (length, start) = match varint::read(bytes) {
            VarInt::More if bytes.len() < 3 => return Came::More,
            VarInt::Number(length, taken) if taken <= 3 => (usize::try_from(length).unwrap_or(0), taken),
            _ => return Came::No,
        };
        // The shortest: a packet number, a version, an empty host, a port, a wish.
        if !(6..=LONGEST).contains(&length) || bytes.get(start).is_some_and(|packet| *packet != 0) {
            return Came::No;
        }
        let whole = bytes.len() - start >= length;
        let body = &bytes[start..bytes.len().min(start + length)];
        match (fields(body), whole) {
            (Ok((handshake, used)), true) if used == length => Came::Got(handshake, start + length),
            (Err(true), false) => Came::More,
            _ => Came::No,
        }
    }
}

/// The fields of a frame. `Err(true)` where they are cut off, `Err(false)` where they are no handshake's.
fn fields(body: &[u8]) -> Result<(Handshake, usize), bool> {
    let number = |at: usize| match varint::read(body.get(at..).unwrap_or_default()) {
        VarInt::Number(number, taken) => Ok((number, at + taken)),
        VarInt::More => Err(true),
        VarInt::TooLong => Err(false),
    };
    let (protocol, at) = number(1)?;
    let (length, at) = number(at)?;
    let length = usize::try_from(length).map_err(|_| false)?;
    if length > LONGEST {
        return Err(false);
    }
    let host = body.get(at..at + length).ok_or(true)?;
    let host = std::str::from_utf8(host).map_err(|_| false)?.to_owned();
    let at = at + length;
    let port = body.get(at..at + 2).ok_or(true)?;
    let (wants, end) = number(at + 2)?;
    let port = u16::from_be_bytes([port[0], port[1]]);
    if !(1..=3).contains(&wants) {
        return Err(false);
    }
    Ok((Handshake { protocol, host, port, wants }, end))
}

/// The frame of a packet.
fn frame(packet: u8, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 8);
    varint::write(i32::try_from(body.len() + 1).unwrap_or(0), &mut out);
    out.push(packet);
    out.extend(body);
    out
}

/// `text` behind its length, in a packet with that number: the status (0), or why nobody may join (0, in its own state).
pub fn text_packet(packet: u8, text: &str) -> Vec<u8> {
    let mut body = Vec::with_capacity(text.len() + 5);
    varint::write(i32::try_from(text.len()).unwrap_or(0), &mut body);
    body.extend(text.as_bytes());
    frame(packet, &body)
}

/// The next packet at the beginning of `bytes`: its number, its body, and how many bytes it takes in all.
pub fn packet(bytes: &[u8]) -> Came<(u8, &[u8])> {
    let (length, start) = match varint::read(bytes) {
        VarInt::More if bytes.len() < 3 => return Came::More,
        VarInt::Number(length, taken) if taken <= 3 => (usize::try_from(length).unwrap_or(0), taken),
        _ => return Came::No,
    };
    match bytes.get(start..start + length) {
        _ if !(1..=LONGEST).contains(&length) => Came::No,
        Some([number, body @ ..]) => Came::Got((*number, body), start + length),
        _ => Came::More,
    }
}

/// The answer to a ping from before 1.7: `modern` where the ping was of 1.4 or later, whose client reads more.
pub fn legacy_answer(modern: bool, protocol: i32, version: &str, motd: &str, online: u32, max: u32) -> Vec<u8> {
    let text = match modern {
        true => format!("§1\0{protocol}\0{version}\0{motd}\0{online}\0{max}"),
        false => format!("{motd}§{online}§{max}"),
    };
    let units: Vec<u16> = text.encode_utf16().take(usize::from(u16::MAX)).collect();
    let mut out = vec![0xff];
    out.extend(u16::try_from(units.len()).unwrap_or(0).to_be_bytes());
    out.extend(units.into_iter().flat_map(u16::to_be_bytes));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_question_is_read() {
        let bytes = crate::wire::minecraft::question("例.example.org", 4711, 760);
        let wanted = Handshake { protocol: 760, host: "例.example.org".to_owned(), port: 4711, wants: 1 };
        assert_eq!(Handshake::read(&bytes), Came::Got(wanted, bytes.len() - 2));
        assert_eq!(packet(&bytes[bytes.len() - 2..]), Came::Got((0, &[][..]), 2));
        for length in 0..bytes.len() - 2 {
            assert_eq!(Handshake::read(&bytes[..length]), Came::More, "{length}");
        }
    }

    #[test]
    fn the_own_answers_are_read() {
        use crate::wire::minecraft::{LegacyPing, Read, read};
        let json = r#"{"version":{"name":"1.21","protocol":767},"players":{"max":1,"online":0},"description":"hi"}"#;
        let Read::Status { status, odd, .. } = read(&text_packet(0, json), true) else { panic!("no status") };
        assert_eq!((status.motd.text.as_str(), status.protocol, odd.len()), ("hi", Some(767), 0));
        for modern in [true, false] {
            let bytes = legacy_answer(modern, 127, "netwhy", "a 端口", 0, 20);
            let Read::Status { status, odd, .. } = LegacyPing::read(&bytes, true) else { panic!("no status") };
            assert_eq!((status.motd.text.as_str(), status.max, odd.len()), ("a 端口", Some(20), 0));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, length in 0u8..64) {
            for bytes in [bytes.clone(), [&[length, 0, 47][..], &bytes].concat()] {
                if let Came::Got(_, used) = Handshake::read(&bytes) {
                    proptest::prop_assert!(used <= bytes.len());
                }
                let _ = packet(&bytes);
            }
        }
    }
}
