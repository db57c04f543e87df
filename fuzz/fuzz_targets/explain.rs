//! Any text that somebody pastes, in any encoding.
#![no_main]

use netwhy::explain::{LIMIT, decode, explain};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = decode(&bytes[..bytes.len().min(LIMIT)]);
    let told = explain(&text);
    for condition in &told.conditions {
        assert!(!condition.signs.is_empty(), "{condition:?}");
    }
    let _ = explain(&String::from_utf8_lossy(bytes));
});
