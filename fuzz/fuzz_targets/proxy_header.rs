//! A header of the PROXY protocol: a part of one is none yet, and what comes behind it changes nothing.
#![no_main]

use netwhy::wire::proxy_header::{Read, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((cut, bytes)) = bytes.split_first() else { return };
    if let Read::Got(header, length) = read(bytes) {
        assert_eq!(read(&bytes[..length]), Read::Got(header, length));
        assert_eq!(read(&bytes[..usize::from(*cut).min(length - 1)]), Read::More);
    }
});
