//! Bodies whose content coding is a trap.

use std::io::Write;

use crate::hostile::must;
use crate::hostile::server::Hostile;

/// Many times what a run may hold in memory.
const UNPACKED: usize = 300_000_000;

fn coded(codings: &str, body: &[u8]) -> Hostile {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {codings}\r\nContent-Length: {}\r\n\r\n", body.len());
    Hostile::answering([head.as_bytes(), body].concat())
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(plain).expect("packed");
    encoder.finish().expect("packed")
}

/// What node's zlib makes of [`UNPACKED`] zeros.
fn by_node(function: &str) -> Option<Vec<u8>> {
    let node = crate::peers::find("node")?;
    let script = format!(
        "const z = require('zlib'); process.stdout.write(z.{function}(Buffer.alloc({UNPACKED}), \
         {{ level: 1, params: {{ [z.constants.BROTLI_PARAM_QUALITY]: 1 }} }}))"
    );
    let output = std::process::Command::new(node).args(["-e", &script]).output().expect("node");
    assert!(output.status.success() && output.stdout.len() < UNPACKED / 100, "{output:?}");
    Some(output.stdout)
}

/// A frame of RLE blocks (RFC 8878 section 3.1.1.2.2), each of which says "128 KiB of zeros" in four bytes.
fn zstd(window: u8) -> Vec<u8> {
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0, window];
    let blocks = UNPACKED >> 17;
    for block in 0..blocks {
        let header: u32 = (1 << 17) << 3 | 1 << 1 | u32::from(block + 1 == blocks);
        frame.extend(&header.to_le_bytes()[..3]);
        frame.push(0);
    }
    frame
}

fn is_a_bomb(codings: &str, body: &[u8]) {
    // The answer as it came is whole; it is the decoding, asked for, that ends at its bound.
    let document = must(
        &coded(codings, body),
        "--max-time 15s --compressed",
        (1, "protocol.http-malformed", "bad-content-coding"),
    );
    let told = &document["exchanges"][0]["body"];
    assert!(told["bytes"].as_u64().is_some_and(|bytes| bytes <= body.len() as u64), "{told}");
    assert!(told["decode_fault"].is_string(), "{told}");
    must(&coded(codings, body), "", (0, "-", "-"));
}

#[test]
fn gzip_bomb() {
    let Some(body) = by_node("gzipSync") else { return };
    is_a_bomb("gzip", &body);
}

#[test]
fn deflate_bomb() {
    let Some(body) = by_node("deflateSync") else { return };
    is_a_bomb("deflate", &body);
}

#[test]
fn brotli_bomb() {
    let Some(body) = by_node("brotliCompressSync") else { return };
    is_a_bomb("br", &body);
}

#[test]
fn zstd_bomb() {
    is_a_bomb("zstd", &zstd(0x50));
}

/// The window that a frame asks for is memory: this one asks for more than any machine has.
#[test]
fn zstd_window_bomb() {
    is_a_bomb("zstd", &zstd(0xff));
}

#[test]
fn gzip_within_gzip() {
    let Some(body) = by_node("gzipSync") else { return };
    is_a_bomb("gzip, gzip", &gzip(&body));
}

/// Lawful, and absurd.
#[test]
fn a_hundred_codings() {
    let packed = (0..100).fold(b"hello".to_vec(), |body, _| gzip(&body));
    let codings = vec!["gzip"; 100].join(", ");
    is_a_bomb(&codings, &packed);
}

#[test]
fn not_what_it_says() {
    for (codings, body) in
        [("gzip", &b"plain text"[..]), ("br", &[0xff; 50]), ("zstd", b"plain"), ("deflate", &[0xff; 9])]
    {
        let document = must(&coded(codings, body), "--compressed", (1, "protocol.http-malformed", "-"));
        assert!(document["exchanges"][0]["body"]["decode_fault"].is_string(), "{codings}");
    }
}

#[test]
fn packed_and_cut_short() {
    let whole = gzip(&vec![7; 100_000]);
    let document = must(&coded("gzip", &whole[..whole.len() - 9]), "--compressed", (1, "protocol.http-malformed", "-"));
    assert!(document["exchanges"][0]["body"]["decode_fault"].is_string(), "{document}");
}

/// A coding that nobody knows leaves the body as it came.
#[test]
fn unknown_coding() {
    let document = must(&coded("mystery", b"body"), "--compressed", (1, "protocol.http-malformed", "-"));
    assert!(document["exchanges"][0]["body"]["decode_fault"].is_string(), "{document}");
}
