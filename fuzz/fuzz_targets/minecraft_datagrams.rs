//! The datagrams of Bedrock servers, of Query, and of worlds open to the network.
#![no_main]

use netwhy::wire::{lan, query, raknet};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut odd = Vec::new();
    let _ = (query::token(bytes, 0, &mut odd), query::answer(bytes, 0, &mut odd));
    assert!(odd.len() <= 32);
    for motd in [lan::read(bytes).map(|(motd, _)| motd), raknet::pong(bytes).map(|(pong, _, _)| pong.motd)] {
        assert!(!motd.unwrap_or_default().text.contains(|c: char| c.is_control() && c != '\n'));
    }
});
