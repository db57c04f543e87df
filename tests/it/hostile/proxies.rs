//! Proxies that misbehave: it is the proxy that is blamed, not the target behind it.

use crate::hostile::judged;
use crate::hostile::server::{Hostile, Talk};

/// Nothing listens there: whatever is answered comes from the proxy.
const PLAIN: &str = "http://127.0.0.1:9/";
const TLS: &str = "https://127.0.0.1:9/";

fn through(scheme: &str, url: &str, cause: &str, script: impl Fn(&mut Talk) + Send + Sync + 'static) -> Hostile {
    let server = Hostile::start(script);
    let proxy = format!("{scheme}://user:sesame@{}", server.at);
    judged(&["--proxy", &proxy, url], (1, cause, "-"));
    server
}

#[test]
fn endless_head_to_connect() {
    through("http", TLS, "proxy.wrong-protocol", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\n");
        talk.forever("X-Field: value\r\n");
    });
}

#[test]
fn endless_interim_to_connect() {
    through("http", TLS, "proxy.wrong-protocol", |talk| {
        talk.request();
        talk.forever("HTTP/1.1 100 Continue\r\n\r\n");
    });
}

#[test]
fn endless_error_page_to_connect() {
    through("http", TLS, "proxy.denied", |talk| {
        talk.request();
        talk.say("HTTP/1.1 403 Forbidden\r\n\r\n");
        talk.forever("<p>no</p>");
    });
}

#[test]
fn endless_error_page_to_a_request() {
    through("http", PLAIN, "proxy.login-required", |talk| {
        talk.request();
        talk.say("HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n");
        talk.forever("<p>no</p>");
    });
}

#[test]
fn wants_a_login_again_and_again() {
    for url in [PLAIN, TLS] {
        let server = through("http", url, "proxy.login-required", |talk| {
            while !talk.request().is_empty() {
                talk.say("HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
            }
        });
        let asked = server.heard().concat().matches("HTTP/1.1\r\n").count();
        assert!((1..=4).contains(&asked), "asked {asked} times: {:?}", server.heard());
    }
}

#[test]
fn silent_to_connect() {
    through("http", TLS, "proxy.wrong-protocol", |talk| talk.wait());
}

#[test]
fn closes_when_asked_to_connect() {
    through("http", TLS, "proxy.wrong-protocol", |talk| {
        talk.request();
    });
}

#[test]
fn resets_when_asked_to_connect() {
    through("http", TLS, "proxy.wrong-protocol", |talk| {
        talk.request();
        talk.reset();
    });
}

#[test]
fn other_protocol_to_connect() {
    through("http", TLS, "proxy.wrong-protocol", |talk| {
        talk.say("SSH-2.0-OpenSSH_9.9\r\n");
        talk.wait();
    });
}

/// Content-Length means nothing in an answer to CONNECT (RFC 9110 section 9.3.6); only what is no proxy sends it.
#[test]
fn a_body_to_connect() {
    through("http", TLS, "proxy.wrong-protocol", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nTransfer-Encoding: chunked\r\n\r\n");
    });
}

#[test]
fn socks5_of_another_version() {
    through("socks5h", PLAIN, "proxy.wrong-protocol", |talk| {
        talk.bytes(3);
        talk.say([9, 0]);
        talk.wait();
    });
}

#[test]
fn socks5_with_a_method_that_was_not_offered() {
    through("socks5h", PLAIN, "proxy.login-required", |talk| {
        talk.bytes(3);
        talk.say([5, 0x80]);
        talk.wait();
    });
}

#[test]
fn socks5_takes_no_method() {
    through("socks5h", PLAIN, "proxy.login-required", |talk| {
        talk.bytes(3);
        talk.say([5, 0xff]);
        talk.wait();
    });
}

#[test]
fn socks5_refuses_the_login() {
    through("socks5h", PLAIN, "proxy.login-required", |talk| {
        talk.bytes(3);
        talk.say([5, 2]);
        talk.bytes(2);
        talk.say([1, 1]);
        talk.wait();
    });
}

/// Accepts the greeting without a login, reads the request, and does `script`.
fn socks5(cause: &str, script: impl Fn(&mut Talk) + Send + Sync + 'static) {
    through("socks5h", PLAIN, cause, move |talk| {
        let greeting = talk.bytes(2);
        talk.bytes(usize::from(greeting.get(1).copied().unwrap_or(0)));
        talk.say([5, 0]);
        // Version, command, nothing, kind of address, an IPv4 address, a port.
        talk.bytes(10);
        script(talk);
    });
}

#[test]
fn socks5_answers_with_each_code() {
    for (code, cause) in [
        (1, "proxy.target-failed"),
        (2, "proxy.denied"),
        (3, "proxy.target-failed"),
        (4, "proxy.target-failed"),
        (5, "proxy.target-failed"),
        (6, "proxy.target-failed"),
    ] {
        socks5(cause, move |talk| {
            talk.say([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
        });
    }
}

#[test]
fn socks5_reply_is_cut_short() {
    socks5("proxy.wrong-protocol", |talk| {
        talk.say([5, 0, 0, 1, 10]);
    });
}

#[test]
fn socks5_reply_of_an_unknown_kind_of_address() {
    socks5("proxy.wrong-protocol", |talk| {
        talk.say([5, 0, 0, 9, 10, 0, 0, 1, 0, 80]);
        talk.wait();
    });
}

#[test]
fn socks5_reply_announces_a_long_name_and_falls_silent() {
    socks5("proxy.wrong-protocol", |talk| {
        talk.say([5, 0, 0, 3, 255, b'a']);
        talk.wait();
    });
}

#[test]
fn socks5_reply_of_another_version() {
    socks5("proxy.wrong-protocol", |talk| {
        talk.say([4, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        talk.wait();
    });
}

#[test]
fn socks5_in_place_of_an_http_answer() {
    through("socks5h", PLAIN, "proxy.wrong-protocol", |talk| {
        talk.say("HTTP/1.1 400 Bad Request\r\n\r\n");
        talk.wait();
    });
}

#[test]
fn socks4_with_odd_codes() {
    for (reply, cause) in [
        ([0, 91, 0, 0, 0, 0, 0, 0], "proxy.target-failed"),
        ([0, 93, 0, 0, 0, 0, 0, 0], "proxy.login-required"),
        ([0, 7, 0, 0, 0, 0, 0, 0], "proxy.wrong-protocol"),
        ([8, 90, 0, 0, 0, 0, 0, 0], "proxy.wrong-protocol"),
    ] {
        through("socks4a", PLAIN, cause, move |talk| {
            talk.bytes(9);
            talk.say(reply);
            talk.wait();
        });
    }
}

/// The tunnel opens, and the target behind it says nothing that is HTTP: then it is the target.
#[test]
fn the_target_behind_it_is_told_apart() {
    socks5("protocol.mismatch", |talk| {
        talk.say([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        talk.say("SSH-2.0-OpenSSH_9.9\r\n");
        talk.wait();
    });
}
