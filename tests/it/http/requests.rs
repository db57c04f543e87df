//! The bytes of requests: those that curl sends for the same options, or exactly those given.

use std::process::Command;

use crate::http::document;
use crate::http::ear::{answer, listen};
use crate::run::SETTINGS;

/// What a program sends to `at` when it is run with `args`, the program's own name taken out.
fn sent(program: &str, args: &[&str], heard: &crate::http::ear::Heard) -> String {
    let before = heard.texts().len();
    let mut command = Command::new(program);
    for setting in SETTINGS {
        command.env_remove(setting);
    }
    let output = command.args(args).output().unwrap();
    let texts = heard.texts();
    assert_eq!(texts.len(), before + 1, "{program} {args:?}: {output:?}");
    let text = texts.last().unwrap().clone();
    let lines = text.split_inclusive("\r\n").map(|line| match line.starts_with("User-Agent: ") {
        true => "User-Agent: x\r\n",
        false => line,
    });
    lines.collect()
}

#[test]
fn curl_sends_the_same_for_the_same_options() {
    let (at, heard) = listen(vec![answer("200 OK", "", "x")]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("form");
    std::fs::write(&file, "line one\r\nline two\n\r\nx=y&z").unwrap();
    let at_file = format!("@{}", file.display());
    let fields = folder.path().join("fields");
    std::fs::write(&fields, "X-One: 1\nX-Two: 2\n").unwrap();
    let at_fields = format!("@{}", fields.display());
    let cases: &[(&str, &[&str])] = &[
        ("/", &[]),
        ("/a/../b/./c?d=/../e#f", &[]),
        ("/a/../b", &["--path-as-is"]),
        ("?q", &[]),
        ("/", &["-X", "PROPFIND"]),
        ("/", &["-X", "delete"]),
        ("/", &["--http1.0"]),
        ("/", &["-H", "X-A: 1", "-H", "x-a:2", "-H", "X-Empty;"]),
        ("/", &["-H", "Accept: text/html", "-H", "Host: other"]),
        ("/", &["-H", "Accept:", "-H", "User-Agent:"]),
        ("/", &["-H", &at_fields]),
        ("/", &["-u", "user:pass:word"]),
        ("/", &["-u", "user:"]),
        ("/", &["-u", "user:pass", "-H", "Authorization: Bearer x"]),
        ("/", &["-d", "a=1", "-d", "b=2"]),
        ("/", &["-d", ""]),
        ("/", &["-d", &at_file]),
        ("/", &["-d", "{}", "-H", "Content-Type: application/json"]),
        ("/", &["-d", "{}", "-H", "Content-Type:"]),
        ("/", &["-X", "PUT", "-d", "x"]),
        ("/", &["-d", "hello", "-H", "Transfer-Encoding: chunked"]),
        ("/", &["--request-target", "*", "-X", "OPTIONS"]),
        ("/", &["--request-target", "http://other/x"]),
    ];
    for (path, options) in cases {
        let url = format!("http://{at}{path}");
        let own = sent(crate::run::PROGRAM, &[&["http", &url], *options].concat(), &heard);
        let curls = sent("curl", &[&["-q", "-sS", "--max-time", "20", &url], *options].concat(), &heard);
        // curl has the same fields in another order; what is sent of each is the same.
        let parts = |text: &str| {
            let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{text:?}"));
            let mut lines: Vec<String> = head.split("\r\n").map(str::to_owned).collect();
            lines[1..].sort();
            (lines, body.to_owned())
        };
        assert_eq!(parts(&own), parts(&curls), "{path} {options:?}");
    }
}

#[test]
fn logins_of_the_url_are_sent_and_escapes_undone() {
    let (at, heard) = listen(vec![answer("200 OK", "", "x")]);
    let url = format!("http://us%40er:pa%20ss@{at}/");
    let own = sent(crate::run::PROGRAM, &["http", &url], &heard);
    assert_eq!(own, sent("curl", &["-q", "-sS", &url], &heard));
    assert!(own.contains("Authorization: Basic dXNAZXI6cGEgc3M=\r\n"), "{own}");
}

#[test]
fn a_file_is_sent_byte_for_byte() {
    let (at, heard) = listen(vec![answer("200 OK", "", "x")]);
    let file = tempfile::NamedTempFile::new().unwrap();
    let bytes: Vec<u8> = (0..100_000_u32).map(|at| at.to_le_bytes()[0] ^ at.to_le_bytes()[1]).collect();
    std::fs::write(file.path(), &bytes).unwrap();
    let path = file.path().display().to_string();
    let document = document(&[&format!("http://{at}/"), "--data-file", &path, "-X", "PUT"], 0);
    let heard = heard.last();
    assert!(heard.starts_with(b"PUT / HTTP/1.1\r\n"));
    assert!(
        heard.ends_with(&bytes)
            && heard.windows(25).any(|part| part == b"\r\nContent-Length: 100000\r\n\r\n".get(..25).unwrap())
    );
    assert_eq!(document["exchanges"][0]["sent"]["bytes"], heard.len());
}

#[test]
fn raw_bytes_are_sent_as_they_are() {
    let (at, heard) = listen(vec![answer("200 OK", "", "x")]);
    let url = format!("http://{at}/elsewhere");
    let raw: &[u8] = b"GET  /odd\tHTTP/1.1\nHost : x\r\n folded\n\0\xff: \x01\n\nbody\nline";
    let mended: &[u8] = b"GET  /odd\tHTTP/1.1\r\nHost : x\r\n folded\r\n\0\xff: \x01\r\n\r\nbody\nline";
    for (extra, wanted) in [(&[][..], raw), (&["--crlf"], mended)] {
        let args = [&["http", &url, "--raw", "-", "--json"], extra].concat();
        let ran: crate::run::Ran = crate::run::command().args(&args).write_stdin(raw).output().unwrap().into();
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(heard.last(), wanted, "{extra:?}");
    }
}

#[test]
fn the_answer_to_a_raw_head_has_no_body() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n".to_vec();
    let (at, _) = listen(vec![head]);
    let url = format!("http://{at}/");
    let ran = crate::run::command()
        .args(["http", &url, "--raw", "-", "--json"])
        .write_stdin("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        .output()
        .unwrap();
    let document = crate::run::Ran::from(ran).document();
    assert_eq!(document["exchanges"][0]["ended"], "answered", "{document:#}");
    assert_eq!(document["exchanges"][0]["method"], "HEAD");
}
