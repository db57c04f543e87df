//! Names, record types and name servers as typed, the hosts file and resolv.conf.
#![no_main]

use netwhy::diagnose::names::{Given, NameQuestion};
use netwhy::wire::dns::{Name, RecordType};
use netwhy::wire::{hosts, resolv_conf};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (name, file) = text.split_once('\n').unwrap_or((text, text));
    if let Ok(parsed) = Name::parse(name) {
        assert_eq!(Name::parse(&parsed.to_string()).unwrap(), parsed);
    }
    if let Ok(record_type) = name.parse::<RecordType>() {
        assert_eq!(record_type.to_string().parse::<RecordType>().unwrap(), record_type);
    }
    let _ = name.parse::<Given>();
    let _ = NameQuestion::list(file);
    for address in hosts::addresses(file, name) {
        let _ = hosts::name_of(file, address);
    }
    let settings = resolv_conf::read(file);
    assert!(resolv_conf::candidates(name, &settings.search, settings.ndots).len() <= settings.search.len() + 1);
});
