//! Packet filter rules as nft(8) and iptables-save(8) print them.
#![no_main]

use netwhy::wire::filter::{Packet, read_iptables, read_nft};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for to_itself in [false, true] {
        let packet = Packet { address: [10, 0, 0, 1].into(), port: 80, to_itself };
        for rules in [read_nft(text), read_iptables(text, "iptables"), read_iptables(text, "ip6tables")] {
            assert!(rules.suspects(&packet).len() <= 32 + text.lines().count());
        }
    }
});
