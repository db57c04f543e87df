//! Requests of every kind, asked with curl and by hand.

use crate::serve::{Serve, column};

#[test]
fn every_method_is_answered_as_it_should_be() {
    let server = Serve::start(&[]);
    let status = |method: &str, path: &str| {
        let url = server.url(path);
        let args: &[&str] = if method == "HEAD" { &["-I"] } else { &["-i", "-X", method] };
        let (code, text) = server.curl(&[args, &[&url]].concat());
        assert_eq!(code, Some(0), "{text}");
        text
    };
    for (method, path, answer) in [
        ("GET", "/", "200 OK"),
        ("HEAD", "/", "200 OK"),
        ("POST", "/", "200 OK"),
        ("PUT", "/status/201", "201 Created"),
        ("DELETE", "/status/204", "204 No Content"),
        ("OPTIONS", "/ip", "204 No Content"),
        ("POST", "/ip", "405 Method Not Allowed"),
        ("PATCH", "/", "405 Method Not Allowed"),
        ("TRACE", "/", "405 Method Not Allowed"),
        ("BREW", "/", "501 Not Implemented"),
        ("GET", "/nothing", "404 Not Found"),
        ("GET", "/status/999", "400 Bad Request"),
        ("GET", "/bytes/99999999999", "400 Bad Request"),
        ("HEAD", "/bytes/10000000000", "200 OK"),
        ("GET", "/status/304", "304 Not Modified"),
    ] {
        let text = status(method, path);
        assert!(text.starts_with(&format!("HTTP/1.1 {answer}\r\n")), "{method} {path}: {text}");
        let is_405 = answer.starts_with("405") || method == "OPTIONS";
        assert_eq!(text.contains("\r\nAllow: GET, HEAD, "), is_405, "{method} {path}: {text}");
    }
    let told = server.told(15);
    assert_eq!(told.len(), 15, "{told:?}");
    assert_eq!(column(&told[..4], "/request/method"), ["GET", "HEAD", "POST", "PUT"]);
    told.iter().for_each(crate::contract::holds);
}

#[test]
fn pages_tell_the_client_what_it_is() {
    let server = Serve::start(&[]);
    let ask = |path: &str, args: &[&str]| {
        let (code, text) = server.curl(&[args, &[&server.url(path)]].concat());
        assert_eq!(code, Some(0), "{path}: {text}");
        text
    };
    assert_eq!(ask("/ip", &[]), "127.0.0.1\n");
    assert!(ask("/time", &[]).trim().ends_with('Z'));
    assert!(ask("/", &["-H", "X-Odd: <script>"]).contains("&lt;script&gt;"));
    assert_eq!(ask("/bytes/1000000", &["-o", "/dev/null", "-w", "%{size_download}"]), "1000000");
    assert_eq!(ask("/bytes/0", &["-w", "%{size_download}"]), "0");
    let waited: f64 = ask("/delay/300ms", &["-o", "/dev/null", "-w", "%{time_total}"]).parse().unwrap();
    assert!(waited >= 0.3, "{waited}");
    let text = ask("/echo?x=y", &["-H", "Cookie: secret", "-H", "Odd:  two  ", "-d", "body"]);
    let wanted = ["POST /echo?x=y HTTP/1.1\r\n", "Cookie: secret\r\n", "\r\n\r\nbody"];
    assert!(wanted.iter().all(|wanted| text.contains(wanted)), "{text}");
    let told = server.told(7);
    let echo = &told[6];
    assert_eq!(echo["request"]["target"], "/echo?***", "{echo:#}");
    assert!(!echo.to_string().contains("secret"), "{echo:#}");
    assert_eq!(echo["request"]["body_bytes"], 4);
}

#[test]
fn bodies_come_in_chunks_at_length_and_after_a_pause_for_leave() {
    let server = Serve::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body");
    std::fs::write(&file, vec![b'x'; 3_000_000]).unwrap();
    let file = file.display().to_string();
    let url = server.url("/status/200");
    for args in [&["-H", "Transfer-Encoding: chunked"][..], &["-H", "Expect:"], &["-H", "Expect: 100-continue"]] {
        let (code, text) = server.curl(&[args, &["-v", "-T", &file, &url]].concat());
        assert!(code == Some(0) && text.contains("HTTP/1.1 200 OK"), "{text}");
        // curl itself asks for leave where a body is large.
        assert_eq!(text.contains("100 Continue"), args[1] != "Expect:", "{text}");
    }
    let told = server.told(3);
    assert_eq!(column(&told, "/request/body_bytes"), ["3000000", "3000000", "3000000"]);
    // Too large to be sent back: refused before it comes.
    let (_, text) = server.curl(&["-i", "-T", &file, "-H", "Expect: 100-continue", &server.url("/echo")]);
    assert!(text.starts_with("HTTP/1.1 413 Content Too Large"), "{text}");
    let (_, text) = server.curl(&["-i", "-T", &file, "-H", "Expect: wine", &server.url("/")]);
    assert!(text.starts_with("HTTP/1.1 417 Expectation Failed"), "{text}");
    let chunked = server.raw(
        b"PUT /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nT: v\r\n\r\n",
    );
    assert!(chunked.ends_with("\r\n\r\n3;a=b\r\nabc\r\n0\r\nT: v\r\n\r\n"), "{chunked}");
}

