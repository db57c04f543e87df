//! Byte sequences that two readers may read differently, sent raw: none may reach an origin as anything but what the
//! proxy itself took it for.

use crate::forward::Proxy;
use crate::forward::raw::Raw;
use crate::forward::recorder::{Recorder, requests};
use crate::peers::nginx::{At, Nginx};

/// What must come of a sequence.
#[derive(Debug, Clone, Copy)]
enum Due {
    /// The answer has this status, and nothing of it is a whole request to an origin.
    Refused(u16),
    /// The origin is sent these request lines, in this order, and no other.
    Passes(&'static [&'static str]),
    /// The first passes, and what follows is refused with this status.
    ThenRefused(&'static [&'static str], u16),
}
use Due::{Passes, Refused, ThenRefused};

/// What must never be asked for.
const SMUGGLED: &str = "GET http://ORIGIN/smuggled HTTP/1.1\r\nHost: ORIGIN\r\n\r\n";

/// A POST with these fields, and what follows its head.
macro_rules! post {
    ($fields:literal, $then:literal) => {
        concat!("POST http://ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\r\n", $fields, "\r\n\r\n", $then)
    };
}

/// A chunked POST with this behind its head.
macro_rules! chunked {
    ($then:literal) => {
        post!("Transfer-Encoding: chunked", $then)
    };
}

/// A GET with these fields, raw.
macro_rules! get {
    ($fields:literal) => {
        concat!("GET http://ORIGIN/a HTTP/1.1\r\n", $fields, "\r\n\r\n")
    };
}

