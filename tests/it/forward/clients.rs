//! Real clients through the proxy, and nginx as their origin.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

use crate::forward::Proxy;
use crate::forward::recorder::Recorder;
use crate::forward::soak::use_of;
use crate::peers::nginx::{At, Nginx};
use crate::peers::node;

/// What a program printed, both streams; it must succeed.
fn ran(command: &mut Command) -> String {
    let ran =
        command.stdin(std::process::Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{command:?}: {text}");
    text
}

/// The field of each line of the log.
fn column(log: &[serde_json::Value], name: &str) -> Vec<String> {
    log.iter().map(|line| line[name].to_string().trim_matches('"').to_owned()).collect()
}

#[test]
fn curl_speaks_every_version_and_way() {
    let Some(nginx) = Nginx::start() else { return };
    let proxy = Proxy::start(&[]);
    let url = nginx.url(At::Plain, "/");
    let socks = format!("socks5h://{}", proxy.at);
    for args in [
        &["--http1.0"][..],
        &["--http1.1"],
        &["--proxytunnel"],
        &["--proxy1.0", &proxy.at.to_string()],
        &["--proxy", &socks],
    ] {
        assert_eq!(proxy.curl(&[args, &[&url]].concat()), (Some(0), "hello from nginx\n".to_owned()), "{args:?}");
    }
    let tls = nginx.url(At::Tls, "/");
    let authority = nginx.certificates.path("ca.pem");
    assert_eq!(proxy.curl(&["--cacert", &authority, &tls]), (Some(0), "hello from nginx\n".to_owned()));
    let log = proxy.log(6);
    assert_eq!(column(&log, "way"), ["request", "request", "connect", "request", "socks5", "connect"]);
    assert!(log.iter().all(|line| line["ended"] == "whole"), "{log:?}");
}

#[test]
fn connections_are_kept_on_both_sides() {
    let Some(nginx) = Nginx::start() else { return };
    let proxy = Proxy::start(&[]);
    let url = nginx.url(At::Plain, "/");
    let (code, text) = proxy.curl(&["-w", "%{num_connects} ", &url, &url, &url, &url]);
    assert_eq!((code, text.matches("hello").count()), (Some(0), 4));
    let connects: Vec<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(connects.iter().filter(|one| **one == "1").count(), 1, "one connection of the client: {text}");
    let asked = nginx.asked(4);
    let connections: Vec<_> = asked.iter().map(|asked| asked["connection"].as_u64()).collect();
    assert!(connections.windows(2).all(|two| two[0] == two[1]), "one connection to nginx: {connections:?}");
    assert_eq!(column(&proxy.log(4), "reused"), ["false", "true", "true", "true"]);
    let head = asked[0]["head"].as_str().expect("a head").to_ascii_lowercase();
    assert!(head.contains("via: 1.1 ") && !head.contains("proxy-connection"), "{head}");
}

#[test]
fn a_hundred_megabytes_pass_both_ways_and_are_never_held() {
    const SIZE: usize = 100_000_000;
    let listener = TcpListener::bind((crate::peers::shared_address(), 0)).expect("a listener");
    let at = listener.local_addr().expect("an address");
    // An echo that reads no faster than it writes.
    let origin = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
            head.push(byte[0]);
        }
        let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
        assert!(head.contains(&format!("content-length: {SIZE}\r\n")), "{head}");
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n\r\n");
        stream.write_all(answer.as_bytes()).expect("sent");
        let (mut buffer, mut left) = (vec![0; 65_536], SIZE);
        while left > 0 {
            let came = stream.read(&mut buffer).expect("the body");
            assert!(came > 0, "{left} bytes are missing");
            stream.write_all(&buffer[..came]).expect("sent");
            left -= came;
        }
    });
    let folder = tempfile::tempdir().expect("a folder");
    let (sent, back) = (folder.path().join("sent"), folder.path().join("back"));
    let bytes: Vec<u8> = (0..SIZE as u32).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    std::fs::write(&sent, &bytes).expect("written");
    let proxy = Proxy::start(&[]);
    let before = use_of(proxy.id()).memory;
    let data = format!("@{}", sent.display());
    let url = format!("http://{at}/");
    let (code, text) =
        proxy.curl(&["--max-time", "120", "-o", &back.display().to_string(), "--data-binary", &data, &url]);
    assert_eq!(code, Some(0), "{text}");
    origin.join().expect("the origin");
    assert!(std::fs::read(&back).expect("read") == bytes, "what came back is not what was sent");
    let status = std::fs::read_to_string(format!("/proc/{}/status", proxy.id())).expect("it runs");
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    let most: u64 = most.trim().trim_end_matches(" kB").trim().parse().expect("a number");
    assert!(most * 1024 < before + (24 << 20), "{most} kB at most, from {before} bytes");
}

