//! A whole HTTP answer: however its bytes are cut, it reads the same.
#![no_main]

use netwhy::wire::http1::{Asked, Bounds, Reader, State};

fn read(asked: Asked, bytes: &[u8], piece: usize) -> (Reader, State, Vec<u8>) {
    let mut reader = Reader::new(asked, Bounds::default());
    let mut body = Vec::new();
    for piece in bytes.chunks(piece) {
        reader.feed(piece, &mut |piece| body.extend_from_slice(piece));
    }
    let state = reader.closed(true);
    (reader, state, body)
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let asked = Asked { is_head: first & 1 != 0, is_connect: first & 2 != 0, upgrade: first & 4 != 0 };
    let (whole, state, body) = read(asked, bytes, usize::MAX);
    assert!(body.len() <= bytes.len() && whole.body_bytes() == body.len() as u64);
    let (cut, cut_state, cut_body) = read(asked, bytes, usize::from(first >> 3) + 1);
    assert_eq!((state, body), (cut_state, cut_body));
    assert_eq!(whole.breaches(), cut.breaches());
    assert_eq!((whole.head(), whole.interim(), whole.trailers()), (cut.head(), cut.interim(), cut.trailers()));
});
