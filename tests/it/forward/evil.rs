//! Origins whose answers two readers may read differently: what one answer leaves behind is never taken for the next.

use netwhy::wire::http1::State;

use crate::forward::Proxy;
use crate::forward::raw::{Answer, Raw};
use crate::hostile::server::Hostile;

/// What a desynchronised proxy would hand on as the answer to the next request.
const EVIL: &str = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";

/// What comes of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Due {
    /// It is no answer that can be passed on.
    Bad,
    /// It is passed on, with this body.
    Body(&'static str),
    /// It is passed on as far as it can be, and cut.
    Cut,
    /// One or the other: a matter of taste, as long as the next answer is right.
    Any,
}
use Due::{Any, Bad, Body, Cut};

#[rustfmt::skip]
const ANSWERS: &[(&str, &str, &str, Due)] = &[
    ("two lengths", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nhi", Bad),
    ("two lengths in a list", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2, 5\r\n\r\nhi", Bad),
    ("the same length twice", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi", Any),
    ("a length with a plus", "GET", "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nhi", Bad),
    ("a length below zero", "GET", "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nhi", Bad),
    ("a length beyond 64 bits", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551618\r\n\r\nhi", Bad),
    ("CL.TE", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", Any),
    ("TE.CL", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 50\r\n\r\n2\r\nhi\r\n0\r\n\r\n", Any),
    ("TE twice", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Any),
    ("TE in HTTP/1.0", "GET", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Any),
    ("a chunk size with 0x", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\nhi\r\n0\r\n\r\n", Cut),
    ("a chunk size beyond 64 bits", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000002\r\nhi\r\n0\r\n\r\n", Cut),
    ("a chunk without an end", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhiha\r\n0\r\n\r\n", Cut),
    ("a length that is too short", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", Body("hi")),
    ("a body to HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", Body("")),
    ("a body with 204", "GET", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nhi", Any),
    ("a body with 304", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\nhi", Body("")),
    ("an upgrade nobody asked for", "GET", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", Bad),
    ("no HTTP", "GET", "SSH-2.0-evil\r\n", Bad),
    ("no status line", "GET", "<html>evil</html>\r\n\r\n", Bad),
    ("a NUL in the head", "GET", "HTTP/1.1 200 OK\r\nX: \0\r\nContent-Length: 2\r\n\r\nhi", Bad),
    ("a field name with a space", "GET", "HTTP/1.1 200 OK\r\nContent Length: 2\r\nContent-Length: 2\r\n\r\nhi", Bad),
];

/// Asks for `/evil` and then for `/second` on one connection, or on another where the first one was ended.
fn both(proxy: &Proxy, origin: &Hostile, method: &str) -> ((State, Option<Answer>), Option<Answer>) {
    let ask = |method: &str, path: &str| format!("{method} {} HTTP/1.1\r\nHost: x\r\n\r\n", origin.url(path));
    let mut raw = Raw::to(proxy.at);
    raw.send(ask(method, "/evil"));
    let first = raw.read(method);
    raw.send(ask("GET", "/second"));
    let second = if matches!(first.0, State::Done { .. }) { raw.answer("GET") } else { None };
    (
        first,
        second.or_else(|| {
            let mut raw = Raw::to(proxy.at);
            raw.send(ask("GET", "/second"));
            raw.answer("GET")
        }),
    )
}

fn origin(evil: Vec<u8>) -> Hostile {
    Hostile::start(move |talk| {
        loop {
            let head = talk.request();
            match head.split(' ').nth(1) {
                Some("/evil") => talk.say(&evil),
                Some(_) => talk.say("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond"),
                None => return,
            };
        }
    })
}

#[test]
fn what_an_answer_leaves_behind_is_not_the_next_one() {
    let proxy = Proxy::start(&["--no-diagnose"]);
    for (name, method, answer, due) in ANSWERS {
        let origin = origin([answer.as_bytes(), EVIL.as_bytes()].concat());
        let ((state, first), second) = both(&proxy, &origin, method);
        assert_eq!(second, Some((200, b"second".to_vec())), "{name}: {first:?}");
        let first = first.map(|(status, body)| (status, String::from_utf8_lossy(&body).into_owned()));
        match due {
            Bad => assert_eq!(first.as_ref().map(|first| first.0), Some(502), "{name}: {first:?}"),
            Body(body) => assert_eq!(first.as_ref().map(|first| first.1.as_str()), Some(*body), "{name}"),
            Cut => {
                assert!(state == State::Cut || first.as_ref().is_some_and(|first| first.0 == 502), "{name}: {first:?}")
            }
            Any => {}
        }
        assert!(first.as_ref().is_none_or(|first| first.0 == 502 || !first.1.contains("evil")), "{name}: {first:?}");
    }
}

#[test]
fn interim_answers_without_end_are_cut_and_cost_no_memory() {
    let proxy = Proxy::start(&["--no-diagnose", "--stall", "3s"]);
    for interim in ["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n"] {
        let origin = Hostile::start(move |talk| {
            if talk.request().contains("/evil") {
                talk.forever(interim);
            } else {
                talk.say("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
            }
        });
        let mut raw = Raw::to(proxy.at);
        raw.send(format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", origin.url("/evil")));
        let all = raw.all();
        let text = String::from_utf8_lossy(&all[all.len().saturating_sub(4000)..]).into_owned();
        assert!(!text.contains("HTTP/1.1 2"), "no answer but the proxy's own: {text}");
        let mut raw = Raw::to(proxy.at);
        raw.send(format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", origin.url("/second")));
        assert_eq!(raw.answer("GET"), Some((200, b"second".to_vec())));
    }
    assert!(crate::forward::soak::use_of(proxy.id()).memory < 80 << 20);
    let log = proxy.log(4);
    let told: Vec<_> = log.iter().filter(|line| line["url"].to_string().contains("/evil")).collect();
    assert!(told.len() == 2 && told.iter().all(|line| line["status"] == 502 && line["ended"] == "answered"), "{log:?}");
    assert!(told.iter().all(|line| line["error"] == "http_protocol_error"), "{log:?}");
}