#[test]
fn expect_heads_trailers_and_interim_answers_pass() {
    let (Some(nginx), Some(node)) = (Nginx::start(), node::Node::start()) else { return };
    let proxy = Proxy::start(&[]);
    let (code, text) = proxy.curl(&["-v", "-H", "Expect: 100-continue", "-d", "hello", &nginx.url(At::Plain, "/body")]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("HTTP/1.1 100 Continue") && text.contains("hello"), "{text}");
    let (code, text) = proxy.curl(&["-I", &nginx.url(At::Plain, "/files/large")]);
    assert!(code == Some(0) && text.to_ascii_lowercase().contains("content-length: 8000000"), "{text}");
    let (code, text) = proxy.curl(&["-v", &node.url("/hints")]);
    assert!(code == Some(0) && text.contains("HTTP/1.1 103") && text.contains("after the hints"), "{text}");
    let (code, text) = proxy.curl(&["-v", "-H", "TE: trailers", &node.url("/trailers")]);
    assert!(code == Some(0) && text.to_ascii_lowercase().contains("< trailer"), "{text}");
}

#[test]
fn an_upgrade_becomes_a_tunnel() {
    let listener = TcpListener::bind((crate::peers::shared_address(), 0)).expect("a listener");
    let at = listener.local_addr().expect("an address");
    let origin = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let mut head = vec![0; 4096];
        let came = stream.read(&mut head).expect("a head");
        let head = String::from_utf8_lossy(&head[..came]).to_ascii_lowercase();
        assert!(head.contains("upgrade: websocket\r\n") && head.contains("connection: upgrade"), "{head}");
        stream
            .write_all(b"HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x02hi")
            .expect("sent");
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).expect("the rest");
        rest
    });
    let proxy = Proxy::start(&[]);
    let mut client = TcpStream::connect(proxy.at).expect("a connection");
    let ask = format!("GET http://{at}/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    client.write_all(ask.as_bytes()).expect("sent");
    let mut came = Vec::new();
    while !came.ends_with(b"hi") {
        let mut piece = [0; 512];
        let count = client.read(&mut piece).expect("bytes");
        assert!(count > 0, "{}", String::from_utf8_lossy(&came));
        came.extend_from_slice(&piece[..count]);
    }
    assert!(
        came.starts_with(b"HTTP/1.1 101 ") && came.ends_with(b"\r\n\r\n\x81\x02hi"),
        "{}",
        String::from_utf8_lossy(&came)
    );
    client.write_all(b"\x82\x02 \n\0 GET").expect("sent");
    client.shutdown(std::net::Shutdown::Write).expect("shut");
    assert_eq!(origin.join().expect("the origin"), b"\x82\x02 \n\0 GET");
}

