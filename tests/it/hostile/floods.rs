//! Answers without end, or too large, or too slow.

use std::time::Duration;

use crate::hostile::hostile;

const BAD: &str = "HTTP/1.1 200 OK\r\n";
const SECOND: Duration = Duration::from_secs(1);

hostile! {
    /// Fields for ever.
    endless_head: "", |talk| { talk.request(); talk.say(BAD); talk.forever("X-Field: value\r\n") }
        => 1 "protocol.http-malformed" "head-too-large";
    /// One field for ever.
    endless_field: "", |talk| { talk.request(); talk.say(BAD); talk.say("X-Field: "); talk.forever("value ") }
        => 1 "protocol.http-malformed" "head-too-large";
    /// A reason phrase for ever.
    endless_status_line: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 "); talk.forever("OK ") }
        => 1 "protocol.http-malformed" "head-too-large";
    /// Zeros for ever, with no line end.
    endless_zeros: "", |talk| { talk.request(); talk.forever([0_u8; 4096]) } => 1 "protocol.mismatch" "-";
    /// A million fields, and then a proper end.
    a_million_fields: "", |talk| {
        talk.request();
        talk.say(BAD);
        talk.say("A: b\r\n".repeat(1_000_000));
        talk.say("Content-Length: 0\r\n\r\n")
    } => 1 "protocol.http-malformed" "head-too-large";
    /// One field of 8 MB, and then a proper end.
    a_huge_field: "", |talk| {
        talk.request();
        talk.say(BAD);
        talk.say(format!("X: {}\r\nContent-Length: 0\r\n\r\n", "v".repeat(8_000_000)))
    } => 1 "protocol.http-malformed" "head-too-large";
    /// Interim answers for ever.
    endless_interim: "", |talk| { talk.request(); talk.forever("HTTP/1.1 100 Continue\r\n\r\n") }
        => 1 "protocol.http-malformed" "too-many-interim";
    /// Early hints for ever, each with fields.
    endless_hints: "", |talk| { talk.request(); talk.forever("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n") }
        => 1 "protocol.http-malformed" "too-many-interim";
    /// The head comes one byte a second.
    head_by_drips: "", |talk| { talk.request(); talk.drip("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", SECOND) }
        => 1 "protocol.silent" "-";
    /// The body comes one byte a second.
    body_by_drips: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n");
        talk.drip([b'x'; 60], SECOND)
    } => 1 "protocol.silent" "-";
    /// A body without a length and without an end.
    endless_body: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\n\r\n"); talk.forever([b'x'; 8192]) }
        => 1 "protocol.silent" "-";
    /// Chunks without an end.
    endless_chunks: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        talk.forever("4\r\nwiki\r\n")
    } => 1 "protocol.silent" "-";
    /// The extension of a chunk has no end.
    endless_chunk_extension: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;");
        talk.forever("name=value;")
    } => 1 "protocol.http-malformed" "bad-chunk-extension";
    /// Zeros before a chunk's size, without an end.
    endless_chunk_size: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        talk.forever("0000")
    } => 1 "protocol.http-malformed" "bad-chunk-size";
    /// Trailers without an end.
    endless_trailers: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
        talk.forever("X-Trailer: value\r\n")
    } => 1 "protocol.http-malformed" "head-too-large";
    /// 100,000 chunks of one byte each are a lawful answer.
    many_small_chunks: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        talk.say("1\r\nx\r\n".repeat(100_000));
        talk.say("0\r\n\r\n")
    } => 0 "-" "-";
    /// Bytes after the end of the answer, without an end.
    endless_bytes_after: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokand more ");
        talk.forever("and more ")
    } => 0 "-" "bytes-after-end";
    /// It never answers.
    silence: "", |talk| { talk.request(); talk.wait() } => 1 "protocol.silent" "-";
}
