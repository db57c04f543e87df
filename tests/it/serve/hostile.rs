//! Clients that are slow, endless or wrong.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use crate::serve::{Serve, column};

#[test]
fn wrong_requests_are_refused_with_the_reason() {
    let server = Serve::start(&["--as", "http"]);
    let long = |count: usize| "a".repeat(count);
    let cases: &[(String, &str, &str)] = &[
        ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na".into(), "400", "several times"),
        (
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n".into(),
            "400",
            "are both given",
        ),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".into(), "400", "hexadecimal"),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n".into(), "400", "CRLF"),
        (
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n".into(),
            "400",
            "larger",
        ),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n".into(), "501", "coding"),
        ("GET / HTTP/1.1\r\n\r\n".into(), "400", "Host is missing"),
        ("GET / HTTP/1.1\nHost: x\n\n".into(), "400", "LF without CR"),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n".into(), "400", "folded"),
        ("GET / HTTP/3.0\r\n\r\n".into(), "505", "version"),
        ("GET /\r\n\r\n".into(), "400", "HTTP/0.9"),
        (format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", long(20_000)), "414", "too long"),
        (format!("GET / HTTP/1.1\r\nHost: x\r\nA: {}\r\n\r\n", long(20_000)), "431", "too long"),
        (format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "a: b\r\n".repeat(200)), "431", "too many"),
        ("PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000000000000\r\n\r\n".into(), "413", "larger"),
        ("\u{16}\u{3}\u{1}\0\u{1}".into(), "400", "TLS"),
    ];
    for (request, status, reason) in cases {
        let text = server.raw(request.as_bytes());
        let shown = &request[..request.len().min(80)];
        assert!(text.starts_with(&format!("HTTP/1.1 {status} ")) && text.contains(reason), "{shown:?}: {text}");
        assert!(text.contains("\r\nConnection: close\r\n"), "{shown:?}: {text}");
    }
    let told = server.told(cases.len());
    assert_eq!(told.len(), cases.len());
    assert!(column(&told, "/end").iter().all(|end| end == "refused"), "{told:#?}");
    assert_eq!(column(&told, "/status"), cases.iter().map(|case| case.1).collect::<Vec<_>>());
    assert!(told.iter().all(|one| one["note"].is_string()), "{told:#?}");
    // What was asked is told as far as it was read.
    for (one, (request, ..)) in told.iter().zip(cases) {
        let method = request.split(' ').next().filter(|word| word.bytes().all(|byte| byte.is_ascii_uppercase()));
        assert_eq!(one["request"]["method"].as_str(), method, "{one:#?}");
    }
}

#[test]
fn who_speaks_without_tls_where_tls_alone_is_spoken_is_told_so() {
    let server = Serve::start(&["--as", "tls"]);
    server.raw(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    let told = server.told(1);
    assert_eq!(column(&told, "/end"), ["tls-failed"]);
    assert!(told[0]["note"].as_str().unwrap().contains("speaks HTTP without TLS"), "{told:#?}");
}

#[test]
fn a_head_that_drips_is_cut_off_while_others_are_served() {
    let server = Serve::start(&[]);
    let began = Instant::now();
    let mut drips: Vec<_> = (0..100).map(|_| server.connect()).collect();
    for stream in &mut drips {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX: ").unwrap();
    }
    let mut others = 0;
    while began.elapsed() < Duration::from_secs(5) {
        others += 1;
        for stream in &mut drips {
            stream.write_all(b"a").unwrap();
        }
        assert_eq!(server.curl(&[&server.url("/ip")]).1, "127.0.0.1\n");
        std::thread::sleep(Duration::from_millis(500));
    }
    for mut stream in drips {
        let mut back = String::new();
        stream.read_to_string(&mut back).unwrap();
        assert!(back.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{back}");
    }
    let told = server.told(100 + others);
    assert_eq!(column(&told, "/end").iter().filter(|end| *end == "slow").count(), 100, "{told:#?}");
}

#[test]
fn floods_are_answered_one_by_one_or_not_at_all() {
    let server = Serve::start(&[]);
    let mut stream = server.connect();
    let mut reader = stream.try_clone().unwrap();
    let count = 20_000;
    let writer = std::thread::spawn(move || {
        let many = "GET /ip HTTP/1.1\r\nHost: x\r\n\r\n".repeat(count - 1) + "GET /ip HTTP/1.0\r\n\r\n";
        stream.write_all(many.as_bytes()).unwrap();
    });
    let mut back = String::new();
    reader.read_to_string(&mut back).unwrap();
    writer.join().unwrap();
    assert_eq!(back.matches("HTTP/1.1 200 OK").count(), count);
    assert_eq!(server.told(count).len(), count);
    // One that asks for much and takes nothing holds no memory of it.
    let mut greedy: Vec<_> = (0..50).map(|_| server.connect()).collect();
    for stream in &mut greedy {
        stream.write_all("GET /bytes/10000000000 HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2).as_bytes()).unwrap();
    }
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.curl(&[&server.url("/ip")]).1, "127.0.0.1\n");
    let memory = crate::forward::soak::use_of(server.child.id()).memory;
    assert!(memory < 200 << 20, "{memory} bytes");
}
