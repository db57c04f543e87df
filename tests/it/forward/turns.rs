//! Every turn that an exchange can take, byte for byte, with an origin that takes it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::forward::{Proxy, origin};
use crate::hostile::server::Hostile;

/// What comes back for `bytes`, until nothing more comes or `until` has; with `then`, that is sent once it has.
fn raw(proxy: &Proxy, bytes: &str, until: &str, then: Option<&str>) -> String {
    let mut stream = TcpStream::connect(proxy.at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let (mut all, mut piece, mut then) = (String::new(), [0; 65536], then);
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return all + "<end>",
            Ok(some) => all.push_str(&String::from_utf8_lossy(&piece[..some])),
            Err(error) => panic!("{error}: {all}"),
        }
        if all.contains(until) {
            match then.take() {
                Some(more) => stream.write_all(more.as_bytes()).unwrap(),
                None => return all,
            }
        }
    }
}

fn head(origin: std::net::SocketAddr, method: &str, path: &str, fields: &str) -> String {
    format!("{method} http://{origin}{path} HTTP/1.1\r\nHost: other.test\r\n{fields}\r\n")
}

#[test]
fn messages_are_passed_on_as_they_are_meant() {
    let (proxy, at) = (Proxy::start(&["--no-diagnose"]), origin::start());
    let one = |path: &str, fields: &str, until: &str| raw(&proxy, &head(at, "GET", path, fields), until, None);
    // What is of the connection stays on it; the host is that of the URL.
    let seen =
        one("/x?a", "X-A: 1\r\nConnection: x-a\r\nProxy-Authorization: Basic x\r\nTE: trailers\r\nX-B: 2\r\n", "2\r\n");
    let asked = seen.split("\r\n\r\n").nth(1).unwrap().to_ascii_lowercase();
    assert!(asked.starts_with(&format!("get /x?a http/1.1\r\nhost: {at}\r\n")), "{seen}");
    assert!(asked.contains("x-b: 2") && asked.contains("te: trailers\r\nconnection: te"), "{seen}");
    assert!(!asked.contains("x-a") && !asked.contains("proxy-auth") && asked.contains("via: 1.1 netwhy-"), "{seen}");
    let brewed = head(at, "BREW", "/", "Content-Length: 3\r\n") + "cup";
    assert!(raw(&proxy, &brewed, "\r\n\r\ncup", None).contains("BREW / HTTP/1.1"));

    let hints = one("/early-hints", "", "\r\n\r\nok");
    assert!(hints.starts_with("HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\n"), "{hints}");
    assert!(one("/trailers", "TE: trailers\r\n", "9\r\n\r\n").contains("3\r\nabc\r\n0\r\nx-sum: 9\r\n\r\n"));
    let one_length = one("/two-lengths", "", "0\r\n\r\n");
    assert!(!one_length.to_ascii_lowercase().contains("content-length"), "{one_length}");
    assert!(one("/of-old", "", "0\r\n\r\n").contains("3\r\nold\r\n0\r\n\r\n"));
    let old = raw(&proxy, &format!("GET http://{at}/early-hints HTTP/1.0\r\n\r\n"), "<end>", None);
    assert!(old.starts_with("HTTP/1.0 200 OK") && old.ends_with("ok<end>"), "{old}");
    let switched = "Upgrade: upper\r\nConnection: Upgrade\r\n";
    let switched = raw(&proxy, &head(at, "GET", "/switch", switched), "\r\n\r\nhi", Some("more"));
    assert!(switched.starts_with("HTTP/1.1 101 ") && switched.ends_with("hiMORE"), "{switched}");
    assert!(one("/switch", "", "(netwhy").starts_with("HTTP/1.1 502 "));

    let post = |path: &str, fields: &str| head(at, "POST", path, &format!("Content-Length: 4\r\n{fields}"));
    let body = raw(&proxy, &post("/continue", "Expect: 100-continue\r\n"), "100 Continue\r\n\r\n", Some("body"));
    assert!(body.starts_with("HTTP/1.1 100 Continue\r\n\r\n"), "{body}");
    // Nobody says that it is wanted, so that it is not asked for.
    let refused = raw(&proxy, &post("/refuses", "Expect: 100-continue\r\n"), "\r\n\r\nno", None);
    assert!(refused.starts_with("HTTP/1.1 417 "), "{refused}");
    // The origin does not know of it: after a while it is asked for all the same.
    let unknown = raw(&proxy, &post("/x", "Expect: 100-continue\r\n"), "100 Continue\r\n\r\n", Some("body"));
    assert!(unknown.starts_with("HTTP/1.1 100 "), "{unknown}");
}

