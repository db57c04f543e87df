//! What a server says before it encrypts, and certificates.
#![no_main]

use netwhy::wire::tls::Flight;
use netwhy::wire::x509::{Certificate, distinguished_name, validity};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let flight = Flight::read(bytes);
    assert!(flight.certificates.len() <= 16);
    for der in flight.certificates.iter().map(Vec::as_slice).chain([bytes]) {
        assert_eq!(Certificate::read(der).sha256.len(), 64);
        let _ = (validity(der), distinguished_name(der));
    }
});
