//! What a server sends never steers the terminal.

use crate::hostile::measured;
use crate::hostile::server::Hostile;

/// Colours, a window title, the clipboard, a bell, cursor moves, C1 controls, and text that runs the other way.
const TRAPS: &str =
    "\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b]52;c;Y2xpcA==\x07\x07\x08\x7f\u{9b}31m\u{90}q\u{202e}dlrow\u{2066}";

fn is_tame(text: &str, said: &str) {
    let wild = text
        .chars()
        .find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    assert!(wild.is_none(), "{said}: {wild:?} in {text:?}");
}

#[test]
fn neither_status_nor_fields_nor_bodies_steer_it() {
    let answers = [
        ("status", format!("HTTP/1.1 200 {TRAPS}\r\nContent-Length: 2\r\n\r\nok")),
        ("name", format!("HTTP/1.1 200 OK\r\nX-{TRAPS}: v\r\nContent-Length: 2\r\n\r\nok")),
        (
            "value",
            format!(
                "HTTP/1.1 200 OK\r\nX: {TRAPS}\r\nServer: {TRAPS}\r\nContent-Type: {TRAPS}\r\nContent-Length: 2\r\n\r\nok"
            ),
        ),
        ("location", format!("HTTP/1.1 302 Found\r\nLocation: /{TRAPS}\r\nContent-Length: 0\r\n\r\n")),
        ("coding", format!("HTTP/1.1 200 OK\r\nContent-Encoding: {TRAPS}\r\nTransfer-Encoding: {TRAPS}\r\n\r\nok")),
        ("length", format!("HTTP/1.1 200 OK\r\nContent-Length: {TRAPS}\r\n\r\nok")),
        ("chunk", format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{TRAPS}\r\nok")),
        ("trailer", format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: {TRAPS}\r\n\r\n")),
        ("error", format!("HTTP/1.1 500 {TRAPS}\r\nContent-Length: {}\r\n\r\n{TRAPS}", TRAPS.len())),
        ("after", format!("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok{TRAPS}")),
        ("nothing", TRAPS.to_owned()),
        ("banner", format!("SSH-2.0-{TRAPS}\r\n")),
        (
            "challenge",
            format!("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"{TRAPS}\"\r\nContent-Length: 0\r\n\r\n"),
        ),
    ];
    for (place, answer) in &answers {
        let server = Hostile::answering(answer.clone());
        for args in [&[][..], &["-v"], &["-L", "--compressed"], &["--hex"], &["--lang", "zh", "-v"]] {
            let ran = measured::run(
                &[&["http", "--color", "never", "--max-time", "3s", "--timeout", "2s"], args, &[&server.url("/")]]
                    .concat(),
            );
            is_tame(&ran.stdout, &format!("{place} {args:?}"));
            is_tame(&ran.stderr, &format!("{place} {args:?}"));
            assert!(!ran.stdout.is_empty(), "{place} {args:?}: {ran:?}");
        }
    }
}

#[test]
fn proxies_do_not_steer_it() {
    for answer in [
        format!(
            "HTTP/1.1 403 {TRAPS}\r\nVia: {TRAPS}\r\nX-Squid-Error: {TRAPS}\r\nServer: {TRAPS}\r\n\r\n<p>{TRAPS}</p>"
        ),
        format!("HTTP/1.1 407 {TRAPS}\r\nProxy-Authenticate: {TRAPS} realm=\"{TRAPS}\"\r\n\r\n"),
        format!("HTTP/1.1 502 No\r\nProxy-Status: \"{TRAPS}\"; error={TRAPS}; details=\"{TRAPS}\"\r\n\r\n"),
        TRAPS.to_owned(),
    ] {
        let server = Hostile::answering(answer.clone());
        let proxy = format!("http://{}", server.at);
        for url in ["http://127.0.0.1:9/", "https://127.0.0.1:9/"] {
            let args =
                ["http", "--color", "never", "-v", "--max-time", "3s", "--timeout", "2s", "--proxy", &proxy, url];
            let ran = measured::run(&args);
            is_tame(&ran.stdout, url);
            is_tame(&ran.stderr, url);
            assert_eq!(ran.code, Some(1), "{answer:?}: {ran:?}");
        }
    }
}
