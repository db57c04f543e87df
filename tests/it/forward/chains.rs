//! Chains of proxies: circles are seen whichever way they are asked, and what comes through is not laid to the wrong one.

use std::net::TcpListener;

use crate::forward::Proxy;
use crate::forward::raw::Raw;
use crate::hostile::server::Hostile;

/// Two proxies, each the proxy behind the other one.
fn circle(first: &str, second: &str) -> (Proxy, Proxy) {
    let place = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let args = ["--no-diagnose", "--upstream"];
    let one = Proxy::start(&[&args[..], &[&format!("{first}://{place}")]].concat());
    let upstream = format!("{second}://{}", one.at);
    let other = Proxy::start(&[&args[..], &[&upstream, "--listen", &place.to_string()]].concat());
    (one, other)
}

#[test]
fn a_circle_through_another_proxy_is_seen() {
    for (first, second) in [("http", "http"), ("socks5h", "http"), ("http", "socks5h"), ("socks5h", "socks5h")] {
        let (one, other) = circle(first, second);
        let (_, text) = one.curl(&["-v", "--proxytunnel", "http://x.example/"]);
        let line = &one.log(1).pop().expect("a line");
        assert!(text.contains("HTTP/1.1 508 ") || text.contains("HTTP/1.1 403 "), "{first} {second}: {text}");
        assert!(
            text.contains("proxy_loop_detected") || text.contains("http_request_denied"),
            "{first} {second}: {text}"
        );
        let is_told = |line: &serde_json::Value| line["error"] == "proxy_loop_detected";
        assert!(is_told(line) || one.log(1).iter().chain(&other.log(1)).any(is_told), "{first} {second}: {line}");
        let all = one.log(1).len() + other.log(1).len();
        assert!(all < 1100, "{first} {second}: {all} exchanges");
        if first == "http" && second == "http" {
            assert!(all <= 4 && text.contains("508 "), "{all}: {text}");
        }
    }
}

#[test]
fn a_client_of_socks_that_leaves_ends_the_making_of_its_way() {
    let silent = Hostile::start(|talk| talk.wait());
    let upstream = silent.url("").replace("http", "socks5h");
    let proxy = Proxy::start(&["--no-diagnose", "--upstream", &upstream]);
    let mut raw = Raw::to(proxy.at);
    raw.send(b"\x05\x01\x00\x05\x01\x00\x03\x06x.test\x00\x50");
    // What is said ahead does not count as leaving, and this client says nothing.
    while silent.heard().is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    drop(raw);
    let line = &proxy.log(1)[0];
    assert!(line["ended"] == "client-left" && line["url"] == "x.test:80", "{line}");
}

#[test]
fn a_way_that_is_long_in_the_making_is_told_and_not_cut() {
    let silent = Hostile::start(|talk| {
        talk.request();
        talk.wait();
    });
    let proxy = Proxy::start(&["--no-diagnose", "--stall", "1s", "--timeout", "2s", "--upstream", &silent.url("")]);
    let (_, text) = proxy.curl(&["-v", "--proxytunnel", "http://x.test/"]);
    assert!(text.contains("HTTP/1.1 504 ") && text.contains("the proxy behind, "), "{text}");
    assert_eq!(proxy.log(1)[0]["ended"], "answered", "{:?}", proxy.log(1));
}

#[test]
fn what_a_proxy_hands_on_is_not_laid_to_it_alone() {
    let handing = Hostile::start(|talk| match talk.request() {
        head if head.contains("/folded") => {
            talk.say("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n");
        }
        head if head.contains("/ends") => {}
        _ => {
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
        }
    });
    let proxy = Proxy::start(&["--no-diagnose", "--upstream", &handing.url("")]);
    for (at, (path, cause, word)) in [
        ("folded", "proxy.target-failed", "hands on an answer that is not HTTP as it must be: a field value is folded"),
        ("ends", "proxy.wrong-protocol", "or x.test may do that"),
        ("fine", "", ""),
        ("ends", "proxy.target-failed", "when asked for x.test: x.test may do that"),
    ]
    .into_iter()
    .enumerate()
    {
        let (_, text) = proxy.curl(&[&format!("http://x.test/{path}")]);
        let line = &proxy.log(at + 1)[at];
        assert_eq!(line["cause"].as_str().unwrap_or_default(), cause, "{path}: {line}");
        assert!(text.contains(word), "{path}: {text}");
    }
}

#[test]
fn what_follows_a_refused_tunnel_is_no_request() {
    let origin = Hostile::answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
    let proxy = Proxy::start(&["--no-diagnose", "--block", "blocked.test"]);
    for to in ["127.0.0.1:1", "blocked.test:443", "169.254.169.254:80"] {
        let mut raw = Raw::to(proxy.at);
        let next = format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", origin.url("/evil"));
        raw.send(format!("CONNECT {to} HTTP/1.1\r\nHost: x\r\n\r\n{next}"));
        let all = String::from_utf8_lossy(&raw.all()).into_owned();
        assert_eq!(all.matches("HTTP/1.1 ").count(), 1, "{to}: {all}");
        assert!(all.to_ascii_lowercase().contains("\r\nconnection: close\r\n"), "{to}: {all}");
    }
    assert_eq!(origin.heard(), [] as [String; 0]);
}
