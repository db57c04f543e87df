//! Proxies that no real one is: what they say is bounded, and told as it is.

use std::time::Duration;

use netwhy::observation::ProxyEnd;
use netwhy::probe::tls::Settings;
use netwhy::wire::spoken::Spoken;

use crate::passage::ask::{Says, ask_with};

fn ended(scheme: &str, bytes: &'static [u8]) -> (ProxyEnd, Option<String>, Option<Spoken>) {
    let says = Says::new(bytes);
    let came =
        ask_with(&format!("{scheme}://{}", says.at), "192.0.2.1:80", &Settings::default(), Duration::from_secs(5));
    (came.answer.ended, came.said, came.answer.spoken)
}

#[test]
fn what_comes_with_the_answer_is_the_targets() {
    for (scheme, bytes, said) in [
        ("http", &b"HTTP/1.1 200 OK\r\n\r\n220 hello"[..], "220 hello"),
        ("http", b"HTTP/1.0 200 OK\nVia: x\n\n\r\nhello", "\r\nhello"),
        (
            "http",
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\n\r\n",
        ),
        ("http", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nhello", "hello"),
        ("socks4", b"\0\x5a\0\0\0\0\0\0hello", "hello"),
        ("socks5", b"\x05\0\x05\0\0\x03\x02ab\0\0hello", "hello"),
    ] {
        assert_eq!(ended(scheme, bytes), (ProxyEnd::Opened, Some(said.to_owned()), None), "{scheme} {said}");
    }
}

#[test]
fn broken_answers_open_nothing() {
    for (scheme, bytes, expected, spoken) in [
        ("http", &b""[..], ProxyEnd::Closed, None),
        ("http", b"HTTP/1.1 200 O", ProxyEnd::Closed, Some(Spoken::Http)),
        ("http", b"HTTP/1.1 200 OK\r\nVia: x\r\n", ProxyEnd::Closed, Some(Spoken::Http)),
        ("http", b"HTTP/1.1 2x0 OK\r\n\r\n", ProxyEnd::WrongProtocol, Some(Spoken::Http)),
        ("http", b"SSH-2.0-OpenSSH_9.2\r\n", ProxyEnd::WrongProtocol, Some(Spoken::Ssh)),
        ("http", b"\x15\x03\x01\0\x02\x02\x46", ProxyEnd::WrongProtocol, Some(Spoken::Tls)),
        ("http", b"\x05\xff", ProxyEnd::WrongProtocol, None),
        ("http", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ProxyEnd::WrongProtocol, Some(Spoken::Http)),
        ("socks4", b"\0\x5a\0", ProxyEnd::Closed, None),
        ("socks4", b"\0\x5c\0\0\0\0\0\0", ProxyEnd::LoginRequired, None),
        ("socks4", b"SSH-2.0-OpenSSH_9.2\r\n", ProxyEnd::WrongProtocol, Some(Spoken::Ssh)),
        ("socks5", b"\x05", ProxyEnd::Closed, None),
        ("socks5", b"\x05\x01", ProxyEnd::LoginRequired, None),
        ("socks5", b"\x05\0\x05\x08\0\x01\0\0\0\0\0\0", ProxyEnd::NotPossible, None),
        ("socks5", b"\x05\0\x05\x09\0\x01\0\0\0\0\0\0", ProxyEnd::OtherError, None),
        ("socks5", b"\x05\0HTTP/1.1 400 Bad Request\r\n\r\n", ProxyEnd::WrongProtocol, Some(Spoken::Http)),
    ] {
        assert_eq!(ended(scheme, bytes), (expected, None, spoken), "{scheme} {:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn endless_answers_end() {
    // A head without end, a page without end, interim answers without end: each is left after some kilobytes.
    let endless: &[(&[u8], &[u8], ProxyEnd)] = &[
        (b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n", ProxyEnd::WrongProtocol),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", b"<p>and more\n", ProxyEnd::Denied),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n", ProxyEnd::WrongProtocol),
        (b"", b"\x05\0", ProxyEnd::WrongProtocol),
    ];
    for (first, more, expected) in endless {
        let says = Says::without_end(first, more);
        let came =
            ask_with(&format!("http://{}", says.at), "192.0.2.1:80", &Settings::default(), Duration::from_secs(20));
        assert_eq!(came.answer.ended, *expected, "{:?}", String::from_utf8_lossy(more));
        assert!(came.answer.excerpt.is_none_or(|text| text.chars().count() <= 300));
    }
}

#[test]
fn other_ways_to_log_in_are_named() {
    let says = Says::new(
        b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\
          Proxy-Authenticate: Digest realm=\"the corner\", nonce=\"x\"\r\nContent-Length: 0\r\n\r\n",
    );
    let answer =
        ask_with(&format!("http://{}", says.at), "192.0.2.1:80", &Settings::default(), Duration::from_secs(5)).answer;
    assert_eq!(answer.ended, ProxyEnd::LoginRequired);
    assert_eq!(
        (answer.login_ways.join(" ").as_str(), answer.realm.as_deref()),
        ("Negotiate NTLM Digest", Some("the corner"))
    );
}
