//! Packet filter rules as nft and iptables-save print them.
#![no_main]

use netwhy::wire::filter::{Packet, read_iptables, read_nft};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for to_itself in [false, true] {
        let packet = Packet { address: [10, 0, 0, 1].into(), port: 80, to_itself };
        for suspect in
            read_nft(text).suspects(&packet).into_iter().chain(read_iptables(text, "iptables").suspects(&packet))
        {
            assert!(!suspect.text.is_empty());
        }
    }
});
