//! Names, the hosts file and resolv.conf.
#![no_main]

use netwhy::wire::{dns::Name, hosts, resolv_conf};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (name, file) = text.split_once('\n').unwrap_or((text, text));
    if let Ok(parsed) = Name::parse(name) {
        assert_eq!(Name::parse(&parsed.to_string()).unwrap(), parsed);
    }
    for address in hosts::addresses(file, name) {
        let _ = hosts::name_of(file, address);
    }
    let settings = resolv_conf::read(file);
    assert!(resolv_conf::candidates(name, &settings.search, settings.ndots).len() <= settings.search.len() + 1);
});
