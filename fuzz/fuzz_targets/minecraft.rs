//! The answers of Java edition servers and of the mcpi API.
#![no_main]

use netwhy::wire::minecraft::{LegacyPing, Motd, Read, pong, read};
use netwhy::wire::{mcpi, rcon};

fn is_harmless(motd: &Motd) {
    assert!(!motd.text.contains(|c: char| c.is_control() && c != '\n'));
    assert!(motd.lines.iter().flat_map(|line| &line.0).all(|run| !run.text.contains(char::is_control)));
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for answer in [read(bytes, false), read(bytes, true), LegacyPing::read(bytes, false), LegacyPing::read(bytes, true)]
    {
        if let Read::Status { status, end, .. } = answer {
            assert!(end <= bytes.len());
            is_harmless(&status.motd);
        }
    }
    assert_ne!(read(bytes, true), Read::More);
    let _ = (pong(bytes, 1), mcpi::read(bytes, false), mcpi::is_block(bytes), rcon::read(bytes));
    assert!(mcpi::read(bytes, true).is_some());
});
