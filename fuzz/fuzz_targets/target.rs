//! What people type and what lists hold: targets, port lists, blocks of addresses.
#![no_main]

use netwhy::target::{Hosts, Ports, Span, Target};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(target) = text.parse::<Target>() {
        let again: Target = target.to_string().parse().unwrap();
        assert_eq!((again.host, again.port), (target.host, target.port));
    }
    if let Ok(ports) = text.parse::<Ports>() {
        assert_eq!(ports.iter().take(65_536).count(), usize::try_from(ports.count()).unwrap());
    }
    if let Ok(Span { hosts: Hosts::Block(block), .. }) = text.parse::<Span>() {
        assert_eq!(block.iter().next(), Some(block.first()));
        assert!((1..=1 << 32).contains(&block.count()));
    }
});
