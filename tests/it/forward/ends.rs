//! How exchanges end badly: the client sees it, and the log tells whose fault it was.

use crate::forward::Proxy;
use crate::forward::raw::Raw;
use crate::hostile::server::Hostile;

#[test]
fn an_answer_cut_short_looks_whole_to_no_client() {
    let proxy = Proxy::start(&["--no-diagnose"]);
    let cut = [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
    ];
    let mut lines = 0;
    for answer in cut {
        let origin = Hostile::answering(answer);
        for version in ["--http1.0", "--http1.1"] {
            let (code, text) = proxy.curl(&[version, &origin.url("/")]);
            assert!(code.is_some_and(|code| code != 0) && text.starts_with("short"), "{version} {code:?} {text}");
            lines += 1;
            let line = &proxy.log(lines)[lines - 1];
            assert!(line["ended"] == "truncated" && line["received_bytes"] == 5, "{line}");
        }
    }
    // One that is whole ends in order, however its end is marked.
    for answer in
        ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nwhole"]
    {
        let origin = Hostile::answering(answer);
        assert_eq!(proxy.curl(&["--http1.0", &origin.url("/")]), (Some(0), "whole".to_owned()));
    }
}

#[test]
fn an_answer_that_stands_still_or_is_cut_by_the_proxys_end_looks_whole_to_no_client() {
    let origin = Hostile::start(|talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n");
        talk.wait();
    });
    let proxy = Proxy::start(&["--no-diagnose", "--stall", "1s"]);
    let (code, text) = proxy.curl(&["--http1.0", &origin.url("/")]);
    assert!(code.is_some_and(|code| code != 0) && text.starts_with("short"), "{code:?} {text}");
    assert_eq!(proxy.log(1)[0]["ended"], "stalled");
}

#[test]
fn a_client_that_stops_sending_is_told_so_and_nobody_else_is_blamed() {
    let origin = Hostile::start(|talk| {
        talk.request();
        talk.wait();
    });
    let proxy = Proxy::start(&["--stall", "1s"]);
    for (at, (head, told)) in [
        ("Content-Length: 100", "1 of the 100 bytes"),
        ("Transfer-Encoding: chunked", "1 bytes of its body and not its end"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut raw = Raw::to(proxy.at);
        let begin = if at == 0 { "a" } else { "1\r\na\r\n" };
        raw.send(format!("POST {} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n{begin}", origin.url("/")));
        let all = String::from_utf8_lossy(&raw.all()).into_owned();
        assert!(all.starts_with("HTTP/1.1 408 ") && all.contains(told), "{all}");
        let line = &proxy.log(at + 1)[at];
        assert!(line["ended"] == "stalled" && line["status"] == 408 && line["cause"].is_null(), "{line}");
        assert!(line["sent_bytes"] == 1 && line["summary"].as_str().unwrap().contains(told), "{line}");
    }
    // An origin that says nothing to a whole request is another matter.
    let (code, text) = proxy.curl(&["-d", "a", "-w", "%{http_code}", &origin.url("/")]);
    assert!(code == Some(0) && text.ends_with("504"), "{text}");
}

#[test]
fn a_client_that_sends_slowly_is_not_cut_while_it_sends() {
    let origin = crate::forward::origin::start();
    let proxy = Proxy::start(&["--no-diagnose", "--stall", "1s"]);
    let mut raw = Raw::to(proxy.at);
    raw.send(format!("POST http://{origin}/x HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n"));
    for _ in 0..8 {
        std::thread::sleep(std::time::Duration::from_millis(300));
        raw.send("x");
    }
    assert_eq!(raw.answer("POST").map(|answer| answer.0), Some(200));
}

#[test]
fn a_client_that_leaves_in_the_middle_has_left() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("large"), vec![b'x'; 16 << 20]).expect("written");
    let rules = folder.path().join("rules.toml");
    std::fs::write(&rules, "[[rule]]\nmatch.host = 'large.test'\nanswer = { file = 'large' }\n").expect("written");
    let proxy = Proxy::start(&["--no-diagnose", "--rule", &rules.display().to_string()]);
    let mut raw = Raw::to(proxy.at);
    raw.send("GET http://large.test/ HTTP/1.1\r\nHost: x\r\n\r\n");
    raw.some();
    drop(raw);
    let line = &proxy.log(1)[0];
    assert!(line["ended"] == "client-left" && line["status"] == 200, "{line}");
    // In the middle of its own body.
    let origin = Hostile::start(|talk| {
        talk.request();
        talk.wait();
    });
    let mut raw = Raw::to(proxy.at);
    raw.send(format!("POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na", origin.url("/")));
    std::thread::sleep(std::time::Duration::from_millis(300));
    drop(raw);
    let line = &proxy.log(2)[1];
    assert!(line["ended"] == "client-left" && line["cause"].is_null(), "{line}");
    // What was taken whole was answered, whatever the method.
    for method in ["GET", "HEAD"] {
        let (code, text) = proxy.curl(&["-o", "/dev/null", "-X", method, "--max-time", "1", "http://127.0.0.1:1/"]);
        assert!(code.is_some(), "{text}");
    }
    let log = proxy.log(4);
    assert!(log[2..].iter().all(|line| line["ended"] == "answered" && line["status"] == 502), "{log:#?}");
}
