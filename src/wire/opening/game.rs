//! What clients of Minecraft open with: the game, old and new, and the mcpi API.

use crate::wire::minecraft::{Came, Handshake};
use crate::wire::opening::Like;

/// A handshake, whatever is asked for behind it.
pub(super) fn minecraft(bytes: &[u8]) -> Like {
    match Handshake::read(bytes) {
        Came::Got(..) => Like::Is,
        Came::More => Like::Maybe,
        Came::No => Like::No,
    }
}

/// `FE`, `FE 01`, or `FE 01 FA` and the ping of 1.6.
pub(super) fn legacy(bytes: &[u8]) -> Like {
    match bytes {
        [0xfe] | [0xfe, 1] => Like::Likely,
        [0xfe, 1, 0xfa, ..] => Like::Is,
        // The handshake of 1.3 to 1.6, with which a game is joined: its name in UTF-16, `USER;HOST:PORT` before 1.3.
        [2, protocol @ 39..=78, 0, _, ..] if *protocol > 0 => Like::Is,
        _ => Like::No,
    }
}

/// A call, `name.of.it(arguments)`, in a line of its own.
pub(super) fn mcpi(bytes: &[u8]) -> Like {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let line = &bytes[..end.unwrap_or(bytes.len())];
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let name = line.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'.').count();
    let is_name = name <= 64
        && line[..name].iter().filter(|byte| **byte == b'.').count() <= 3
        && !line.starts_with(b".")
        && line.first().is_some_and(u8::is_ascii_lowercase);
    let has_dot = line[..name].contains(&b'.');
    match (line.get(name), end) {
        _ if !is_name => Like::No,
        (Some(b'('), Some(_)) if has_dot && line.ends_with(b")") => Like::Is,
        (Some(b'('), None) if has_dot => Like::Likely,
        (None, None) => Like::Maybe,
        _ => Like::No,
    }
}
