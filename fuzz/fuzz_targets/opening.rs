//! The first bytes of any client: in the end they are something, and what is settled sooner is the same.
#![no_main]

use netwhy::wire::opening::opening;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let whole = opening(bytes, false);
    let ended = opening(bytes, true);
    assert!(ended.is_some() && (whole.is_none() || whole == ended));
});
