//! The first bytes of any client: what is settled stays so whatever comes behind it, and in the end something is.
#![no_main]

use netwhy::wire::opening::opening;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((cut, bytes)) = bytes.split_first() else { return };
    let whole = opening(bytes, false);
    if let Some(settled) = opening(&bytes[..bytes.len().min(usize::from(*cut))], false) {
        assert_eq!(whole, Some(settled));
    }
    let ended = opening(bytes, true);
    assert!(ended.is_some() && (whole.is_none() || whole == ended));
});
