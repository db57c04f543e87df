//! How exchanges end badly: the client sees it, and the log tells whose fault it was.

use crate::forward::Proxy;
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
