//! The reader, held to RFC 9112: what is whole is read whole, what is cut is called cut, what is broken is named.

use crate::wire::http1::{Asked, Bounds, BreachKind, Framing, Reader, State};

/// Everything that can be asked of a reader, and the body.
#[derive(Debug, PartialEq)]
struct Told {
    state: State,
    head: Option<crate::wire::http1::Head>,
    interim: usize,
    trailers: Vec<crate::wire::http1::Field>,
    breaches: Vec<crate::wire::http1::Breach>,
    framing: Option<Framing>,
    body: Vec<u8>,
    may_persist: bool,
}

/// Reads `bytes` in pieces of these lengths, the last one over and over, then closes the connection.
fn told(asked: Asked, bytes: &[u8], pieces: &[usize]) -> Told {
    let mut reader = Reader::new(asked, Bounds::default());
    let (mut body, mut rest) = (Vec::new(), bytes);
    let mut lengths = pieces.iter().chain(pieces.last().into_iter().cycle());
    while !rest.is_empty() {
        let length = lengths.next().copied().unwrap_or(usize::MAX).clamp(1, rest.len());
        reader.feed(&rest[..length], &mut |piece| body.extend_from_slice(piece));
        rest = &rest[length..];
    }
    let may_persist = reader.may_persist();
    let state = reader.closed(true);
    Told {
        state,
        head: reader.head().cloned(),
        interim: reader.interim().len(),
        trailers: reader.trailers().to_vec(),
        breaches: reader.breaches().to_vec(),
        framing: reader.framing(),
        body,
        may_persist,
    }
}

fn get(bytes: &[u8]) -> Told {
    told(Asked::of("GET"), bytes, &[usize::MAX])
}

fn kinds(told: &Told) -> Vec<BreachKind> {
    told.breaches.iter().map(|breach| breach.kind).collect()
}

