//! What people see: the answer first, every line within the width, and nothing that a terminal obeys.

use unicode_width::UnicodeWidthStr;

use crate::http::ear::listen;
use crate::http::http;
use crate::peers::nginx::{At, Nginx};
use crate::run::{Ran, command};

fn at_width(args: &[&str], columns: &str) -> Ran {
    command().arg("http").args(args).env("COLUMNS", columns).output().unwrap().into()
}

#[test]
fn the_answer_comes_first() {
    let Some(nginx) = Nginx::start() else { return };
    let url = nginx.url(At::Plain, "/");
    for (path, begins) in [("/", "✓ 200 OK  "), ("/404", "! 404 Not Found  "), ("/503", "✗ 503 Service")] {
        let ran = http(&[&nginx.url(At::Plain, path)]);
        assert!(ran.stdout.starts_with(begins), "{}", ran.stdout);
    }
    let chinese = http(&[&url, "--lang", "zh"]).stdout;
    assert!(chinese.contains("各阶段") && chinese.contains("等待首字节"), "{chinese}");
}

#[test]
fn lines_fit_at_every_width() {
    let Some(nginx) = Nginx::start() else { return };
    let (tls, plain) = (nginx.url(At::Tls, "/"), nginx.url(At::Plain, "/hops/3"));
    let runs: &[&[&str]] = &[
        &[&tls, "-k", "-v"],
        &[&plain, "-L", "-v"],
        &[&plain, "--keep-alive", "3", "--hex"],
        &[&plain, "--expect-status", "404", "--expect-header", "Location: /^https/"],
        &["http://127.0.0.1:1/", "-v"],
    ];
    for args in runs {
        for lang in ["en", "zh"] {
            for columns in [40, 60, 80, 100] {
                let ran = at_width(&[args, &["--lang", lang][..]].concat(), &columns.to_string());
                for line in ran.stdout.lines() {
                    // URLs, commands and names are there to be copied, so they are never broken.
                    let is_whole = line.contains("://") || line.contains("TLS_") || line.starts_with("       ");
                    assert!(is_whole || line.width() <= columns, "{args:?} {lang} {columns}: {line}");
                }
            }
        }
    }
}

#[test]
fn nothing_that_came_is_obeyed() {
    let hostile = "HTTP/1.1 200 \x1b]0;title\x07\r\nX-\u{202e}: \x1b[2J\u{9b}31m\r\nLocation: \x1b[H\r\nContent-Length: 3\r\n\r\n\x1b[m";
    let (at, _) = listen(vec![hostile.as_bytes().to_vec()]);
    for extra in [&["-vv", "-i", "--hex", "--body"][..], &["-vv", "-L", "--lang", "zh"]] {
        let ran = http(&[&[format!("http://{at}/").as_str()], extra].concat());
        let obeyed = ran.stdout.find(|c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}'));
        assert_eq!(obeyed, None, "{extra:?}: {:?}", ran.stdout);
    }
}
