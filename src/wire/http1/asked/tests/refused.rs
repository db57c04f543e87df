//! What is refused, and where.

use crate::wire::http1::asked::tests::{Seen, read, refused, told};
use crate::wire::http1::asked::{Bounds, Breach, BreachKind, Scanner, Step};

/// A request of one field beyond those that must be.
macro_rules! with {
    ($fields:literal) => {
        concat!("POST / HTTP/1.1\r\nHost: h\r\n", $fields, "\r\n\r\n").as_bytes()
    };
}

/// A chunked request with this body.
macro_rules! chunked {
    ($body:literal) => {
        concat!("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", $body).as_bytes()
    };
}

/// Where the body of a chunked one begins.
const BODY: u64 = 56;

/// Bytes, the breach in them, and its offset.
#[rustfmt::skip]
const BREACHES: &[(&[u8], BreachKind, u64)] = &[
    (b"\x16\x03\x01\x02\x00", BreachKind::TlsHello, 0),
    (b"GET / HTTP/1.1\nHost: h\r\n\r\n", BreachKind::BareLf, 14),
    (b"GET / HTTP/1.1\r\nHost: h\n\r\n", BreachKind::BareLf, 23),
    (b"GET / HTTP/1.1\r\nHost: h\r\n\n", BreachKind::BareLf, 25),
    (chunked!("1\nx\r\n0\r\n\r\n"), BreachKind::BareLf, BODY + 1),
    (chunked!("1\r\nx\n0\r\n\r\n"), BreachKind::BareLf, BODY + 4),
    (chunked!("0\r\n\n"), BreachKind::BareLf, BODY + 3),
    (chunked!("1;a\nx\r\n0\r\n\r\n"), BreachKind::BareLf, BODY + 3),
    (b"GET / HTTP/1.1\rHost: h\r\n\r\n", BreachKind::BareCr, 14),
    (b"GET / HTTP/1.1\r\r\nHost: h\r\n\r\n", BreachKind::BareCr, 14),
    (b"GET / HTTP/1.1\r\nHost: h\rX: y\r\n\r\n", BreachKind::BareCr, 23),
    (chunked!("1\rx"), BreachKind::BareCr, BODY + 1),
    (chunked!("1\r\nx\r0"), BreachKind::NoChunkEnd, BODY + 5),
    (b"GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::NulByte, 5),
    (b"GET / HTTP/1.1\r\nHost: h\r\nA: \0\r\n\r\n", BreachKind::NulByte, 28),
    (b"GET / HTTP/1.1\r\nHost: h\r\nA: \x7f\r\n\r\n", BreachKind::ControlByte, 28),
    (b"GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\x0bchunked\r\n\r\n", BreachKind::ControlByte, 43),
    (b"\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::EmptyLines, 0),
    (b"GET  / HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadRequestLine, 4),
    (b"GET / HTTP/1.1 \r\nHost: h\r\n\r\n", BreachKind::BadRequestLine, 6),
    (b"GET /  HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadRequestLine, 6),
    (b"GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadRequestLine, 3),
    (b"GET /\tHTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadRequestLine, 5),
    (b"GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadRequestLine, 7),
    (b" GET / HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadMethod, 0),
    (b"G(T / HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadMethod, 1),
    (b"\xffGET / HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadMethod, 0),
    (b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA / HTTP/1.1\r\n", BreachKind::MethodTooLong, 32),
    (b"GET example.org HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 4),
    (b"GET * HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 4),
    (b"GET http:///x HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 11),
    (b"GET http://a@b/x HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::LoginInTarget, 11),
    (b"GET http://a:b@c:80?x HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::LoginInTarget, 11),
    (b"GET http://a@b\\c/x HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 11),
    (b"GET http://a\\b/ HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 11),
    (b"GET http://[::1/x HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 11),
    (b"GET /#x HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 5),
    (b"CONNECT h HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 8),
    (b"CONNECT http://h:80/ HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 8),
    (b"CONNECT h:65536 HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 8),
    (b"CONNECT h:x HTTP/1.1\r\nHost: h\r\n\r\n", BreachKind::BadTarget, 8),
    (b"GET /\r\n", BreachKind::NoVersion, 5),
    (b"GET\r\n", BreachKind::NoVersion, 3),
    (b"GET / http/1.1\r\nHost: h\r\n\r\n", BreachKind::BadVersion, 6),
    (b"GET / HTTP/1.10\r\nHost: h\r\n\r\n", BreachKind::BadVersion, 6),
    (b"GET / HTTP/01.1\r\nHost: h\r\n\r\n", BreachKind::BadVersion, 6),
    (b"GET / HTTP/1.2\r\nHost: h\r\n\r\n", BreachKind::OtherVersion, 6),
    (b"GET / HTTP/0.9\r\n\r\n", BreachKind::OtherVersion, 6),
    (b"GET / HTTP/2.0\r\nHost: h\r\n\r\n", BreachKind::OtherVersion, 6),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", BreachKind::Http2, 0),
    (b"GET / HTTP/1.1\r\n Host: h\r\n\r\n", BreachKind::SpaceBeforeFirstField, 16),
    (b"GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", BreachKind::ObsFold, 25),
    (b"GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n\tchunked\r\n\r\n", BreachKind::ObsFold, 45),
    (b"GET / HTTP/1.1\r\nHost: h\r\nX:\r\n\tTransfer-Encoding: chunked\r\n\r\n", BreachKind::ObsFold, 29),
    (b"GET / HTTP/1.1\r\nHost: h\r\nnothing\r\n\r\n", BreachKind::NoColon, 25),
    (with!("Content-Length : 5"), BreachKind::SpaceBeforeColon, 40),
    (with!("Transfer-Encoding\t: chunked"), BreachKind::SpaceBeforeColon, 43),
    (with!("Content Length: 5"), BreachKind::BadFieldName, 33),
    (with!(": 5"), BreachKind::BadFieldName, 26),
    (with!("X(Y: 5"), BreachKind::BadFieldName, 27),
    (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length\xa0: 5\r\n\r\n", BreachKind::BadFieldName, 40),
    (with!("Content_Length: 5"), BreachKind::LookalikeField, 26),
    (with!("transfer_encoding: chunked"), BreachKind::LookalikeField, 26),
    (b"GET / HTTP/1.1\r\n\r\n", BreachKind::NoHost, 16),
    (with!("Host: h"), BreachKind::SeveralHosts, 26),
    (b"GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", BreachKind::SeveralHosts, 25),
    (b"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", BreachKind::BadHost, 16),
    (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", BreachKind::BadHost, 16),
    (b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", BreachKind::BadHost, 16),
    (b"GET / HTTP/1.1\r\nHost: u@h\r\n\r\n", BreachKind::BadHost, 16),
    (b"GET / HTTP/1.1\r\nHost: :80\r\n\r\n", BreachKind::BadHost, 16),
    (b"GET / HTTP/1.1\r\nHost: []\r\n\r\n", BreachKind::BadHost, 16),
    (with!("Content-Length: +5"), BreachKind::BadContentLength, 26),
    (with!("Content-Length: -5"), BreachKind::BadContentLength, 26),
    (with!("Content-Length: 0x5"), BreachKind::BadContentLength, 26),
    (with!("Content-Length: 5 5"), BreachKind::BadContentLength, 26),
    (with!("Content-Length: 005"), BreachKind::BadContentLength, 26),
    (with!("Content-Length:"), BreachKind::BadContentLength, 26),
    (with!("Content-Length: 9223372036854775808"), BreachKind::BadContentLength, 26),
    (with!("Content-Length: 18446744073709551621"), BreachKind::BadContentLength, 26),
    (with!("Content-Length: 5, 5"), BreachKind::RepeatedContentLength, 26),
    (with!("Content-Length: 5\r\ncontent-length: 5"), BreachKind::RepeatedContentLength, 45),
    (with!("Content-Length: 5\r\nContent-Length: 6"), BreachKind::RepeatedContentLength, 45),
    (with!("Content-Length: 5\r\nTransfer-Encoding: chunked"), BreachKind::LengthWithTransferEncoding, 45),
    (with!("Transfer-Encoding: chunked\r\nContent-Length: 5"), BreachKind::LengthWithTransferEncoding, 54),
    (with!("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), BreachKind::RepeatedTransferEncoding, 54),
    (with!("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"), BreachKind::RepeatedTransferEncoding, 54),
    (with!("Transfer-Encoding: chunked, chunked"), BreachKind::BadTransferEncoding, 26),
    (with!("Transfer-Encoding: identity"), BreachKind::BadTransferEncoding, 26),
    (with!("Transfer-Encoding: xchunked"), BreachKind::BadTransferEncoding, 26),
    (with!("Transfer-Encoding: \"chunked\""), BreachKind::BadTransferEncoding, 26),
    (with!("Transfer-Encoding: chunked;q=1"), BreachKind::BadTransferEncoding, 26),
    (with!("Transfer-Encoding: ,chunked"), BreachKind::BadTransferEncoding, 26),
    (with!("Transfer-Encoding:"), BreachKind::BadTransferEncoding, 26),
    (with!("Transfer-Encoding: gzip, chunked"), BreachKind::UnknownTransferEncoding, 26),
    (with!("Transfer-Encoding: chunked, gzip"), BreachKind::UnknownTransferEncoding, 26),
    (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", BreachKind::TransferEncodingInOldVersion, 17),
    (b"CONNECT h:1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n", BreachKind::ConnectWithBody, 31),
    (b"CONNECT h:1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", BreachKind::ConnectWithBody, 31),
    (with!("Connection: close, Content-Length\r\nContent-Length: 5"), BreachKind::ConnectionNamesFraming, 26),
    (with!("Connection: host"), BreachKind::ConnectionNamesFraming, 26),
    (chunked!("\r\n"), BreachKind::BadChunkSize, BODY),
    (chunked!("0x1\r\n"), BreachKind::BadChunkSize, BODY),
    (chunked!("-1\r\n"), BreachKind::BadChunkSize, BODY),
    (chunked!("+1\r\n"), BreachKind::BadChunkSize, BODY),
    (chunked!(" 1\r\n"), BreachKind::BadChunkSize, BODY),
    (chunked!("g\r\n"), BreachKind::BadChunkSize, BODY),
    (chunked!("1 \r\n"), BreachKind::BadChunkExtension, BODY + 1),
    (chunked!("1 1\r\n"), BreachKind::BadChunkExtension, BODY + 1),
    (chunked!("1;\r\n"), BreachKind::BadChunkExtension, BODY + 1),
    (chunked!("1;a=\"b\r\n"), BreachKind::BadChunkExtension, BODY + 1),
    (chunked!("8000000000000000\r\n"), BreachKind::ChunkSizeTooLarge, BODY),
    (chunked!("10000000000000001\r\n"), BreachKind::ChunkSizeTooLarge, BODY),
    (chunked!("1\r\nxy\r\n"), BreachKind::NoChunkEnd, BODY + 4),
    (chunked!("1\r\nx0\r\n"), BreachKind::NoChunkEnd, BODY + 4),
    (chunked!("0\r\nContent-Length: 5\r\n\r\n"), BreachKind::FramingInTrailers, BODY + 3),
    (chunked!("0\r\nX: y\r\nTransfer-Encoding: chunked\r\n\r\n"), BreachKind::FramingInTrailers, BODY + 9),
    (chunked!("0\r\nX : y\r\n\r\n"), BreachKind::SpaceBeforeColon, BODY + 4),
    (chunked!("0\r\nX: y\r\n z\r\n\r\n"), BreachKind::ObsFold, BODY + 9),
    (chunked!("0\r\nGET / HTTP/1.1\r\n\r\n"), BreachKind::NoColon, BODY + 3),
];

#[test]
fn every_breach_is_refused_at_its_place() {
    for (bytes, kind, at) in BREACHES {
        let shown = String::from_utf8_lossy(bytes);
        let Some((found, place, sound)) = refused(bytes) else { panic!("{shown:?} passes") };
        assert_eq!((found, place), (*kind, *at), "{shown:?}");
        // Of a head with a fault nothing is sound, and of a body nothing from the line with the fault on.
        let is_body = bytes.windows(4).position(|four| four == b"\r\n\r\n").is_some_and(|end| *at > end as u64 + 3);
        assert!(if is_body { sound >= BODY && sound <= *at } else { sound <= 2 }, "{shown:?}: {sound} are sound");
        for pieces in [1, 2, 7] {
            assert_eq!(told(Bounds::default(), bytes, &[pieces]), read(bytes), "{shown:?} in pieces of {pieces}");
        }
    }
}

#[test]
fn every_kind_of_breach_has_a_case() {
    let elsewhere = [
        BreachKind::RequestLineTooLong,
        BreachKind::FieldTooLong,
        BreachKind::TooManyFields,
        BreachKind::HeadTooLarge,
        BreachKind::ChunkLineTooLong,
        BreachKind::ExtensionsTooLarge,
        BreachKind::TrailersTooLarge,
        BreachKind::TooSlow,
    ];
    for kind in BreachKind::ALL {
        assert!(elsewhere.contains(kind) || BREACHES.iter().any(|row| row.1 == *kind), "{kind:?}");
        assert!(matches!(kind.status(), 400 | 408 | 414 | 431 | 501 | 505));
    }
}

/// A method and a target.
type Named = Option<(&'static str, &'static str)>;

#[test]
fn what_is_refused_is_named_as_far_as_it_was_read() {
    let cases: [(&[u8], Named); 7] = [
        (b"GET /a b HTTP/1.1\r\n", Some(("GET", "/a"))),
        (b"GET http://u:p@h/ HTTP/1.1\r\nHost: h\r\n\r\n", Some(("GET", "http://u:p@h/"))),
        (b"PUT / HTTP/1.1\nHost: h\r\n\r\n", Some(("PUT", "/"))),
        (b"GET /x HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", Some(("GET", "/x"))),
        (b"HELO\r\n", Some(("HELO", ""))),
        (b"\x16\x03\x01", None),
        // What is wrong in a body is told in the answer to its request.
        (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", None),
    ];
    for (bytes, wanted) in cases {
        let mut scanner = Scanner::new(Bounds::default());
        let (mut rest, mut refused) = (bytes, None);
        while refused.is_none() {
            let fed = scanner.feed(rest);
            rest = &rest[fed.taken..];
            match fed.step {
                Step::Refuse(breach) => refused = Some(breach),
                step => assert_ne!(step, Step::More, "{bytes:?}"),
            }
        }
        let named = scanner.named();
        assert_eq!(named.as_ref().map(|(method, target)| (method.as_str(), target.as_str())), wanted, "{bytes:?}");
    }
    let mut slow = Scanner::new(Bounds::default());
    slow.feed(b"GET /slow HTTP/1.1\r\nHo");
    assert_eq!(
        (slow.give_up(), slow.give_up().kind),
        (Breach { kind: BreachKind::TooSlow, at: 22 }, BreachKind::TooSlow)
    );
    assert_eq!(slow.named(), Some(("GET".to_owned(), "/slow".to_owned())));
}

#[test]
fn what_has_no_end_is_refused_at_its_bound() {
    let bounds = Bounds { head: 200, line: 60, fields: 4, chunk_line: 20, extensions: 30, trailers: 100 };
    let head = "GET / HTTP/1.1\r\nHost: h\r\n";
    let chunks = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    let long = |count: usize| "a".repeat(count);
    for (bytes, kind, at) in [
        (format!("GET /{}", long(900)), BreachKind::RequestLineTooLong, 60),
        (long(900), BreachKind::RequestLineTooLong, 60),
        (format!("{head}A: {}", long(900)), BreachKind::FieldTooLong, 85),
        (format!("{head}{}", "A: b\r\n".repeat(9)), BreachKind::TooManyFields, 43),
        (format!("{head}{}", format!("A: {}\r\n", long(55)).repeat(9)), BreachKind::HeadTooLarge, 200),
        (format!("{chunks}1;{}", long(900)), BreachKind::ChunkLineTooLong, BODY + 20),
        (format!("{chunks}{}", "0".repeat(900)), BreachKind::ChunkLineTooLong, BODY + 20),
        (format!("{chunks}{}", "1;abcdefgh\r\nx\r\n".repeat(9)), BreachKind::ExtensionsTooLarge, BODY + 45),
        (format!("{chunks}0\r\n{}", "A: b\r\n".repeat(9)), BreachKind::TrailersTooLarge, BODY + 27),
        (
            format!("{chunks}0\r\n{}", format!("A: {}\r\n", long(40)).repeat(9)),
            BreachKind::TrailersTooLarge,
            BODY + 103,
        ),
    ] {
        for pieces in [usize::MAX, 1, 3, 64] {
            let seen = told(bounds, bytes.as_bytes(), &[pieces]).seen;
            assert_eq!(seen.last(), Some(&Seen::Refused(kind, at)), "{bytes:.80}");
        }
    }
}
