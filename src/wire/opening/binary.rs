//! Protocols whose client opens with numbers.

use crate::wire::opening::{Like, begins};

/// A record that holds a handshake, of any version since SSL 3, and in it a ClientHello (RFC 8446 section 5.1).
pub(super) fn tls(bytes: &[u8]) -> Like {
    match bytes {
        [22] | [22, 3] | [22, 3, 0..=4] | [22, 3, 0..=4, _] | [22, 3, 0..=4, _, _] => Like::Maybe,
        [22, 3, 0..=4, _, _, 1, ..] => Like::Is,
        _ => Like::No,
    }
}

/// A connection request in a TPKT (MS-RDPBCGR section 2.2.1.1).
pub(super) fn rdp(bytes: &[u8]) -> Like {
    match bytes {
        [3] | [3, 0] | [3, 0, _] | [3, 0, _, _] | [3, 0, _, _, _] => Like::Maybe,
        [3, 0, _, _, _, 0xe0, ..] => Like::Is,
        _ => Like::No,
    }
}

/// A negotiation of version 1 or 2, behind its length (MS-SMB2 section 2.1).
pub(super) fn smb(bytes: &[u8]) -> Like {
    let behind = |mark: &[u8]| match bytes {
        [0] => Like::Maybe,
        [0, rest @ ..] if rest.len() <= 3 => Like::Maybe,
        [0, _, _, _, rest @ ..] => begins(rest, mark),
        _ => Like::No,
    };
    match (behind(b"\xfeSMB"), behind(b"\xffSMB")) {
        (Like::No, like) | (like, _) => like,
    }
}

/// A start-up message, or the question for TLS (PostgreSQL, "Message Formats").
pub(super) fn postgres(bytes: &[u8]) -> Like {
    let start: &[u8] = &[0, 3, 0];
    match bytes {
        [0, 0, 0, 8, rest @ ..] => begins(rest, &[4, 0xd2, 0x16, 0x2f]),
        [0, 0, 0..=16, _, rest @ ..] => begins(rest, start),
        [0] | [0, 0] | [0, 0, 0..=16] => Like::Maybe,
        _ => Like::No,
    }
}

/// CONNECT with the protocol's name (MQTT 5, section 3.1; 3.1.1 has the same, 3.1 another name).
pub(super) fn mqtt(bytes: &[u8]) -> Like {
    let [0x10, rest @ ..] = bytes else { return Like::No };
    let length = rest.iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
    if length > 4 {
        return Like::No;
    }
    let rest = rest.get(length..).unwrap_or_default();
    match (begins(rest, b"\0\x04MQTT"), begins(rest, b"\0\x06MQIsdp")) {
        (Like::No, like) | (like, _) => like,
    }
}

pub(super) fn bittorrent(bytes: &[u8]) -> Like {
    begins(bytes, b"\x13BitTorrent protocol")
}

/// The ways to log in that are offered, and nothing behind them (RFC 1928 section 3).
pub(super) fn socks5(bytes: &[u8]) -> Like {
    match bytes {
        [5] => Like::Maybe,
        [5, count @ 1..=255, methods @ ..] if methods.len() < usize::from(*count) => Like::Maybe,
        [5, count @ 1..=255, methods @ ..] if methods.len() == usize::from(*count) => Like::Is,
        _ => Like::No,
    }
}

/// CONNECT or BIND, with the user's name up to its NUL.
pub(super) fn socks4(bytes: &[u8]) -> Like {
    match bytes {
        [4] | [4, 1 | 2] => Like::Maybe,
        [4, 1 | 2, rest @ ..] if rest.len() < 7 => Like::Maybe,
        [4, 1 | 2, _, _, _, _, _, _, user @ ..] if user.contains(&0) && user.len() < 512 => Like::Is,
        [4, 1 | 2, _, _, _, _, _, _, user @ ..] if user.len() < 256 => Like::Maybe,
        _ => Like::No,
    }
}
