//! Origins that fail while failures are looked into: the proxy outlives them, answers and writes its log.

use crate::forward::Proxy;
use crate::hostile::server::Hostile;

#[test]
fn an_origin_that_fails_takes_nobody_with_it() {
    let proxy = Proxy::start(&[]);
    let answers = [
        "",
        "SSH-2.0-x\r\n",
        "no HTTP at all\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ];
    for (at, answer) in answers.into_iter().enumerate() {
        let origin = Hostile::start(move |talk| {
            talk.request();
            talk.say(answer);
        });
        let (code, text) = proxy.curl(&["-w", "%{http_code}", &origin.url("/")]);
        assert!(code == Some(0) && text.ends_with("502"), "{answer:?}: {code:?} {text}");
        let line = &proxy.log(at + 1)[at];
        assert!(line["status"] == 502 && line["summary"].is_string(), "{answer:?}: {line}");
    }
}
