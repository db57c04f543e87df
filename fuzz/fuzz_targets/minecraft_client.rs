//! What a Minecraft client says first: a part of a handshake or packet is none yet, and what comes behind changes nothing.
#![no_main]

use netwhy::wire::minecraft::{Came, Handshake, packet};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((cut, bytes)) = bytes.split_first() else { return };
    let cut = |length: usize| &bytes[..usize::from(*cut).min(length - 1)];
    if let Came::Got(handshake, length) = Handshake::read(bytes) {
        assert_eq!(Handshake::read(cut(length)), Came::More);
        assert_eq!(Handshake::read(&bytes[..length]), Came::Got(handshake, length));
    }
    if let Came::Got(one, length) = packet(bytes) {
        assert!(one.1.len() < length);
        assert_eq!(packet(cut(length)), Came::More);
        assert_eq!(packet(&bytes[..length]), Came::Got(one, length));
    }
});
