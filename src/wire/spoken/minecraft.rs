//! Minecraft, Java edition: a status answer, a disconnect, or the kick of old versions
//! (<https://minecraft.wiki/w/Java_Edition_protocol/Server_List_Ping>).

use crate::wire::spoken::{Voice, none, text_line};

pub(super) const VOICE: Voice = Voice {
    // Handshake (protocol 47, `localhost`, next state 1) and status request: what a client's server list sends.
    question: Some(b"\x0f\x00\x2f\x09localhost\x63\xdd\x01\x01\x00"),
    greets: false,
    unmistakable: |bytes| status(bytes).or_else(|| kick(bytes)),
    answer: none,
};

/// A frame with packet 0 that holds one string of JSON: a status, or the reason of a disconnect.
fn status(bytes: &[u8]) -> Option<Option<String>> {
    let (frame, rest) = var_int(bytes)?;
    let rest_of_frame = rest.strip_prefix(b"\0")?;
    let (string, json) = var_int(rest_of_frame)?;
    let head = rest.len().checked_sub(json.len())?;
    let fits = string >= 2 && frame == string.checked_add(u32::try_from(head).ok()?)?;
    let begins =
        json.starts_with(b"{\"") || json.starts_with(b"{ ") || json.starts_with(b"{\n") || json.starts_with(b"\"");
    (fits && begins && json.iter().take(64).all(|byte| !matches!(byte, 0..=8))).then(|| version(json))
}

/// The name of the version, where the JSON holds one early enough.
fn version(json: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(json);
    let version = text.split_once("\"version\"")?.1.split_once('{')?.1.split('}').next()?;
    let name = version.split_once("\"name\"")?.1.split_once('"')?.1.split('"').next()?;
    Some(text_line::clean(name.as_bytes())).filter(|name| !name.is_empty())
}

/// `FF`, a length in characters, and so many of UTF-16.
fn kick(bytes: &[u8]) -> Option<Option<String>> {
    let rest = bytes.strip_prefix(b"\xff")?;
    let (length, text) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let whole = (1..=512).contains(&length) && text.len() == length * 2;
    let plain = text.chunks_exact(2).filter(|pair| pair[0] == 0).count() * 2 >= length;
    (whole && plain).then_some(None)
}

/// A number of at most five bytes, seven bits each, the least first.
fn var_int(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut value = 0u32;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        value |= u32::from(byte & 0x7f).checked_shl(u32::try_from(at * 7).ok()?)?;
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(at + 1..)?));
        }
    }
    None
}
