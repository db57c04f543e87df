//! Clients that are turned away before they have asked for anything: they are told why, and so is the log.

use crate::forward::Proxy;
use crate::forward::raw::Raw;

/// What comes back for `bytes` until the connection ends.
fn told(proxy: &Proxy, bytes: &[u8]) -> String {
    let mut raw = Raw::to(proxy.at);
    raw.send(bytes);
    String::from_utf8_lossy(&raw.all()).into_owned()
}

#[test]
fn the_log_says_who_asked_for_what_and_how_much_was_answered() {
    let proxy = Proxy::start(&["--no-diagnose"]);
    let cases: [(&str, &str, &str); 5] = [
        ("GET http://x.test/a?secret HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET", "http://x.test/a?***"),
        ("GET http://us:pw@x.test/a HTTP/1.1\r\nHost: a\r\n\r\n", "GET", "http://***@x.test/a"),
        ("PUT http://x.test/ HTTP/1.1\nHost: a\r\n\r\n", "PUT", "http://x.test/"),
        ("CONNECT us:pw@x.test:443 HTTP/1.1\r\nHost: a\r\n\r\n", "CONNECT", "***@x.test:443"),
        ("\u{1}\u{2}\r\n\r\n", "-", ""),
    ];
    for (at, (request, method, url)) in cases.into_iter().enumerate() {
        let answer = told(&proxy, request.as_bytes());
        let body = answer.split_once("\r\n\r\n").expect(&answer).1;
        let line = &proxy.log(at + 1)[at];
        crate::contract::holds(line);
        assert!(answer.starts_with("HTTP/1.1 400 ") && line["status"] == 400, "{answer}");
        assert!(line["method"] == method && line["url"] == url && line["ended"] == "answered", "{line}");
        assert_eq!(line["received_bytes"], body.len(), "{line}");
        assert!(!line.to_string().contains("pw"), "{line}");
    }
    assert!(proxy.log(2)[1]["summary"].as_str().unwrap().contains("RFC 9110 section 4.2.4"), "{:#?}", proxy.log(2));
}

#[test]
fn slow_beginnings_end_with_a_word() {
    let proxy = Proxy::start(&["--no-diagnose", "--head-time", "1s"]);
    let answer = told(&proxy, b"GET http://x.test/ HTTP/1.1\r\nHost: x");
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("did not come to its end"), "{answer}");
    let line = &proxy.log(1)[0];
    assert!(line["status"] == 408 && line["ended"] == "stalled" && line["url"] == "http://x.test/", "{line}");
    assert!(line["phases"]["total_ms"].as_f64().is_some_and(|took| took >= 900.0), "{line}");
    assert_eq!(told(&proxy, b"\x05"), "");
    let line = &proxy.log(2)[1];
    assert!(line["way"] == "socks5" && line["ended"] == "stalled" && line["summary"].is_string(), "{line}");
    let mut raw = Raw::to(proxy.at);
    raw.send(b"\x05\x02\x00");
    drop(raw);
    let line = &proxy.log(3)[2];
    assert!(line["way"] == "socks5" && line["ended"] == "client-left" && line["summary"].is_string(), "{line}");
}

#[test]
fn clients_with_another_kind_of_proxy_in_mind_are_told_what_to_set() {
    let proxy = Proxy::start(&["--no-diagnose"]);
    for (at, (scheme, word)) in
        [("https", "http:// in place of https://"), ("socks4", "socks5h:// in place of socks4://")]
            .into_iter()
            .enumerate()
    {
        let url = format!("{scheme}://{}", proxy.at);
        let (code, text) = proxy.curl(&["--proxy", &url, "http://127.0.0.1:1/"]);
        assert!(code.is_some_and(|code| code != 0), "{text}");
        let line = &proxy.log(at + 1)[at];
        crate::contract::holds(line);
        assert!(line["ended"] == "answered" && line["summary"].as_str().unwrap().contains(word), "{line}");
        assert!(scheme == "https" || line["url"] == "127.0.0.1:1", "{line}");
    }
}