/// The sequences; `ORIGIN` in them is the origin's address. [`SMUGGLED`] follows each.
#[rustfmt::skip]
const SEQUENCES: &[(&str, &str, Due)] = &[
    // Lengths that contradict each other (CL.TE, TE.CL, CL.CL).
    ("CL.TE", post!("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), Refused(400)),
    ("TE.CL", post!("Transfer-Encoding: chunked\r\nContent-Length: 3", "5\r\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("CL.TE of length 0", post!("Content-Length: 0\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), Refused(400)),
    ("CL.CL that differ", post!("Content-Length: 5\r\nContent-Length: 0", "hello"), Refused(400)),
    ("CL.CL that agree", post!("Content-Length: 5\r\nContent-Length: 5", "hello"), Refused(400)),
    ("CL as a list", post!("Content-Length: 5, 5", "hello"), Refused(400)),
    ("CL as a list that differs", post!("Content-Length: 0, 5", "hello"), Refused(400)),
    ("CL with a plus", post!("Content-Length: +5", "hello"), Refused(400)),
    ("CL below zero", post!("Content-Length: -5", "hello"), Refused(400)),
    ("CL in hexadecimal", post!("Content-Length: 0x5", "hello"), Refused(400)),
    ("CL with zeros before", post!("Content-Length: 010", "helloooo"), Refused(400)),
    ("CL with a space inside", post!("Content-Length: 5 0", "hello"), Refused(400)),
    ("CL of nothing", post!("Content-Length:", "hello"), Refused(400)),
    ("CL beyond 64 bits", post!("Content-Length: 18446744073709551621", "hello"), Refused(400)),
    ("CL beyond 63 bits", post!("Content-Length: 9223372036854775813", "hello"), Refused(400)),
    ("CL in quotes", post!("Content-Length: \"5\"", "hello"), Refused(400)),
    ("CL with underscore", post!("Content_Length: 5", "hello"), Refused(400)),
    // Transfer-Encoding that one reader knows and the next one does not (TE.TE).
    ("TE twice", post!("Transfer-Encoding: chunked\r\nTransfer-Encoding: x", "0\r\n\r\n"), Refused(400)),
    ("TE twice the same", post!("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), Refused(400)),
    ("TE xchunked", post!("Transfer-Encoding: xchunked", "0\r\n\r\n"), Refused(400)),
    ("TE chunked twice in one", post!("Transfer-Encoding: chunked, chunked", "0\r\n\r\n"), Refused(400)),
    ("TE identity", post!("Transfer-Encoding: identity", "0\r\n\r\n"), Refused(400)),
    ("TE chunked, identity", post!("Transfer-Encoding: chunked, identity", "0\r\n\r\n"), Refused(400)),
    ("TE gzip, chunked", post!("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"), Refused(501)),
    ("TE chunked, gzip", post!("Transfer-Encoding: chunked, gzip", "0\r\n\r\n"), Refused(501)),
    ("TE with a parameter", post!("Transfer-Encoding: chunked;q=0", "0\r\n\r\n"), Refused(400)),
    ("TE in quotes", post!("Transfer-Encoding: \"chunked\"", "0\r\n\r\n"), Refused(400)),
    ("TE with a vertical tab", post!("Transfer-Encoding:\x0bchunked", "0\r\n\r\n"), Refused(400)),
    ("TE with a comma before", post!("Transfer-Encoding: ,chunked", "0\r\n\r\n"), Refused(400)),
    ("TE of nothing", post!("Transfer-Encoding:", "0\r\n\r\n"), Refused(400)),
    ("TE with underscore", post!("Transfer_Encoding: chunked", "0\r\n\r\n"), Refused(400)),
    ("TE behind a space", post!("Transfer-Encoding : chunked", "0\r\n\r\n"), Refused(400)),
    ("TE behind a tab", post!("Transfer-Encoding\t: chunked", "0\r\n\r\n"), Refused(400)),
    ("TE on a line that begins with a space", post!("X: y\r\n Transfer-Encoding: chunked", "0\r\n\r\n"), Refused(400)),
    ("TE folded", post!("Transfer-Encoding:\r\n chunked", "0\r\n\r\n"), Refused(400)),
    ("TE behind a bare LF", post!("X: y\nTransfer-Encoding: chunked", "0\r\n\r\n"), Refused(400)),
    ("TE behind a bare CR", post!("X: y\rTransfer-Encoding: chunked", "0\r\n\r\n"), Refused(400)),
    ("TE behind a NUL", post!("X: y\0\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), Refused(400)),
    ("TE in HTTP/1.0", "POST http://ORIGIN/a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Refused(400)),
    // Heads that end in more than one place.
    ("a head in bare LF", "GET http://ORIGIN/a HTTP/1.1\nHost: ORIGIN\n\n", Refused(400)),
    ("a head that ends in LF", "GET http://ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\r\n\n", Refused(400)),
    ("a head that ends in LF CR LF", "GET http://ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\n\r\n", Refused(400)),
    ("a head that ends in CR CR LF", "GET http://ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\r\r\n\r\n", Refused(400)),
    ("a field without a colon", get!("Host: ORIGIN\r\nGET http://ORIGIN/smuggled HTTP/1.1"), Refused(400)),
    ("a field without a name", get!("Host: ORIGIN\r\n: x"), Refused(400)),
    ("a field name with a space", get!("Host: ORIGIN\r\nContent Length: 5"), Refused(400)),
    ("a space before the first field", "GET http://ORIGIN/a HTTP/1.1\r\n Host: ORIGIN\r\n\r\n", Refused(400)),
    ("an empty line too many", "\r\n\r\nGET http://ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    // Who is meant.
    ("two Hosts", get!("Host: ORIGIN\r\nHost: other.test"), Refused(400)),
    ("no Host", "GET http://ORIGIN/a HTTP/1.1\r\n\r\n", Refused(400)),
    ("Host as a list", get!("Host: ORIGIN, other.test"), Refused(400)),
    ("Host with a path", get!("Host: ORIGIN/smuggled"), Refused(400)),
    ("a user in the URL", "GET http://ORIGIN@127.0.0.1:9/a HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("a backslash in the URL", "GET http://127.0.0.1:9\\@ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("Host taken away", get!("Host: ORIGIN\r\nConnection: Host"), Refused(400)),
    ("CL taken away", post!("Content-Length: 5\r\nConnection: Content-Length", "hello"), Refused(400)),
    ("TE taken away", post!("Transfer-Encoding: chunked\r\nConnection: Transfer-Encoding", "0\r\n\r\n"), Refused(400)),
    // Request lines.
    ("two spaces in the request line", "GET  http://ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("a space in the target", "GET http://ORIGIN/a /smuggled HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("a space behind the version", "GET http://ORIGIN/a HTTP/1.1 \r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("a request within the request line", "GET http://ORIGIN/a HTTP/1.1 HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("no version", "GET http://ORIGIN/a\r\n", Refused(400)),
    ("a version in small letters", "GET http://ORIGIN/a http/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("HTTP/1.10", "GET http://ORIGIN/a HTTP/1.10\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("HTTP/0.9 by name", "GET http://ORIGIN/a HTTP/0.9\r\n\r\n", Refused(505)),
    ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Refused(505)),
    ("a fragment", "GET http://ORIGIN/a#b HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("no method", "(GET) http://ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    // Chunks.
    ("a chunk size with 0x", chunked!("0x5\r\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk size with a plus", chunked!("+5\r\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk size below zero", chunked!("-1\r\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk size with a space before", chunked!(" 5\r\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk size with a space behind", chunked!("5 \r\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk size beyond 64 bits", chunked!("10000000000000005\r\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("no chunk size", chunked!("\r\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk line in bare LF", chunked!("5\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk line in bare CR", chunked!("5\rhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk extension with a bare LF", chunked!("5;a\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk longer than its size", chunked!("3\r\nhello\r\n0\r\n\r\n"), Refused(400)),
    ("a chunk without an end", chunked!("5\r\nhello0\r\n\r\n"), Refused(400)),
    ("a chunk that ends in bare LF", chunked!("5\r\nhello\n0\r\n\r\n"), Refused(400)),
    ("the last chunk in bare LF", chunked!("0\n\n"), Refused(400)),
    ("a chunked body that ends in LF", chunked!("0\r\n\n"), Refused(400)),
    ("a request for trailers", chunked!("0\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"), Refused(400)),
    ("CL in trailers", chunked!("0\r\nContent-Length: 40\r\n\r\n"), Refused(400)),
    ("TE in trailers", chunked!("0\r\nTransfer-Encoding: chunked\r\n\r\n"), Refused(400)),
    ("a folded trailer", chunked!("0\r\nX: y\r\n z\r\n\r\n"), Refused(400)),
    // CONNECT.
    ("CONNECT with a body", "CONNECT ORIGIN HTTP/1.1\r\nHost: ORIGIN\r\nContent-Length: 5\r\n\r\nhello", Refused(400)),
    ("CONNECT in chunks", "CONNECT ORIGIN HTTP/1.1\r\nHost: ORIGIN\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Refused(400)),
    ("CONNECT to a URL", "CONNECT http://ORIGIN/ HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Refused(400)),
    ("a good request, and a bad one behind it", concat!(get!("Host: ORIGIN"), "GET  http://ORIGIN/b HTTP/1.1\r\n\r\n"),
     ThenRefused(&["GET /a"], 400)),
    ("a tunnel that is not opened", "CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: x\r\n\r\nGET http://ORIGIN/b HTTP/1.1\nHost: ORIGIN\n\n",
     Refused(403)),
    ("an upgrade that is not made", concat!(get!("Host: ORIGIN\r\nConnection: Upgrade\r\nUpgrade: x"), "GET http://ORIGIN/b HTTP/1.1\nHost: ORIGIN\n\n"),
     ThenRefused(&["GET /a"], 400)),
];

/// What breaks no rule, however odd it looks, and what the origin is to be asked.
#[rustfmt::skip]
const PASSING: &[(&str, &str, Due)] = &[
    ("TE in capitals behind a tab", post!("Transfer-Encoding:\tCHUNKED ", "5\r\nhello\r\n0\r\n\r\n"), Passes(&["POST /a hello"])),
    ("chunk extensions", chunked!("5;a=\"0\\\"\";b\r\nhello\r\n00;c\r\n\r\n"), Passes(&["POST /a hello"])),
    ("many chunks", chunked!("1\r\nh\r\n1\r\ne\r\n03\r\nllo\r\n0\r\n\r\n"), Passes(&["POST /a hello"])),
    ("a trailer", chunked!("5\r\nhello\r\n0\r\nX-Sum: 5\r\n\r\n"), Passes(&["POST /a hello"])),
    ("another Host than the URL's", get!("Host: other.test"), Passes(&["GET /a "])),
    ("an empty line before", "\r\nGET http://ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Passes(&["GET /a "])),
    ("a GET with a body", "GET http://ORIGIN/a HTTP/1.1\r\nHost: ORIGIN\r\nContent-Length: 5\r\n\r\nGET /", Passes(&["GET /a GET /"])),
    ("a body that is a request", post!("Content-Length: 29", "GET /x HTTP/1.1\r\nHost: h:80\r\n"), Passes(&["POST /a GET /x HTTP/1.1\r\nHost: h:80\r\n"])),
    ("a body of chunks by its length", post!("Content-Length: 5", "0\r\n\r\n"), Passes(&["POST /a 0\r\n\r\n"])),
    ("two at once", concat!(post!("Content-Length: 5", "hello"), "GET http://ORIGIN/b HTTP/1.1\r\nHost: ORIGIN\r\n\r\n"), Passes(&["POST /a hello", "GET /b "])),
    ("HTTP/1.0 kept alive", "GET http://ORIGIN/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET http://ORIGIN/b HTTP/1.0\r\n\r\n", Passes(&["GET /a ", "GET /b "])),
    ("line ends in the URL, encoded", "GET http://ORIGIN/a%0d%0aHost:%20x%0d%0a HTTP/1.1\r\nHost: ORIGIN\r\n\r\n", Passes(&["GET /a%0d%0aHost:%20x%0d%0a "])),
    ("fields taken away", get!("Host: ORIGIN\r\nConnection: X-Secret, close\r\nX-Secret: 1\r\nKeep-Alive: 5\r\nTE: trailers"), Passes(&["GET /a "])),
    ("an upgrade to HTTP/2", concat!(get!("Host: ORIGIN\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__"), "GET http://ORIGIN/b HTTP/1.1\r\nHost: ORIGIN\r\n\r\n"), Passes(&["GET /a ", "GET /b "])),
    ("100-continue", post!("Expect: 100-continue\r\nContent-Length: 5", "hello"), Passes(&["POST /a hello"])),
];

/// Sends a sequence in pieces of this length; the statuses of the answers. With `ends` the connection ends with them.
fn statuses(proxy: &Proxy, bytes: &str, piece: usize, count: usize, ends: bool) -> Vec<u16> {
    let mut raw = Raw::to(proxy.at);
    for piece in bytes.as_bytes().chunks(piece) {
        raw.send(piece);
    }
    let mut statuses = Vec::new();
    while statuses.len() < count {
        let method = if bytes.starts_with("CONNECT") && statuses.is_empty() { "CONNECT" } else { "GET" };
        match raw.answer(method) {
            Some((status, body)) => {
                assert!(status != 400 || String::from_utf8_lossy(&body).contains("of the request"), "{body:?}");
                statuses.push(status);
            }
            None => break,
        }
    }
    if ends {
        assert_eq!(raw.answer("GET"), None, "behind a refusal nothing is read");
    }
    statuses
}

#[test]
fn nothing_ambiguous_reaches_an_origin() {
    assert!(SEQUENCES.len() + PASSING.len() >= 60);
    let proxy = Proxy::start(&["--no-diagnose"]);
    for (name, sequence, due) in SEQUENCES.iter().chain(PASSING) {
        let is_refused = !matches!(due, Passes(_));
        for piece in [usize::MAX, 1] {
            let origin = Recorder::start();
            let bytes = format!("{sequence}{}", if is_refused { SMUGGLED } else { "" });
            let bytes = bytes.replace("ORIGIN", &origin.at.to_string());
            let (lines, ended): (&[&str], Option<u16>) = match due {
                Refused(status) => (&[], Some(*status)),
                Passes(lines) => (lines, None),
                ThenRefused(lines, status) => (lines, Some(*status)),
            };
            let seen = statuses(&proxy, &bytes, piece, lines.len() + usize::from(ended.is_some()), is_refused);
            let mut expected = vec![200; lines.len()];
            expected.extend(ended);
            assert_eq!(seen, expected, "{name}, in pieces of {piece}");
            let came = origin.take();
            // The head of a request whose body is bad may have gone out, and its connection is cut.
            let asked: Vec<(String, Vec<u8>)> = came.iter().flat_map(|bytes| requests(bytes, is_refused)).collect();
            let shown = came.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect::<Vec<_>>().join("\n---\n");
            assert!(!shown.contains("smuggled"), "{name}: {shown}");
            let told: Vec<String> =
                asked.iter().map(|(line, body)| format!("{line} {}", String::from_utf8_lossy(body))).collect();
            match due {
                Passes(lines) => assert_eq!(told, *lines, "{name}: {shown}"),
                ThenRefused(lines, _) => {
                    assert_eq!(asked.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>(), *lines, "{name}");
                }
                Refused(_) => assert!(asked.len() <= 1 && came.len() <= 1, "{name}: {shown}"),
            }
            let heads = came.iter().map(|bytes| String::from_utf8_lossy(bytes).to_ascii_lowercase());
            for head in heads {
                for never in ["x-secret", "keep-alive:", "http2-settings", "host: other.test", "proxy-"] {
                    assert!(!head.contains(never), "{name}: {head}");
                }
            }
        }
    }
}

#[test]
fn nginx_is_never_asked_for_what_was_smuggled() {
    let Some(nginx) = Nginx::start() else { return };
    let proxy = Proxy::start(&["--no-diagnose"]);
    let at = nginx.at(At::Plain).to_string();
    let mut due = Vec::new();
    for (name, sequence, ends) in SEQUENCES.iter().chain(PASSING) {
        let bytes = format!("{sequence}{}", if matches!(ends, Passes(_)) { "" } else { SMUGGLED });
        let (lines, refused): (&[&str], usize) = match ends {
            Refused(_) => (&[], 1),
            Passes(lines) => (lines, 0),
            ThenRefused(lines, _) => (lines, 1),
        };
        let count = lines.len() + refused;
        assert_eq!(
            statuses(&proxy, &bytes.replace("ORIGIN", &at), usize::MAX, count, refused > 0).len(),
            count,
            "{name}"
        );
        due.extend(lines.iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")));
    }
    // nginx writes down a request when it is done with it, and those whose body was cut as well.
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let asked: Vec<String> = nginx
            .asked(due.len())
            .iter()
            .map(|asked| asked["head"].as_str().expect("a head").split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        assert!(asked.iter().all(|line| !line.contains("smuggled")), "{asked:?}");
        let mut whole = asked.iter();
        if due.iter().all(|line| whole.any(|asked| asked == line)) {
            return;
        }
        assert!(std::time::Instant::now() < end, "{due:?} in {asked:?}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn a_request_that_ends_early_is_never_finished_by_the_next_one() {
    let (proxy, origin) = (Proxy::start(&["--no-diagnose"]), Recorder::start());
    let at = origin.at.to_string();
    for cut in [
        post!("Content-Length: 60", "hello"),
        chunked!("5\r\nhello\r\n"),
        chunked!("5\r\nhel"),
        chunked!("5\r\nhello\r\n0\r\n"),
        "GET http://ORIGIN/a HTTP/1.1\r\nHost: OR",
    ] {
        let mut raw = Raw::to(proxy.at);
        raw.send(cut.replace("ORIGIN", &at));
        raw.finish();
        let _ = raw.all();
        let mut next = Raw::to(proxy.at);
        next.send(get!("Host: ORIGIN").replace("/a", "/next").replace("ORIGIN", &at));
        assert_eq!(next.answer("GET"), Some((200, b"fine\n".to_vec())));
        let came = origin.take();
        let all: Vec<String> = came.iter().flat_map(|bytes| requests(bytes, true)).map(|(line, _)| line).collect();
        assert!(all.iter().filter(|line| *line == "GET /next").count() == 1 && all.len() <= 2, "{cut:?}: {all:?}");
        assert!(came.iter().all(|bytes| requests(bytes, true).len() == 1), "one connection, one of them: {all:?}");
    }
}
