//! A connection's requests: however the bytes are cut, they read the same, and nothing behind a breach is read.
#![no_main]

use netwhy::wire::http1::asked::{Bounds, Head, Scanner, Step};

fn read(bytes: &[u8], piece: usize) -> (Vec<Head>, Vec<u8>, usize, Option<Step>, u64) {
    let bounds = Bounds { head: 512, line: 128, fields: 8, chunk_line: 32, extensions: 64, trailers: 128 };
    let mut scanner = Scanner::new(bounds);
    let (mut heads, mut body, mut ends) = (Vec::new(), Vec::new(), 0);
    for piece in bytes.chunks(piece) {
        let mut rest = piece;
        loop {
            let fed = scanner.feed(rest);
            match fed.step {
                Step::More => break,
                Step::Head(head) => heads.push(head),
                Step::Body(range) => body.extend_from_slice(&rest[range]),
                Step::End => ends += 1,
                refused @ Step::Refuse(_) => return (heads, body, ends, Some(refused), scanner.sound()),
            }
            rest = &rest[fed.taken..];
        }
    }
    (heads, body, ends, None, scanner.sound())
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let whole = read(bytes, usize::MAX);
    assert!(whole.1.len() <= bytes.len() && whole.4 <= bytes.len() as u64);
    assert_eq!(whole, read(bytes, usize::from(*first) + 1));
    for head in &whole.0 {
        assert!(!head.method().is_empty() && !head.target().is_empty() && head.fields().count() <= 8);
    }
});
