//! Redirects that lead round in circles, out of the web, or to somebody who should not hear the secrets.

use crate::hostile::judged;
use crate::hostile::server::Hostile;

fn to(location: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

#[test]
fn to_itself() {
    let server = Hostile::answering(to("/"));
    judged(&["-L", &server.url("/")], (1, "protocol.http-error", "-"));
    let asked = server.heard().len();
    assert!((2..=60).contains(&asked), "asked {asked} times");
}

#[test]
fn ever_further() {
    let server = Hostile::start(|talk| {
        let asked = talk.request();
        let path = asked.split_whitespace().nth(1).unwrap_or("/").to_owned();
        talk.say(to(&format!("{path}x")));
    });
    judged(&["-L", &server.url("/")], (1, "protocol.http-error", "-"));
    assert!(server.heard().len() <= 60, "{:?}", server.heard());
}

/// Where nobody may follow: each ends in a finding, and nothing of this machine is read.
#[test]
fn out_of_the_web() {
    for location in [
        "file:///etc/hostname",
        "FILE:///etc/hostname",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "data:text/plain,hello",
        "javascript:alert(1)",
        "http://",
        "http://[::",
        "http://a b/",
        "http://127.0.0.1:99999/",
    ] {
        let server = Hostile::answering(to(location));
        let document = judged(&["-L", &server.url("/")], (1, "protocol.http-error", "-"));
        assert_eq!(document["exchanges"].as_array().map(Vec::len), Some(1), "{location}: {document}");
    }
}

#[test]
fn to_a_megabyte() {
    let server = Hostile::answering(to(&format!("/{}", "a".repeat(1_000_000))));
    let url = server.url("/");
    let ran = crate::hostile::measured::run(&["http", "--json", "--max-time", "3s", "--timeout", "2s", "-L", &url]);
    assert_eq!(ran.code, Some(1), "{:.2000}", ran.stdout);
    crate::contract::holds(&ran.document());
}

/// A line break in a Location must not become a field of the next request.
#[test]
fn with_line_breaks() {
    let server = Hostile::start(|talk| {
        if talk.request().starts_with("GET / ") {
            talk.say("HTTP/1.1 302 Found\r\nLocation: /next%0d%0aX-Forged:%20yes\rX-Forged: yes\r\nContent-Length: 0\r\n\r\n");
            if talk.request().is_empty() {
                return;
            }
        }
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    });
    let ran = crate::hostile::measured::run(&[
        "http",
        "--json",
        "--max-time",
        "3s",
        "--timeout",
        "2s",
        "-L",
        &server.url("/"),
    ]);
    crate::contract::holds(&ran.document());
    let heard = server.heard().concat();
    assert!(heard.starts_with("GET / "), "{heard}");
    assert!(
        !heard.lines().any(|line| line.starts_with("X-Forged"))
            && !heard.contains('\r'.to_string().as_str().repeat(2).as_str()),
        "{heard:?}"
    );
}

#[test]
fn without_a_location() {
    let server = Hostile::answering("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
    let document = judged(&["-L", &server.url("/")], (1, "protocol.http-error", "-"));
    assert_eq!(document["exchanges"].as_array().map(Vec::len), Some(1), "{document}");
    judged(&[&server.url("/")], (0, "-", "-"));
}

#[test]
fn to_a_name_that_is_none() {
    let server = Hostile::answering(to("http://..../"));
    judged(&["-L", &server.url("/")], (1, "name.malformed", "-"));
}

/// Two places, the first of which sends everybody to the second.
fn two(then: &'static str) -> (Hostile, Hostile) {
    let second = Hostile::answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    let first = Hostile::answering(to(&format!("http://{}{then}", second.at)));
    (first, second)
}

const SECRETS: [&str; 3] = ["dXNlcjpwYXNzLXNlY3JldA==", "token-secret", "cookie-secret"];

#[test]
fn logins_are_not_sent_to_another_host() {
    for args in [
        &["-u", "user:pass-secret"][..],
        &["-H", "Authorization: Bearer token-secret"],
        &["-H", "authorization:Bearer token-secret"],
        &["-H", "Cookie: a=cookie-secret"],
        &["-H", "cOOkie: a=cookie-secret", "-u", "user:pass-secret", "-H", "Proxy-Authorization: token-secret"],
    ] {
        let (first, second) = two("/");
        judged(&[args, &["-L", &first.url("/")]].concat(), (0, "-", "-"));
        let (told, leaked) = (first.heard().concat(), second.heard().concat());
        assert!(SECRETS.iter().any(|secret| told.contains(secret)), "{args:?}: {told}");
        assert!(leaked.starts_with("GET / "), "{args:?}: {leaked}");
        assert!(!SECRETS.iter().any(|secret| leaked.contains(secret)), "{args:?}: {leaked}");
    }
}

/// The same machine on another port is another host to a secret (as in curl since CVE-2022-27774).
#[test]
fn logins_are_not_sent_to_another_port() {
    let second = Hostile::answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    let port = second.at.port();
    let resolve = format!("one.example.org:{port}:{}", second.at.ip());
    let first = Hostile::answering(to(&format!("http://one.example.org:{port}/")));
    let resolve_first = format!("one.example.org:{}:{}", first.at.port(), first.at.ip());
    let url = format!("http://one.example.org:{}/", first.at.port());
    let args = ["--resolve", &resolve, "--resolve", &resolve_first, "-u", "user:pass-secret", "-L", &url];
    judged(&args, (0, "-", "-"));
    assert!(first.heard().concat().contains(SECRETS[0]), "{:?}", first.heard());
    let leaked = second.heard().concat();
    assert!(leaked.starts_with("GET / ") && !leaked.contains(SECRETS[0]), "{leaked}");
}

#[test]
fn logins_are_sent_to_the_same_place_again() {
    let server = Hostile::start(|talk| {
        let answer = if talk.request().starts_with("GET / ") {
            to("/next")
        } else {
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".to_owned()
        };
        talk.say(answer);
    });
    judged(&["-u", "user:pass-secret", "-H", "Cookie: a=cookie-secret", "-L", &server.url("/")], (0, "-", "-"));
    let heard = server.heard();
    assert_eq!(heard.len(), 2, "{heard:?}");
    assert!(heard.iter().all(|one| one.contains(SECRETS[0]) && one.contains(SECRETS[2])), "{heard:?}");
}

/// A login that a Location brings along belongs to its own host; the one before it does not come back.
#[test]
fn logins_do_not_return() {
    let (third, there) = (Hostile::answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), "/");
    let second = Hostile::answering(to(&third.url(there)));
    let first = Hostile::answering(to(&second.url("/")));
    judged(&["-u", "user:pass-secret", "-L", &first.url("/")], (0, "-", "-"));
    assert!(!(second.heard().concat() + &third.heard().concat()).contains("uthorization"), "{:?}", third.heard());
}
