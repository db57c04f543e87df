//! Answers whose length is told wrongly, or twice, or not at all.

use crate::hostile::hostile;

hostile! {
    /// 4 GiB are announced, and the connection closes.
    four_gibibytes_announced: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\nthat is all")
    } => 1 "protocol.http-malformed" "closed-early";
    /// More than any number can hold.
    length_overflows: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\nok")
    } => 1 "protocol.http-malformed" "bad-content-length";
    negative_length: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok") }
        => 1 "protocol.http-malformed" "bad-content-length";
    hexadecimal_length: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\nok") }
        => 1 "protocol.http-malformed" "bad-content-length";
    signed_length: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok") }
        => 1 "protocol.http-malformed" "bad-content-length";
    empty_length: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nok") }
        => 1 "protocol.http-malformed" "bad-content-length";
    /// Twice the same length: a recipient may take it (RFC 9112 section 6.3).
    same_length_twice: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok")
    } => 0 "-" "duplicate-content-length";
    same_length_in_a_list: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok") }
        => 0 "-" "duplicate-content-length";
    two_lengths: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\nokok")
    } => 1 "protocol.http-malformed" "conflicting-content-length";
    /// The chunks decide (RFC 9112 section 6.3), and it is an attack or a fault.
    length_and_chunks: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
    } => 0 "-" "length-with-transfer-encoding";
    unknown_transfer_coding: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: mystery\r\n\r\nok")
    } => 0 "protocol.http-malformed" "bad-transfer-encoding";
    chunked_twice: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
    } => 0 "protocol.http-malformed" "bad-transfer-encoding";
    chunks_in_the_old_version: "", |talk| {
        talk.request();
        talk.say("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
    } => 0 "-" "transfer-encoding-in-old-version";
    /// A size of more bits than any number here has.
    chunk_size_overflows: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nok\r\n0\r\n\r\n")
    } => 1 "protocol.http-malformed" "chunk-size-too-large";
    /// The largest size of 64 bits: adding anything to it overflows.
    chunk_size_of_64_bits: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nffffffffffffffff\r\nok\r\n0\r\n\r\n")
    } => 1 "protocol.http-malformed" "-";
    negative_chunk_size: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nok\r\n0\r\n\r\n")
    } => 1 "protocol.http-malformed" "bad-chunk-size";
    chunk_size_with_a_prefix: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\nok\r\n0\r\n\r\n")
    } => 1 "protocol.http-malformed" "bad-chunk-size";
    chunk_without_its_end: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\noktoo long\r\n0\r\n\r\n")
    } => 1 "protocol.http-malformed" "no-chunk-end";
    /// 4,000 characters of extension on a chunk are absurd, and lawful.
    long_chunk_extension: "", |talk| {
        talk.request();
        talk.say(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;{}\r\nok\r\n0\r\n\r\n", "a=\"b\";".repeat(666)))
    } => 0 "-" "-";
    no_final_chunk: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n")
    } => 1 "protocol.http-malformed" "no-final-chunk";
    body_with_no_content: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nbody")
    } => 0 "-" "length-without-right";
    body_to_head: "-X HEAD", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody") }
        => 0 "-" "body-without-right";
    body_with_not_modified: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nbody")
    } => 0 "-" "body-without-right";
    bytes_after_the_end: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more")
    } => 0 "-" "bytes-after-end";
    unasked_upgrade: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: mystery\r\nConnection: upgrade\r\n\r\n\x01\x02\x03")
    } => 0 "protocol.http-malformed" "unasked-upgrade";
    interim_and_no_more: "", |talk| { talk.request(); talk.say("HTTP/1.1 100 Continue\r\n\r\n") }
        => 1 "protocol.http-malformed" "closed-in-head";
}