#[test]
fn one_half_of_a_tunnel_may_end_before_the_other() {
    let listener = TcpListener::bind((crate::peers::shared_address(), 0)).expect("a listener");
    let at = listener.local_addr().expect("an address");
    let origin = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let mut all = Vec::new();
        stream.read_to_end(&mut all).expect("all of it");
        all.make_ascii_uppercase();
        stream.write_all(&all).expect("sent");
    });
    let proxy = Proxy::start(&[]);
    let mut client = TcpStream::connect(proxy.at).expect("a connection");
    // The first bytes come with the request: a client may be sure of its tunnel.
    client.write_all(format!("CONNECT {at} HTTP/1.1\r\nHost: {at}\r\n\r\nhalf ").as_bytes()).expect("sent");
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    client.write_all(b"closed").expect("sent");
    client.shutdown(std::net::Shutdown::Write).expect("shut");
    let mut text = String::new();
    client.read_to_string(&mut text).expect("the answer");
    assert_eq!(text, "HALF CLOSED");
    origin.join().expect("the origin");
    assert_eq!(column(&proxy.log(1), "ended"), ["whole"]);
}

#[test]
fn addresses_of_ipv6_are_literals_everywhere() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else {
        return crate::skip::skipped("this machine has no ::1");
    };
    let at = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut head = [0; 4096];
            let came = stream.read(&mut head).unwrap_or(0);
            let text = String::from_utf8_lossy(&head[..came]).into_owned();
            let host = text.lines().find_map(|line| line.strip_prefix("Host: ").or(line.strip_prefix("host: ")));
            let host = host.unwrap_or("none").to_owned();
            let answer =
                format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{host}", host.len());
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    let proxy = Proxy::start(&[]);
    let (url, socks) = (format!("http://{at}/"), format!("socks5h://{}", proxy.at));
    for args in [&[][..], &["--proxytunnel"], &["--proxy", &socks]] {
        assert_eq!(proxy.curl(&[args, &["-g", &url]].concat()), (Some(0), at.to_string()), "{args:?}");
    }
}

#[test]
fn pythons_requests_are_at_home_with_it() {
    let Some(python) = crate::minecraft::installed("pip/bin/python") else { return };
    let Some(nginx) = Nginx::start() else { return };
    let proxy = Proxy::start(&[]);
    let script = r#"
import requests, sys
proxy, plain, tls, authority = sys.argv[1:]
session = requests.Session()
session.trust_env = False
session.proxies = {'http': proxy, 'https': proxy}
session.verify = authority
print(session.get(plain + '/').text.strip(), session.post(plain + '/body', data=b'x' * 70000).text.count('x'))
print(session.get(tls + '/').text.strip(), session.get(plain + '/404').status_code, len(session.get(plain + '/files/large').content))
refused = session.get('http://127.0.0.1:9/')
print(refused.status_code, 'connection_refused' in refused.headers['Proxy-Status'])
"#;
    let urls = [proxy.url(), nginx.url(At::Plain, ""), nginx.url(At::Tls, ""), nginx.certificates.path("ca.pem")];
    let text = ran(Command::new(python).arg("-c").arg(script).args(urls));
    assert_eq!(text, "hello from nginx 70000\nhello from nginx 404 8000000\n502 True\n");
}

#[test]
fn git_clones_through_it() {
    let Some(git) = crate::peers::find("git") else { return };
    let folder = crate::peers::folder();
    let here = folder.path();
    let script = "git init -q -b main work && cd work && git config user.name x && git config user.email x@x.test && \
                  seq 100000 >numbers && git add . && git commit -q -m numbers && cd .. && \
                  git clone -q --bare work files.git && cd files.git && git update-server-info";
    ran(Command::new("bash").args(["-euc", script]).current_dir(here));
    let Some(nginx) = Nginx::start() else { return };
    let served = nginx.path("files");
    ran(Command::new("cp").args(["-r", "files.git", &served]).current_dir(here));
    let proxy = Proxy::start(&[]);
    for (at, name) in [(At::Plain, "plain"), (At::Tls, "tls")] {
        let mut clone = Command::new(&git);
        for setting in crate::run::SETTINGS {
            clone.env_remove(setting);
        }
        clone.args(["-c", &format!("http.proxy={}", proxy.url()), "-c", "http.sslVerify=false", "clone", "-q"]);
        ran(clone.arg(nginx.url(at, "/files/files.git")).arg(name).current_dir(here).env("GIT_TERMINAL_PROMPT", "0"));
        assert_eq!(std::fs::read_to_string(here.join(name).join("numbers")).expect("a file").lines().count(), 100_000);
    }
    let log = proxy.log(2);
    let ways = column(&log, "way");
    assert!(ways.contains(&"request".to_owned()) && ways.contains(&"connect".to_owned()), "{ways:?}");
}

