//! The scanner, held to RFC 9112: what is one request is read as one, and what two readers could read differently is
//! refused where it stands.

mod refused;

use crate::wire::http1::asked::{Bounds, BreachKind, Fed, Framing, Head, Scanner, Step};

/// What came of some bytes: bodies put together, however the bytes were cut.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    Head(Head),
    Body(Vec<u8>),
    End,
    Refused(BreachKind, u64),
}

#[derive(Debug, PartialEq)]
struct Told {
    seen: Vec<Seen>,
    taken: usize,
    sound: u64,
}

/// Reads `bytes` in pieces of these lengths, the last one over and over.
fn told(bounds: Bounds, bytes: &[u8], pieces: &[usize]) -> Told {
    let mut scanner = Scanner::new(bounds);
    let (mut seen, mut taken, mut rest) = (Vec::new(), 0, bytes);
    let mut lengths = pieces.iter().chain(pieces.last().into_iter().cycle());
    while !rest.is_empty() {
        let length = lengths.next().copied().unwrap_or(usize::MAX).clamp(1, rest.len());
        let (mut piece, after) = rest.split_at(length);
        rest = after;
        loop {
            let Fed { taken: more, step } = scanner.feed(piece);
            taken += more;
            let given = piece;
            piece = &piece[more..];
            match step {
                Step::More => {
                    assert!(piece.is_empty(), "bytes left over");
                    break;
                }
                Step::Head(head) => seen.push(Seen::Head(head)),
                Step::Body(range) => match seen.last_mut() {
                    Some(Seen::Body(body)) => body.extend_from_slice(&given[range]),
                    _ => seen.push(Seen::Body(given[range].to_vec())),
                },
                Step::End => seen.push(Seen::End),
                Step::Refuse(breach) => {
                    seen.push(Seen::Refused(breach.kind, breach.at));
                    assert_eq!(scanner.feed(b"GET / HTTP/1.1\r\n"), Fed { taken: 0, step: Step::Refuse(breach) });
                    return Told { seen, taken, sound: scanner.sound() };
                }
            }
            assert!(scanner.sound() <= taken as u64);
        }
    }
    Told { seen, taken, sound: scanner.sound() }
}

fn read(bytes: &[u8]) -> Told {
    told(Bounds::default(), bytes, &[usize::MAX])
}

/// The breach, and how many bytes of a connection are sound in spite of it.
fn refused(bytes: &[u8]) -> Option<(BreachKind, u64, u64)> {
    let told = read(bytes);
    match told.seen.last() {
        Some(Seen::Refused(kind, at)) => Some((*kind, *at, told.sound)),
        _ => None,
    }
}

/// Method and target of each request, with its body; all of them whole.
fn requests(bytes: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    let told = read(bytes);
    assert_eq!(told.sound, bytes.len() as u64, "{:?}", told.seen);
    let mut all = Vec::new();
    for seen in told.seen {
        match seen {
            Seen::Head(head) => all.push((head.method().to_owned(), head.target().to_owned(), Vec::new())),
            Seen::Body(body) => all.last_mut().expect("a head").2 = body,
            Seen::End => {}
            Seen::Refused(kind, at) => panic!("{kind:?} at {at}: {}", String::from_utf8_lossy(bytes)),
        }
    }
    all
}

#[test]
fn what_breaks_no_rule_is_read_whole() {
    let row = |method: &str, target: &str, body: &[u8]| (method.to_owned(), target.to_owned(), body.to_vec());
    let pipelined = b"POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc\
        \r\nGET http://[::1]:80/b?c=%20|{} HTTP/1.1\r\nhost:\th:80 \r\nX-Y:\r\n\r\n\
        PUT /c HTTP/1.1\r\nHost:\r\nTransfer-Encoding: CHUNKED\r\n\r\n3;a=b;c=\"d;\\\"\"\r\nxyz\r\nA\r\n0123456789\r\n0\r\nDigest: x\r\n\r\n\
        OPTIONS * HTTP/1.0\r\n\r\n\
        CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\nContent-Length: 0\r\n\r\n\
        DELETE /\xf0?x HTTP/1.0\r\n\r\n";
    let end = pipelined.len() - b"DELETE /\xf0?x HTTP/1.0\r\n\r\n".len();
    assert_eq!(
        requests(&pipelined[..end]),
        [
            row("POST", "/a", b"abc"),
            row("GET", "http://[::1]:80/b?c=%20|{}", b""),
            row("PUT", "/c", b"xyz0123456789"),
            row("OPTIONS", "*", b""),
            row("CONNECT", "[2001:db8::1]:443", b""),
        ]
    );
    assert_eq!(refused(pipelined), Some((BreachKind::BadTarget, 8, end as u64)));
}