#[test]
fn what_breaks_is_told_once_with_its_cause() {
    let (proxy, at) = (Proxy::start(&["--no-diagnose"]), origin::start());
    let get = |path: &str| head(at, "GET", path, "Connection: close\r\n");
    let broken = raw(&proxy, &get("/breaks-off"), "<end>", None);
    assert!(broken.starts_with("HTTP/1.1 200 ") && broken.ends_with("abc<end>"), "{broken}");
    let broken = raw(&proxy, &get("/breaks-off-in-chunks"), "<end>", None);
    assert!(broken.ends_with("3\r\nabc\r\n<end>"), "{broken}");
    for (path, error) in [("/says-nothing", "connection_terminated"), ("/is-no-http", "http_protocol_error")] {
        let answer = raw(&proxy, &get(path), "<end>", None);
        assert!(
            answer.starts_with("HTTP/1.1 502 ") && answer.contains(&format!("error={error}; details=")),
            "{answer}"
        );
    }
    // The answer comes though the request cannot be sent.
    let large = head(at, "POST", "/too-large", "Content-Length: 3000000\r\n") + &"x".repeat(3_000_000);
    let answer = raw(&proxy, &large, "\r\n\r\nbig", None);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    // A kept connection that has ended is replaced.
    for _ in 0..2 {
        assert!(raw(&proxy, &get("/once"), "\r\n\r\nok", None).starts_with("HTTP/1.1 200 "));
        std::thread::sleep(Duration::from_millis(150));
    }
    // A client that leaves before it is answered.
    let mut leaving = TcpStream::connect(proxy.at).unwrap();
    leaving.write_all(head(at, "GET", "/early-hints", "").as_bytes()).unwrap();
    assert!(leaving.read(&mut [0; 10]).unwrap() > 0);
    drop(leaving);
    let log = proxy.log(8);
    log.iter().for_each(crate::contract::holds);
    let ended: Vec<&str> = log.iter().map(|line| line["ended"].as_str().unwrap()).collect();
    let wanted = ["truncated", "truncated", "answered", "answered", "whole", "whole", "whole", "client-left"];
    assert_eq!(ended, wanted, "{log:#?}");
    assert_eq!(log[0]["error"], "http_response_incomplete");
    assert!(log[0]["summary"].as_str().unwrap().contains("after 3 bytes"), "{:#}", log[0]);
}

#[test]
fn open_exchanges_are_finished_or_cut_at_the_end() {
    let (mut proxy, at) = (Proxy::start(&["--grace", "300ms"]), origin::start());
    let mut tunnel = TcpStream::connect(proxy.at).unwrap();
    write!(tunnel, "CONNECT {at} HTTP/1.1\r\nHost: {at}\r\n\r\n").unwrap();
    let mut piece = [0; 100];
    assert!(tunnel.read(&mut piece).unwrap() > 0);
    assert_eq!(proxy.end(), Some(130));
    let log = proxy.log(1);
    assert_eq!((log.len(), &log[0]["ended"], &log[0]["status"]), (1, &"cut".into(), &200.into()), "{log:#?}");
}

#[test]
fn lengths_of_bodies_that_are_not_there_stay_true() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.toml");
    std::fs::write(&rules, "[[rule]]\nmatch.path = '/changed'\nresponse.body = { find = 'a', with = 'bcd' }\n")
        .unwrap();
    let proxy = Proxy::start(&["--no-diagnose", "--rule", &rules.display().to_string()]);
    let origin = Hostile::start(|talk| {
        loop {
            let head = talk.request();
            let status = if head.starts_with("HEAD") { "200 OK" } else { "304 Not Modified" };
            if head.is_empty() || !talk.say(format!("HTTP/1.1 {status}\r\nContent-Length: 77\r\nETag: x\r\n\r\n")) {
                return;
            }
        }
    });
    let ask = |method: &str, path: &str| raw(&proxy, &head(origin.at, method, path, ""), "\r\n\r\n", None);
    let both = ["HTTP/1.1 ", "HTTP/1.0 "].map(|version| {
        let whole = head(origin.at, "GET", "/x", "Connection: close\r\n").replace("HTTP/1.1", version.trim_end());
        raw(&proxy, &whole, "<end>", None)
    });
    for answer in [ask("GET", "/x"), ask("HEAD", "/x")].iter().chain(&both) {
        assert!(answer.to_ascii_lowercase().contains("content-length: 77\r\n"), "{answer}");
        assert!(!answer.to_ascii_lowercase().contains("transfer-encoding"), "{answer}");
    }
    for answer in [ask("GET", "/changed"), ask("HEAD", "/changed")] {
        assert!(!answer.to_ascii_lowercase().contains("content-length"), "{answer}");
    }
    // Both came over one connection, which is as it was.
    let twice = head(origin.at, "GET", "/x", "") + &head(origin.at, "GET", "/y", "Connection: close\r\n");
    let twice = raw(&proxy, &twice, "<end>", None);
    assert_eq!((twice.matches("HTTP/1.1 304").count(), twice.matches("Content-Length: 77").count()), (2, 2), "{twice}");
    let log = proxy.log(8);
    assert!(log.iter().all(|line| line["ended"] == "whole"), "{log:#?}");
}

#[test]
fn all_of_a_host_is_asked_of_as_such() {
    let origin = Hostile::start(|talk| {
        while !talk.request().is_empty() {
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let straight = Proxy::start(&["--no-diagnose"]);
    let behind = Proxy::start(&["--no-diagnose", "--upstream", &origin.url("")]);
    for (proxy, host, target) in [
        (&straight, origin.at.to_string(), "*".to_owned()),
        (&behind, "x.test:81".to_owned(), "http://x.test:81".to_owned()),
    ] {
        for (path, wanted) in [("", target.as_str()), ("/", if target == "*" { "/" } else { "http://x.test:81/" })] {
            let request = format!("OPTIONS http://{host}{path} HTTP/1.1\r\nHost: x\r\nX-N: {path}.\r\n\r\n");
            let answer = raw(proxy, &request, "\r\n\r\n", None);
            assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
            let heard = origin.heard().concat();
            assert!(heard.contains(&format!("OPTIONS {wanted} HTTP/1.1\r\n")), "{wanted}: {heard}");
        }
        // And what is no OPTIONS has a path.
        raw(proxy, &format!("GET http://{host} HTTP/1.1\r\nHost: x\r\n\r\n"), "\r\n\r\n", None);
        assert!(
            origin
                .heard()
                .concat()
                .lines()
                .filter(|line| line.starts_with("GET "))
                .all(|line| line.contains("/ HTTP/1.1"))
        );
    }
}
