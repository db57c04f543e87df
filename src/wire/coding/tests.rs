//! Codings, held to data that other programs made, cut anywhere, damaged anywhere, and swollen.

use std::io::Write;

use crate::wire::coding::{CodingFault, Decoder};

/// Decodes in pieces of this length.
fn decode(codings: &[&str], bytes: &[u8], most: u64, piece: usize) -> (Result<(), CodingFault>, Vec<u8>) {
    let mut decoder = match Decoder::new(codings, most) {
        Ok(decoder) => decoder,
        Err(fault) => return (Err(fault), Vec::new()),
    };
    let mut out = Vec::new();
    for piece in bytes.chunks(piece) {
        if decoder.push(piece, &mut |decoded| out.extend_from_slice(decoded)).is_err() {
            break;
        }
    }
    assert_eq!(decoder.bytes(), out.len() as u64);
    (decoder.finish(), out)
}

fn text() -> Vec<u8> {
    (0..5000u32)
        .flat_map(|line| format!("line {} of the text\n", line.wrapping_mul(2_654_435_761)).into_bytes())
        .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::GzBuilder::new().filename("a name").comment("a comment").extra(b"extra".to_vec());
    let mut writer = std::mem::take(&mut writer).write(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).expect("written");
    writer.finish().expect("finished")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).expect("written");
    writer.finish().expect("finished")
}

fn raw(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).expect("written");
    writer.finish().expect("finished")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0; zstd_safe::compress_bound(bytes.len())];
    let length = zstd_safe::compress(&mut out[..], bytes, 3).expect("compressed");
    out.truncate(length);
    out
}

/// What node makes of `hello hello hello hello hello\n`.
const HELLO_BR: &[u8] =
    b"\x1b\x1d\x00\xf8\x8d\x94\x6e\xde\x44\x55\x86\xd6\x0a\x20\x6c\x6f\x4a\x11\x7a\xe2\x80\x52\x2d\x00";

/// What node makes of four million zeros.
const ZEROS_BR: &[u8] = b"\x9b\xff\x08\x3d\xf8\x27\x00\xe2\xb1\x40\x20\x17\xa0\x07";

/// Each coding with the text in it.
fn all() -> Vec<(Vec<&'static str>, Vec<u8>)> {
    let text = text();
    vec![
        (vec!["gzip"], gzip(&text)),
        (vec!["x-gzip"], [gzip(&text[..1000]), gzip(&text[1000..]), vec![0; 512]].concat()),
        (vec!["deflate"], zlib(&text)),
        (vec!["deflate"], raw(&text)),
        (vec!["zstd"], zstd(&text)),
        (vec!["zstd"], [zstd(&text[..1000]), zstd(&text[1000..])].concat()),
        (vec!["gzip", "identity", "zstd"], zstd(&gzip(&text))),
        (vec![], text.clone()),
    ]
}

#[test]
fn every_coding_is_undone_however_it_comes() {
    let text = text();
    for (codings, bytes) in all() {
        for piece in [1, 7, 4096, usize::MAX] {
            let (end, out) = decode(&codings, &bytes, u64::MAX, piece);
            assert_eq!(end, Ok(()), "{codings:?} by {piece}");
            assert!(out == text, "{codings:?} by {piece}: {} bytes", out.len());
        }
    }
}

#[test]
fn data_cut_anywhere_is_told_as_cut() {
    let short = b"hello hello hello hello hello\n";
    for (codings, bytes) in [
        ("gzip", gzip(short)),
        ("deflate", zlib(short)),
        ("deflate", raw(short)),
        ("zstd", zstd(short)),
        ("br", HELLO_BR.to_vec()),
    ] {
        assert_eq!(decode(&[codings], &bytes, 100, 1), (Ok(()), short.to_vec()), "{codings}");
        for end in 1..bytes.len() {
            let (told, out) = decode(&[codings], &bytes[..end], 100, 3);
            assert!(matches!(told, Err(CodingFault::Cut(_))), "{codings} to {end}: {told:?}");
            assert!(short.starts_with(&out));
        }
        assert_eq!(decode(&[codings], b"", 100, 1).0, Ok(()), "nothing is whole in {codings}");
    }
}

#[test]
fn what_swells_is_bounded() {
    let zeros = vec![0; 4_000_000];
    for (codings, bytes) in [
        (vec!["gzip"], gzip(&zeros)),
        (vec!["deflate"], zlib(&zeros)),
        (vec!["zstd"], zstd(&zeros)),
        (vec!["gzip", "gzip"], gzip(&gzip(&zeros))),
        (vec!["br"], ZEROS_BR.to_vec()),
    ] {
        let (end, out) = decode(&codings, &bytes, 100_000, usize::MAX);
        assert_eq!((end, out.len()), (Err(CodingFault::TooLarge(100_000)), 100_000), "{codings:?}");
    }
}

#[test]
fn windows_larger_than_a_client_must_hold_are_refused() {
    // A frame that wants a window of 2 GiB, and a Brotli stream of the extension for large windows.
    let zstd = decode(&["zstd"], b"\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 100, 99).0;
    assert!(matches!(zstd, Err(CodingFault::Damaged("zstd", _))), "{zstd:?}");
    let brotli = decode(&["br"], &[0x11, 0x1e, 0x8b, 0x02, 0x80, 0x03], 100, 99).0;
    assert!(matches!(brotli, Err(CodingFault::Damaged("br", _))), "{brotli:?}");
}

#[test]
fn what_is_not_known_or_too_much_is_refused() {
    assert_eq!(decode(&["lzma\x1b"], b"", 9, 1).0, Err(CodingFault::Unknown("lzma\\u{1b}".to_owned())));
    assert_eq!(decode(&["gzip"; 5], b"", 9, 1).0, Err(CodingFault::TooMany(5)));
    assert_eq!(decode(&["br"; 3], b"", 9, 1).0, Err(CodingFault::TooMany(3)));
    for coding in ["gzip", "br", "zstd"] {
        let (end, _) = decode(&[coding], b"<!doctype html><html></html>", 9, 1);
        assert!(matches!(end, Err(CodingFault::Damaged(..))), "{coding}: {end:?}");
    }
    let mut damaged = gzip(b"hello");
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    assert!(matches!(decode(&["gzip"], &damaged, 9, 99).0, Err(CodingFault::Damaged("gzip", _))));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>, coding in 0..4usize, begins in proptest::bool::ANY, piece in 1usize..64) {
        let begin: &[u8] = match (begins, coding) {
            (true, 0) => b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
            (true, 1) => b"\x78\x9c",
            (true, 3) => b"\x28\xb5\x2f\xfd",
            _ => b"",
        };
        let bytes = [begin, &bytes].concat();
        let (_, out) = decode(&[["gzip", "deflate", "br", "zstd"][coding]], &bytes, 100_000, piece);
        proptest::prop_assert!(out.len() <= 100_000);
    }

    #[test]
    fn damaged_data_is_survived(at in 0usize..400, flip in 1u8.., which in 0..4usize) {
        let text = &text()[..2000];
        let (coding, mut bytes) = [("gzip", gzip(text)), ("deflate", zlib(text)), ("deflate", raw(text)), ("zstd", zstd(text))][which].clone();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        let (end, out) = decode(&[coding], &bytes, 100_000, 99);
        // gzip, zlib and zstd are checked by sums, so what is whole is right; bare deflate has none.
        proptest::prop_assert!(out.len() <= 100_000);
        if which == 0 && end.is_ok() { proptest::prop_assert!(out == text || at < 10 || out.is_empty()); }
    }
}
