//! The SYN that the kernel kept of a connection.
#![no_main]

use netwhy::wire::syn;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(syn) = syn::read(bytes) {
        assert!(syn.options.len() <= 40 && syn.hops() != Some(0));
    }
});