#[test]
fn connections_are_kept_and_each_request_is_told() {
    let server = Serve::start(&[]);
    let urls = ["/ip", "/time", "/status/404"].map(|path| server.url(path));
    let (code, text) = server.curl(&[
        "-o",
        "/dev/null",
        "-w",
        "%{num_connects}",
        &urls[0],
        "-o",
        "/dev/null",
        &urls[1],
        "-o",
        "/dev/null",
        &urls[2],
    ]);
    assert_eq!((code, text.as_str()), (Some(0), "100"));
    let text = server.raw(b"GET /ip HTTP/1.1\r\nHost: x\r\n\r\nPOST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhiGET /time HTTP/1.0\r\n\r\n");
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 3, "{text}");
    let old = server
        .raw(b"GET /ip HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /ip HTTP/1.0\r\n\r\nGET /time HTTP/1.0\r\n\r\n");
    assert_eq!(old.matches("127.0.0.1\n").count(), 2, "{old}");
    assert_eq!((old.matches("HTTP/1.1 200").count(), old.matches("Connection: keep-alive").count()), (2, 1), "{old}");
    let told = server.told(8);
    assert_eq!(column(&told, "/connection"), ["1", "1", "1", "2", "2", "2", "3", "3"]);
    assert_eq!(column(&told, "/exchange"), ["1", "2", "3", "1", "2", "3", "1", "2"]);
    assert_eq!(column(&told, "/end"), vec!["answered"; 8]);
    assert_eq!(column(&told, "/status")[..3], ["200", "200", "404"]);
}

#[test]
fn it_ends_after_as_many_arrivals_as_asked() {
    for (args, count) in [(&["--once"][..], 1), (&["--until", "3"], 3)] {
        let mut server = Serve::start(args);
        for _ in 0..count {
            assert_eq!(server.curl(&[&server.url("/ip")]), (Some(0), "127.0.0.1\n".to_owned()));
        }
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{args:?}");
        assert_eq!(server.told(count).len(), count);
    }
}

#[test]
fn an_empty_line_between_requests_is_none() {
    use std::io::{Read, Write};
    let server = Serve::start(&[]);
    let mut stream = server.connect();
    let mut answer = |bytes: &[u8]| {
        stream.write_all(bytes).unwrap();
        let mut back = [0; 4096];
        let count = stream.read(&mut back).unwrap();
        String::from_utf8_lossy(&back[..count]).into_owned()
    };
    assert!(answer(b"GET /ip HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 200 "));
    // One that an old client sends behind a body comes alone, and in two pieces.
    stream.write_all(b"\r").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(50));
    stream.write_all(b"\n").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(50));
    stream.write_all(b"GET /time HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    let mut back = [0; 4096];
    let count = stream.read(&mut back).unwrap();
    assert!(back[..count].starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&back[..count]));
    stream.write_all(b"\r\n").unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty(), "{}", String::from_utf8_lossy(&rest));
    server.curl(&[&server.url("/ip")]);
    let told = server.told(3);
    assert_eq!(column(&told, "/request/target"), ["/ip", "/time", "/ip"], "{told:#?}");
    // More than one is a breach.
    let refused = server.raw(b"GET /ip HTTP/1.1\r\nHost: a\r\n\r\n\r\n\r\nGET /ip HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(refused.contains("HTTP/1.1 400 "), "{refused}");
}

#[cfg(unix)]
#[test]
fn a_server_that_is_ended_says_so_in_its_exit_code() {
    use nix::sys::signal::{Signal, kill};
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let mut server = Serve::start(&[]);
        assert_eq!(server.curl(&[&server.url("/ip")]).0, Some(0));
        server.told(1);
        kill(nix::unistd::Pid::from_raw(i32::try_from(server.child.id()).unwrap()), signal).unwrap();
        assert_eq!(server.child.wait().unwrap().code(), Some(130), "{signal}");
    }
}
