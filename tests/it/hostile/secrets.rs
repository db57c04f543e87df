//! Secrets are never printed, in any format and however it ends; `--show-secrets` prints them.

use crate::hostile::measured;
use crate::hostile::server::Hostile;

const ARGS: &[&str] = &[
    "-u",
    "user:sesame-one",
    "-H",
    "Cookie: id=sesame-two",
    "-H",
    "X-Api-Key: plain",
    "-H",
    "Proxy-Authorization: Basic sesame-three",
    "--max-time",
    "3s",
    "--timeout",
    "2s",
    "-v",
];

/// `user:sesame-one` as it is sent.
const ENCODED: &str = "dXNlcjpzZXNhbWUtb25l";

fn answers() -> Vec<Hostile> {
    vec![
        Hostile::answering(
            "HTTP/1.1 200 OK\r\nSet-Cookie: id=sesame-four; HttpOnly\r\nset-cookie: b=sesame-five\r\n\
             Location: /?token=sesame-six\r\nContent-Length: 2\r\n\r\nok",
        ),
        Hostile::answering("HTTP/1.1 500 No\r\nSet-Cookie: id=sesame-four; HttpOnly\r\nContent-Length: 2\r\n\r\nok"),
        Hostile::answering("HTTP/1.1 200 OK\r\nSet-Cookie: id=sesame-four"),
        Hostile::answering("HTTP/1.1 200 OK\nSet-Cookie : id=sesame-four\n folded=sesame-five\n\nok"),
        Hostile::answering(""),
        Hostile::start(|talk| talk.wait()),
    ]
}

#[test]
fn are_struck_out() {
    for (nth, server) in answers().iter().enumerate() {
        let url = format!("http://name:sesame-seven@{}/?key=sesame-eight", server.at);
        for format in [&["--json"][..], &[], &["--hex"], &["--lang", "zh"]] {
            let ran = measured::run(&[&["http"], format, ARGS, &[&url]].concat());
            let all = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!all.contains("sesame") && !all.contains(ENCODED), "{nth} {format:?}: {all}");
            // Hexadecimal of `sesame`, and its base64 wherever it may begin.
            let hidden = ["736573616d65", "73 65 73 61 6d 65", "c2VzYW1l", "Nlc2FtZ", "zZXNhbW"];
            let bare = all.replace("  ", " ");
            assert!(!hidden.iter().any(|hidden| bare.contains(hidden)), "{nth} {format:?}: {all}");
        }
        assert!(server.heard().concat().contains(ENCODED) || server.heard().concat().contains("sesame-two"));
    }
}

#[test]
fn are_shown_where_that_is_asked() {
    let server = Hostile::answering("HTTP/1.1 200 OK\r\nSet-Cookie: id=sesame-four\r\nContent-Length: 2\r\n\r\nok");
    let url = server.url("/?key=sesame-eight");
    let ran = measured::run(&[&["http", "--json", "--show-secrets"], ARGS, &[&url]].concat());
    for secret in [ENCODED, "sesame-two", "sesame-four", "sesame-eight"] {
        assert!(ran.stdout.contains(secret), "{secret}: {}", ran.stdout);
    }
}

#[test]
fn of_proxies_are_struck_out() {
    for answer in
        ["HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n", "", "nonsense"]
    {
        let server = Hostile::answering(answer);
        for scheme in ["http", "socks5h", "socks4a"] {
            let proxy = format!("{scheme}://user:sesame-one@{}", server.at);
            for (format, url) in [("--json", "http://127.0.0.1:9/"), ("-v", "https://127.0.0.1:9/")] {
                let ran =
                    measured::run(&["http", format, "--max-time", "3s", "--timeout", "2s", "--proxy", &proxy, url]);
                let all = format!("{}{}", ran.stdout, ran.stderr);
                assert!(!all.contains("sesame") && !all.contains(ENCODED), "{proxy} {url}: {all}");
                assert_eq!(ran.code, Some(1), "{all}");
            }
        }
    }
}
