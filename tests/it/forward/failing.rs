//! Origins that fail while failures are looked into: the proxy outlives them, answers and writes its log.

use crate::forward::Proxy;
use crate::forward::raw::Raw;
use crate::hostile::server::Hostile;

#[test]
fn an_origin_that_fails_takes_nobody_with_it() {
    let proxy = Proxy::start(&[]);
    let answers = [
        "",
        "SSH-2.0-x\r\n",
        "no HTTP at all\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ];
    for (at, answer) in answers.into_iter().enumerate() {
        let origin = Hostile::start(move |talk| {
            talk.request();
            talk.say(answer);
        });
        let (code, text) = proxy.curl(&["-w", "%{http_code}", &origin.url("/")]);
        assert!(code == Some(0) && text.ends_with("502"), "{answer:?}: {code:?} {text}");
        let line = &proxy.log(at + 1)[at];
        assert!(line["status"] == 502 && line["summary"].is_string(), "{answer:?}: {line}");
    }
}

#[test]
fn a_proxy_behind_is_not_asked_for_what_may_not_be_reached() {
    let behind = Hostile::start(|talk| {
        while !talk.request().is_empty() {
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        }
    });
    let proxy = Proxy::start(&["--no-diagnose", "--upstream", &behind.url("")]);
    let own = proxy.at.port();
    let mut raw = Raw::to(proxy.at);
    let mut ask = |host: &str| {
        raw.send(format!("GET http://{host}/x HTTP/1.1\r\nHost: x\r\n\r\n"));
        raw.answer("GET").expect("an answer").0
    };
    for host in ["169.254.169.254", "0xa9.0xfea9fe", "2852039166", "[::ffff:169.254.1.1]", "169.254.257"] {
        // In between a connection that could be used is left waiting.
        assert_eq!((ask("x.test"), ask(host)), (200, 403), "{host}");
    }
    for host in ["127.0.0.1", "localhost", "127.1", "LOCALHOST."] {
        assert_eq!(ask(&format!("{host}:{own}")), 508, "{host}");
    }
    assert!(behind.heard().iter().all(|heard| !heard.contains("254") && !heard.contains(&own.to_string())));
}

#[test]
fn the_bound_on_heads_holds_for_answers() {
    let proxy = Proxy::start(&["--no-diagnose"]);
    for (long, status) in [(30_000, 200), (100_000, 502)] {
        let field = "x".repeat(long);
        let origin = Hostile::answering(format!("HTTP/1.1 200 OK\r\nX: {field}\r\nContent-Length: 0\r\n\r\n"));
        let mut raw = Raw::to(proxy.at);
        raw.send(format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", origin.url("/")));
        assert_eq!(raw.answer("GET").map(|answer| answer.0), Some(status), "{long}");
    }
    assert_eq!(proxy.log(2)[1]["error"], "http_response_header_section_size");
}

#[test]
fn what_an_origin_says_that_is_no_answer_is_told_in_plain_words() {
    let proxy = Proxy::start(&[]);
    let many = "x".repeat(3000);
    let (mismatch, malformed) = ("protocol.mismatch", "protocol.http-malformed");
    let cases = [
        ("SSH-2.0-OpenSSH_9.6\r\n".to_owned(), mismatch, "SSH"),
        ("220 mail.test ESMTP\r\n".to_owned(), mismatch, "SMTP"),
        (format!("rubbish {many}"), mismatch, "rubbish"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx".to_owned(), malformed, "Content-Length"),
        ("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n".to_owned(), malformed, "folded"),
        ("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 2000 OK\r\n\r\n".to_owned(), malformed, "three digits"),
        (
            "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                .to_owned(),
            malformed,
            "`helloHTTP/1.1 200",
        ),
        ("HTTP/1.1 100 Continue\r\n\r\nrubbish\r\n\r\n".to_owned(), malformed, "interim answer (1xx) begins with"),
    ];
    for (at, (answer, cause, word)) in cases.into_iter().enumerate() {
        let shown = answer.chars().take(40).collect::<String>();
        let origin = Hostile::answering(answer);
        let (_, text) = proxy.curl(&["-w", "%{http_code}", &origin.url("/some/path")]);
        let line = &proxy.log(at + 1)[at];
        assert!(text.ends_with("502") && text.contains(word), "{shown}: {text}");
        assert!(line["error"] == "http_protocol_error" && line["cause"] == cause, "{shown}: {line}");
        for library in ["parsed", "invalid", "os error"] {
            assert!(!text.contains(library) && !line.to_string().contains(library), "{shown}: {text}{line}");
        }
    }
    let zh = Proxy::start(&["--lang", "zh", "--no-diagnose"]);
    let origin = Hostile::answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
    let (_, text) = zh.curl(&["http://[2001:db8::1]:1/"]);
    assert!(text.contains("无法到达") && !text.contains("os error"), "{text}");
    zh.curl(&[&origin.url("/")]);
    let log = zh.log(2);
    assert!(log[1]["summary"].as_str().unwrap().contains("chunks are not marked"), "{log:#?}");
}

#[test]
fn an_answer_that_breaks_off_in_its_head_is_told_as_one_that_was_begun() {
    let proxy = Proxy::start(&[]);
    for (at, (answer, word)) in [
        ("HTTP/1.1 200 OK\r\nX: ", "began an answer and broke off in its head, after 20 bytes"),
        ("HTTP/1.1 103 Early Hints\r\n\r\n", "gave an interim answer (103) and none after it"),
    ]
    .into_iter()
    .enumerate()
    {
        let origin = Hostile::answering(answer);
        let (_, text) = proxy.curl(&["-w", "%{http_code}", &origin.url("/some/path")]);
        let line = &proxy.log(at + 1)[at];
        assert!(text.ends_with("502") && text.contains(word), "{text}");
        assert!(!text.contains("before answering") && !text.contains("gave no answer"), "{text}");
        assert!(line["error"] == "http_response_incomplete" && line["cause"] == "protocol.http-malformed", "{line}");
    }
}

#[test]
fn an_answer_in_a_coding_that_cannot_be_undone_is_not_passed_on_as_if_it_were_plain() {
    let proxy = Proxy::start(&["--no-diagnose"]);
    for (at, coding) in ["gzip, chunked", "xchunked", "chunked, gzip"].into_iter().enumerate() {
        let answer = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: {coding}\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        let origin = Hostile::answering(answer);
        let (_, text) = proxy.curl(&["-w", "%{http_code}", &origin.url("/")]);
        let line = &proxy.log(2 * at + 1)[2 * at];
        assert!(text.ends_with("502") && text.contains(&format!("`{coding}`")), "{text}");
        assert_eq!(line["error"], "http_response_transfer_coding", "{line}");
        let plain = Hostile::answering(format!("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: {coding}\r\n\r\n"));
        let mut raw = Raw::to(proxy.at);
        raw.send(format!("GET {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", plain.url("/")));
        assert!(raw.all().starts_with(b"HTTP/1.1 304 "));
        assert_eq!(proxy.log(2 * at + 2)[2 * at + 1]["status"], 304);
    }
}

#[test]
fn an_origin_that_is_silent_before_tls_is_late_and_not_wrong() {
    let proxy = Proxy::start(&["--no-diagnose", "--timeout", "1s"]);
    let origin = Hostile::start(|talk| talk.wait());
    let mut raw = Raw::to(proxy.at);
    raw.send(format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", origin.url("/").replace("http:", "https:")));
    assert_eq!(raw.answer("GET").map(|answer| answer.0), Some(504));
    assert_eq!(proxy.log(1)[0]["error"], "connection_timeout");
}
