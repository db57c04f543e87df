//! Bodies in content codings.
#![no_main]

use netwhy::wire::coding::Decoder;

const CODINGS: &[&[&str]] = &[&["gzip"], &["deflate"], &["br"], &["zstd"], &["gzip", "br"], &["zstd", "deflate"]];
const MOST: u64 = 1_000_000;

libfuzzer_sys::fuzz_target!(|input: (u8, u8, &[u8])| {
    let (coding, piece, bytes) = input;
    let Ok(mut decoder) = Decoder::new(CODINGS[usize::from(coding) % CODINGS.len()], MOST) else { return };
    let mut out = 0;
    for piece in bytes.chunks(usize::from(piece) + 1) {
        if decoder.push(piece, &mut |decoded| out += decoded.len() as u64).is_err() {
            break;
        }
    }
    assert!(out <= MOST && out == decoder.bytes());
    let _ = decoder.finish();
});
