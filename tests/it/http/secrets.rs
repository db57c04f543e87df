//! Secrets are sent, and never shown unless asked for.

use crate::http::ear::{answer, listen};
use crate::http::http;

/// Where secrets stand in a run: in the URL, in options, in fields of the answer, and in a redirect.
fn args(at: &str) -> Vec<String> {
    let url = format!("http://user:s3cret@{at}/path?token=s3cret");
    let args = [&url, "-H", "Cookie: s3cret", "-H", "X-Api-Key: s3cret", "-L", "--max-redirs", "1"];
    let more = ["--expect-header", "Set-Cookie: s3cret", "-vv", "--hex", "-i", "--body"];
    args.into_iter().chain(more).map(str::to_owned).collect()
}

fn run(extra: &[&str]) -> (crate::run::Ran, Vec<String>) {
    let fields = "Set-Cookie: id=s3cret; Path=/\r\nLocation: /next?again=s3cret\r\n";
    let (at, heard) = listen(vec![answer("302 Found", fields, "x")]);
    let args = args(&at.to_string());
    let args: Vec<&str> = args.iter().map(String::as_str).chain(extra.iter().copied()).collect();
    (http(&args), heard.texts())
}

#[test]
fn secrets_are_sent_and_not_shown() {
    for extra in [&[][..], &["--json"], &["--lang", "zh"]] {
        let (ran, heard) = run(extra);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(heard[0].contains("GET /path?token=s3cret ") && heard[0].contains("Cookie: s3cret"), "{heard:?}");
        assert!(heard[1].contains("GET /next?again=s3cret "), "{heard:?}");
        // Base64 of the login, too.
        for secret in ["s3cret", "dXNlcjpzM2NyZXQ"] {
            let (out, err) = (&ran.stdout, &ran.stderr);
            let at = out.find(secret).map(|at| &out[at.saturating_sub(200)..at + 20]);
            assert!(at.is_none() && !err.contains(secret), "{extra:?} shows {secret}: {at:?} {err}");
        }
        assert!(ran.stdout.contains("***"), "{ran:?}");
    }
}

#[test]
fn asked_for_they_are_shown() {
    let (ran, _) = run(&["--show-secrets", "--json"]);
    let document = ran.document();
    assert_eq!(document["exchanges"][0]["head"]["fields"][0]["value"], "id=s3cret; Path=/");
    assert!(document["exchanges"][0]["sent"]["text"].as_str().unwrap().contains("Basic dXNlcjpzM2NyZXQ="));
    assert!(document["url"].as_str().unwrap().ends_with("/path?token=s3cret"), "{document:#}");
}

#[test]
fn offsets_stay_true_where_secrets_are_struck_out() {
    let bytes = b"HTTP/1.1 200 OK\r\nSet-Cookie: s3cret-s3cret\nX: y\r\nContent-Length: 0\r\n\r\n";
    let (at, _) = listen(vec![bytes.to_vec()]);
    let document = crate::http::document(&[&format!("http://{at}/")], 0);
    let breach = &document["exchanges"][0]["irregular"][0];
    assert_eq!((&breach["kind"], &breach["at"]), (&"bare-lf".into(), &42.into()), "{document:#}");
    let received = document["exchanges"][0]["received"]["text"].as_str().unwrap();
    assert_eq!(received.as_bytes()[42], b'\n', "{received:?}");
}

#[test]
fn what_was_sent_is_not_shown_where_it_comes_back() {
    let back = "Basic dXNlcjpzM2NyZXQ= s3cret url-s3cret host-s3cret";
    let fields = format!("X-Back: {back}\r\n");
    for extra in [&[][..], &["--json"]] {
        let (at, heard) = listen(vec![answer("200 s3cret", &fields, back)]);
        let url = format!("http://{at}/");
        let args = ["-u", "user:s3cret", "--request-target", "http://u:url-s3cret@h/", "--host", "u:host-s3cret@h"];
        let more = ["-d", "password=form-s3cret", "--body", "-i", "-vv", "--expect-body", "s3cret"];
        let ran = http(&[&[url.as_str()], &args[..], &more, extra].concat());
        let all = heard.last();
        let all = String::from_utf8_lossy(&all);
        assert!(all.contains("url-s3cret@h/ ") && all.contains("host-s3cret") && all.contains("form-s3cret"), "{all}");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        for secret in ["s3cret", "dXNlcjpzM2NyZXQ"] {
            assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret), "{extra:?} {secret}: {}", ran.stdout);
        }
    }
}
