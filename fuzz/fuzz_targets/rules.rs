//! Files of rules for the proxy: what is wrong with them is told, in one line.
#![no_main]

use netwhy::proxy::rules::read;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let files = |name: &str| if name == "a" { Ok(Default::default()) } else { Err("no such file".to_owned()) };
    if let Err(mistakes) = read("rules.toml", text, &files) {
        assert!(!mistakes.0.is_empty() && mistakes.0.iter().all(|one| one.to_string().starts_with("rules.toml:")));
    }
});