#[test]
fn a_head_tells_what_it_says() {
    let bytes = b"GET /a HTTP/1.1\r\nHost: h\r\nX: \xff\r\nConnection: x, Upgrade\r\nUpgrade: websocket\r\n\r\n";
    let Some(Seen::Head(head)) = read(bytes).seen.into_iter().next() else { panic!("no head") };
    assert_eq!(head.raw, bytes);
    assert_eq!((head.field("HOST"), head.field("x"), head.fields().count()), (Some("h"), None, 4));
    assert_eq!(head.fields().nth(1), Some(("X", &b"\xff"[..])));
    assert!(head.may_switch() && head.may_persist() && !head.awaits_continue());
    let bytes = b"PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 1\r\nconnection: CLOSE\r\n\r\n";
    let Some(Seen::Head(head)) = read(bytes).seen.into_iter().next() else { panic!("no head") };
    assert!(head.awaits_continue() && !head.may_persist() && !head.may_switch());
    assert_eq!(head.framing, Framing::Length(1));
}

#[test]
fn a_breach_is_told_in_one_sentence_with_its_place() {
    let breach = crate::wire::http1::asked::Breach { kind: BreachKind::ObsFold, at: 25 };
    let told = breach.tell();
    assert_eq!(told.get(crate::text::Lang::En), "A field value is folded over several lines (byte 25 of the request).");
    assert!(told.get(crate::text::Lang::Zh).contains("25"));
}

#[test]
fn between_two_requests_a_connection_is_idle() {
    let mut scanner = Scanner::new(Bounds::default());
    assert!(scanner.is_idle());
    let bytes = b"GET / HTTP/1.0\r\n\r\n";
    assert!(matches!(scanner.feed(bytes).step, Step::Head(_)) && !scanner.is_idle());
    assert!(matches!(scanner.feed(b"").step, Step::End) && scanner.is_idle());
    assert_eq!(scanner.feed(b"G").step, Step::More);
    assert!(!scanner.is_idle());
}

/// Pieces of requests, which proptest puts together in ways that nobody thinks of.
const PIECES: &[&[u8]] = &[
    b"GET / HTTP/1.1\r\nHost: h\r\n",
    b"POST /x HTTP/1.1\r\n",
    b"CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n",
    b"OPTIONS * HTTP/1.0\r\n\r\n",
    b"Host: h\r\n",
    b"\r\n",
    b"\n",
    b"\r",
    b"Content-Length: 3\r\n\r\n",
    b"Content-Length: 3\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b" folded\r\n",
    b"A : b\r\n",
    b"3\r\nabc\r\n",
    b"abc",
    b"0\r\n",
    b"0\r\n\r\n",
    b"fffffffffffffffff\r\n",
    b"\0",
    b"1;x\r\n",
    b"\xff\xfe",
    b";",
];

proptest::proptest! {
    #[test]
    fn however_the_bytes_are_cut_the_steps_are_the_same(
        pieces in proptest::collection::vec(0..PIECES.len(), 0..12),
        begin in 0..4usize,
        cuts in proptest::collection::vec(1usize..9, 1..20),
    ) {
        let begin: &[u8] = [
            &b""[..],
            b"POST / HTTP/1.1\r\nHost: h\r\n",
            b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n",
        ][begin];
        let mut bytes = begin.to_vec();
        bytes.extend(pieces.iter().flat_map(|piece| PIECES[*piece]));
        let whole = read(&bytes);
        proptest::prop_assert_eq!(&whole, &told(Bounds::default(), &bytes, &[1]));
        proptest::prop_assert_eq!(&whole, &told(Bounds::default(), &bytes, &cuts));
        proptest::prop_assert!(whole.sound <= whole.taken as u64 && whole.taken <= bytes.len());
        // What was found to be sound is sound alone, and says the same.
        let again = read(&bytes[..whole.sound as usize]);
        let is_refused = |seen: &Seen| matches!(seen, Seen::Refused(..));
        proptest::prop_assert!(!again.seen.iter().any(is_refused));
        proptest::prop_assert_eq!(again.sound, whole.sound);
        let kept: Vec<Seen> = whole.seen.into_iter().filter(|seen| !is_refused(seen)).collect();
        proptest::prop_assert_eq!(again.seen, kept);
    }

    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>, begins in proptest::bool::ANY) {
        let head: &[u8] = if begins { b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" } else { b"" };
        let bytes = [head, &bytes].concat();
        proptest::prop_assert_eq!(read(&bytes), told(Bounds::default(), &bytes, &[1]));
    }
}