/// Answers without fault, of every framing.
const VALID: &[(&str, &[u8], &[u8])] = &[
    ("GET", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", b"hello"),
    ("GET", b"HTTP/1.1 200 \r\nServer: x\r\ncontent-length:0\r\n\r\n", b""),
    ("GET", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;a=b;c=\"d;\\\"\"\r\n0123456789\r\n0\r\n\r\n", b"hello0123456789"),
    ("GET", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n001\r\nx\r\n0\r\nDigest: y\r\nA: b\r\n\r\n", b"x"),
    ("GET", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", b""),
    ("HEAD", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b""),
    ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", b""),
    ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\nETag: \"x\"\r\n\r\n", b""),
    ("CONNECT", b"HTTP/1.1 200 Connection established\r\n\r\n", b""),
    ("CONNECT", b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno", b"no"),
];

#[test]
fn valid_answers_are_read_whole_and_without_blame() {
    for (method, bytes, body) in VALID {
        let told = told(Asked::of(method), bytes, &[usize::MAX]);
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(told.state, State::Done { rest: 0 }, "{shown}");
        assert_eq!((told.body.as_slice(), &told.breaches), (*body, &Vec::new()), "{shown}");
        let is_tunnel = *method == "CONNECT" && told.head.as_ref().is_some_and(|head| head.status == 200);
        assert_eq!(told.may_persist, !is_tunnel, "{shown}");
    }
}

#[test]
fn a_body_without_length_ends_with_the_connection() {
    for head in ["HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"] {
        let told = get(format!("{head}all of it").as_bytes());
        assert_eq!((told.state, told.framing), (State::Done { rest: 0 }, Some(Framing::Close)));
        assert_eq!((told.body.as_slice(), told.may_persist), (&b"all of it"[..], false));
        assert_eq!(told.breaches, Vec::new());
    }
    let mut reader = Reader::new(Asked::of("GET"), Bounds::default());
    reader.feed(b"HTTP/1.0 200 OK\r\n\r\npart", &mut |_| {});
    assert_eq!(reader.closed(false), State::Cut, "a reset is no end");
    assert_eq!(reader.breaches()[0].kind, BreachKind::ClosedEarly);
}

#[test]
fn a_connection_closed_at_any_byte_is_told_for_what_it_is() {
    for (method, bytes, _) in VALID {
        let heads = bytes.windows(4).filter(|four| *four == b"\r\n\r\n").count();
        for end in 1..bytes.len() {
            let told = told(Asked::of(method), &bytes[..end], &[usize::MAX]);
            let shown = String::from_utf8_lossy(&bytes[..end]);
            assert_eq!(told.state, State::Cut, "{shown}");
            let due = match (told.framing, bytes[..end].windows(3).any(|three| three == b"\n0\r" || three == b"0\r\n"))
            {
                (None, _) => BreachKind::ClosedInHead,
                (Some(Framing::Chunked), false) => BreachKind::NoFinalChunk,
                (Some(Framing::Chunked), true) if bytes[..end].ends_with(b"\n0\r") => BreachKind::NoFinalChunk,
                _ => BreachKind::ClosedEarly,
            };
            assert_eq!((kinds(&told), told.breaches[0].at), (vec![due], end as u64), "{heads} heads: {shown}");
        }
    }
    assert_eq!((get(b"").state, get(b"").breaches.len()), (State::Cut, 0));
}

/// Bytes, the one breach in them, its offset, the status read all the same, and how the reading ends.
#[rustfmt::skip]
const BREACHES: &[(&[u8], BreachKind, u64, State)] = &[
    (b"HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n", BreachKind::BareLf, 15, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nA: x\ry\r\nContent-Length: 0\r\n\r\n", BreachKind::BareCr, 21, State::Done { rest: 0 }),
    (b"\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", BreachKind::EmptyLineBefore, 0, State::Done { rest: 0 }),
    (b"<html>hello</html>", BreachKind::NoStatusLine, 0, State::NotHttp),
    (b"HTTX", BreachKind::NoStatusLine, 0, State::NotHttp),
    (b"HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n", BreachKind::BadStatusLine, 8, State::Done { rest: 0 }),
    (b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", BreachKind::BadStatusLine, 12, State::Done { rest: 0 }),
    (b"http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", BreachKind::BadStatusLine, 0, State::Done { rest: 0 }),
    (b"HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n", BreachKind::BadVersion, 0, State::Done { rest: 0 }),
    (b"HTTP/1.1 700 OK\r\nContent-Length: 0\r\n\r\n", BreachKind::BadStatus, 9, State::Done { rest: 0 }),
    (b"HTTP/1.1 2000 OK\r\n\r\n", BreachKind::BadStatus, 9, State::NotHttp),
    (b"HTTP/1.1 OK\r\n\r\n", BreachKind::BadStatus, 9, State::NotHttp),
    (b"HTTP/1.1 200 OK\r\n A: b\r\nContent-Length: 0\r\n\r\n", BreachKind::SpaceBeforeFirstField, 17, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: b\r\n\tc\r\n\r\n", BreachKind::ObsFold, 42, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n", BreachKind::SpaceBeforeColon, 31, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nA b: c\r\nContent-Length: 0\r\n\r\n", BreachKind::BadFieldName, 18, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\n: c\r\nContent-Length: 0\r\n\r\n", BreachKind::BadFieldName, 17, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nnothing\r\nContent-Length: 0\r\n\r\n", BreachKind::NoColon, 17, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nA: \0\r\nContent-Length: 0\r\n\r\n", BreachKind::NulByte, 20, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nA: \x1b[2J\r\nContent-Length: 0\r\n\r\n", BreachKind::ControlByte, 20, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 O\x07K\r\nContent-Length: 0\r\n\r\n", BreachKind::ControlByte, 14, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello", BreachKind::BadContentLength, 17, State::Broken),
    (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", BreachKind::BadContentLength, 17, State::Broken),
    (b"HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello", BreachKind::BadContentLength, 17, State::Broken),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", BreachKind::BadContentLength, 17, State::Broken),
    (b"HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n", BreachKind::BadContentLength, 17, State::Broken),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", BreachKind::DuplicateContentLength, 17, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 5\r\n\r\nhello", BreachKind::DuplicateContentLength, 36, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", BreachKind::ConflictingContentLength, 36, State::Broken),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", BreachKind::LengthWithTransferEncoding, 17, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\nx", BreachKind::BadTransferEncoding, 17, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", BreachKind::BadTransferEncoding, 17, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nx", BreachKind::BadTransferEncoding, 17, State::Done { rest: 0 }),
    (b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", BreachKind::TransferEncodingInOldVersion, 17, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n", BreachKind::BadChunkSize, 47, State::Broken),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n", BreachKind::BadChunkSize, 47, State::Broken),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", BreachKind::BadChunkSize, 47, State::Broken),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0 \r\n\r\n", BreachKind::BadChunkExtension, 48, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0;=\r\n\r\n", BreachKind::BadChunkExtension, 48, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", BreachKind::ChunkSizeTooLarge, 47, State::Broken),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello", BreachKind::ChunkSizeTooLarge, 47, State::Broken),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n", BreachKind::NoChunkEnd, 52, State::Broken),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\n0\r\n\r\n", BreachKind::BareLf, 52, State::Done { rest: 0 }),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokay", BreachKind::BytesAfterEnd, 40, State::Done { rest: 0 }),
    (b"HTTP/1.1 204 No Content\r\n\r\nbody", BreachKind::BodyWithoutRight, 27, State::Done { rest: 0 }),
    (b"HTTP/1.1 304 Not Modified\r\n\r\nbody", BreachKind::BodyWithoutRight, 29, State::Done { rest: 0 }),
    (b"HTTP/1.1 205 Reset Content\r\nContent-Length: 1\r\n\r\nx", BreachKind::BodyWithoutRight, 49, State::Done { rest: 0 }),
    (b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", BreachKind::LengthWithoutRight, 25, State::Done { rest: 0 }),
    (b"HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\nHTTP/1.1 204 x\r\n\r\n", BreachKind::LengthWithoutRight, 23, State::Done { rest: 0 }),
    (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\x01\x02", BreachKind::UnaskedUpgrade, 48, State::Done { rest: 0 }),
];

#[test]
fn every_breach_is_named_with_its_place() {
    for (bytes, kind, at, state) in BREACHES {
        let told = get(bytes);
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!((kinds(&told), told.breaches[0].at, told.state), (vec![*kind], *at, *state), "{shown:?}");
    }
}

#[test]
fn every_kind_of_breach_has_a_case() {
    let elsewhere = [
        BreachKind::HeadTooLarge,
        BreachKind::TooManyInterim,
        BreachKind::NoFinalChunk,
        BreachKind::ClosedEarly,
        BreachKind::ClosedInHead,
        BreachKind::BadContentCoding,
    ];
    for kind in BreachKind::ALL {
        assert!(elsewhere.contains(kind) || BREACHES.iter().any(|row| row.1 == *kind), "{kind:?}");
    }
}

#[test]
fn a_tunnel_and_an_upgrade_leave_their_bytes_alone() {
    let tunnel = told(Asked::of("CONNECT"), b"HTTP/1.1 200 x\r\n\r\nSSH-2.0-x\r\n", &[1]);
    assert_eq!((tunnel.breaches, tunnel.body), (Vec::new(), Vec::new()));
    let mut reader = Reader::new(Asked { upgrade: true, ..Asked::default() }, Bounds::default());
    assert_eq!(reader.feed(b"HTTP/1.1 101 x\r\n\r\n\x81\x00", &mut |_| {}), State::Done { rest: 2 });
    assert!(reader.breaches().is_empty() && !reader.may_persist());
}

#[test]
fn what_comes_behind_the_end_is_counted_and_shown() {
    let told = told(Asked::of("GET"), b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabcd", &[1]);
    assert_eq!((told.breaches[0].detail.as_str(), told.may_persist), ("3 bytes: bcd", false));
}

#[test]
fn heads_without_end_are_left() {
    for line in ["A: 0123456789\r\n", "a", " b\r\n"] {
        let mut reader = Reader::new(Asked::of("GET"), Bounds::default());
        reader.feed(b"HTTP/1.1 200 OK\r\nX: y\r\n", &mut |_| {});
        let endless = line.repeat(64 * 1024 / line.len());
        let states: Vec<State> = (0..5).map(|_| reader.feed(endless.as_bytes(), &mut |_| {})).collect();
        assert_eq!(states[4], State::TooBig, "{line:?}");
        assert_eq!(reader.bytes(), 256 * 1024);
        let absurd = reader.breaches().iter().find(|breach| breach.kind == BreachKind::HeadTooLarge);
        assert_eq!(absurd.map(|breach| breach.at), Some(64 * 1024));
        assert!(reader.breaches().len() < 40, "{}", reader.breaches().len());
    }
}

#[test]
fn interim_answers_are_told_with_their_places() {
    let mut reader = Reader::new(Asked::of("GET"), Bounds::default());
    reader.feed(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\n\r\nHTTP/1.1 204 x\r\n\r\n", &mut |_| {});
    let told: Vec<(u64, u16)> = reader.interim().iter().map(|one| (one.at, one.head.status)).collect();
    assert_eq!(told, [(0, 100), (25, 103)]);
}

#[test]
fn interim_answers_without_end_are_left() {
    let told = get("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000).as_bytes());
    assert_eq!((told.state, kinds(&told), told.interim), (State::TooBig, vec![BreachKind::TooManyInterim], 32));
}

#[test]
fn a_line_before_a_chunk_without_end_is_left() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;";
    assert_eq!(get(format!("{head}{}", "a".repeat(20_000)).as_bytes()).state, State::Broken);
}

/// Pieces of answers, which proptest puts together in ways that nobody thinks of.
const PIECES: &[&[u8]] = &[
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.0 404\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 204 x\r\n",
    b"\r\n",
    b"\n",
    b"\r",
    b"Content-Length: 3\r\n",
    b"Content-Length: 3, 4\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Connection: close\r\n",
    b" folded\r\n",
    b"A : b\r\n",
    b"3\r\nabc\r\n",
    b"0\r\n",
    b"0\r\n\r\n",
    b"fffffffffffffffff\r\n",
    b"\0",
    b"x",
    b"\xff\xfe",
    b";",
];

proptest::proptest! {
    #[test]
    fn however_the_bytes_are_cut_the_answer_is_the_same(
        pieces in proptest::collection::vec(0..PIECES.len(), 0..12),
        begins in proptest::bool::ANY,
        cuts in proptest::collection::vec(1usize..9, 1..20),
        method in 0..3usize,
    ) {
        let mut bytes = if begins { b"HTTP/1.1 200 OK\r\n".to_vec() } else { Vec::new() };
        bytes.extend(pieces.iter().flat_map(|piece| PIECES[*piece]));
        let asked = Asked::of(["GET", "HEAD", "CONNECT"][method]);
        let whole = told(asked, &bytes, &[usize::MAX]);
        proptest::prop_assert_eq!(&whole, &told(asked, &bytes, &[1]));
        proptest::prop_assert_eq!(&whole, &told(asked, &bytes, &cuts));
        proptest::prop_assert!(whole.breaches.is_sorted_by_key(|breach| breach.at));
        proptest::prop_assert!(whole.breaches.iter().all(|breach| breach.at <= bytes.len() as u64));
        proptest::prop_assert!(whole.body.len() <= bytes.len());
    }

    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>, begins in proptest::bool::ANY) {
        let head: &[u8] = if begins { b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" } else { b"" };
        let bytes = [head, &bytes].concat();
        proptest::prop_assert_eq!(get(&bytes), told(Asked::of("GET"), &bytes, &[1]));
    }
}