/// A page that shows whether its picture came: the title tells its size.
const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<!doctype html><title>page</title>\
    <body style='margin:0;background:#fff'><h1 style='font:40px sans-serif'>through the proxy</h1>\
    <img src=/picture.svg width=400 height=200 onload=\"document.body.append('picture ' + this.naturalWidth)\">";

const PICTURE: &str = "HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml\r\nConnection: close\r\n\r\n\
    <svg xmlns='http://www.w3.org/2000/svg' width='400' height='200'><rect width='400' height='200' fill='#0a0'/></svg>";

#[test]
fn a_browser_loads_a_page_and_its_picture() {
    let Some(chromium) = crate::peers::find("chromium") else { return };
    let listener = TcpListener::bind((crate::peers::shared_address(), 0)).expect("a listener");
    let at = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut head = [0; 8192];
                let came = stream.read(&mut head).unwrap_or(0);
                let is_picture = head[..came].starts_with(b"GET /picture.svg ");
                let _ = stream.write_all(if is_picture { PICTURE } else { PAGE }.as_bytes());
            });
        }
    });
    let proxy = Proxy::start(&[]);
    let folder = crate::peers::folder();
    let mut browser = Command::new(chromium);
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]);
    browser.args(["--disable-background-networking", "--proxy-bypass-list=<-loopback>", "--virtual-time-budget=5000"]);
    browser.arg(format!("--proxy-server={}", proxy.url())).arg(format!("--user-data-dir={}", folder.path().display()));
    // `NETWHY_SCREENSHOT=FILE` keeps what it looks like.
    let picture = std::env::var("NETWHY_SCREENSHOT").unwrap_or(folder.path().join("seen.png").display().to_string());
    browser.args(["--window-size=600,400", &format!("--screenshot={picture}"), "--dump-dom"]);
    let text = ran(browser.arg(format!("http://{at}/")));
    assert!(text.contains("picture 400"), "{text}");
    assert!(std::fs::metadata(&picture).expect("a screenshot").len() > 1000);
    let log = proxy.log(2);
    let urls = column(&log, "url");
    for path in ["/", "/picture.svg"] {
        assert!(urls.contains(&format!("http://{at}{path}")), "{urls:?}");
    }
}

#[test]
fn what_cannot_be_reached_is_told_and_logged() {
    let proxy = Proxy::start(&["--no-diagnose"]);
    let origin = Recorder::start();
    let (code, text) = proxy.curl(&["-i", "http://127.0.0.1:9/"]);
    assert_eq!(code, Some(0));
    assert!(text.contains("502 ") && text.contains("error=connection_refused"), "{text}");
    let (_, text) = proxy.curl(&["-i", &format!("http://{}/", proxy.at)]);
    assert!(text.starts_with("HTTP/1.1 403") || text.starts_with("HTTP/1.1 508"), "{text}");
    let (_, text) = proxy.curl(&[
        "-i",
        "-H",
        "X: a\tb",
        "-H",
        "Content-Length: 5",
        "-H",
        "Transfer-Encoding: chunked",
        "-d",
        "x",
        &format!("http://{}/", origin.at),
    ]);
    assert!(text.starts_with("HTTP/1.1 400") && text.contains("are both given"), "{text}");
    let log = proxy.log(3);
    assert_eq!(column(&log, "error"), ["connection_refused", column(&log, "error")[1].as_str(), "http_request_error"]);
    assert!(log.iter().all(|line| line["summary"].is_string()), "{log:?}");
    assert!(origin.take().is_empty());
}
