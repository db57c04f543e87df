//! Real tools fail against this machine, and what they say is explained.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};

use netwhy::explain::explain;
use netwhy::report::Part;

use crate::skip::skipped;

/// A port of loopback that stays closed as long as this is held: bound, and never listening.
struct Closed {
    _held: socket2::Socket,
    at: SocketAddr,
}

fn closed() -> Closed {
    let held = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    held.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    let at = held.local_addr().unwrap().as_socket().unwrap();
    Closed { _held: held, at }
}

/// A server that treats every connection alike, until the tests end.
fn server(treat: fn(TcpStream)) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || listener.incoming().flatten().for_each(treat));
    at
}

/// Reads the first bytes of a request, so that closing afterwards sends no reset.
fn hear(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0; 4096]);
}

/// What `command` (split at spaces; `{h}` and `{p}` stand for the address) says on standard error and output.
/// `None`, loudly, where the tool is not installed.
fn say(command: &[&str], at: SocketAddr) -> Option<String> {
    let fill = |word: &str| word.replace("{h}", &at.ip().to_string()).replace("{p}", &at.port().to_string());
    let words: Vec<String> = command.iter().map(|word| fill(word)).collect();
    let ran = Command::new(&words[0])
        .args(&words[1..])
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env_remove("http_proxy")
        .env_remove("https_proxy")
        .env_remove("all_proxy")
        .env_remove("ALL_PROXY")
        .env_remove("HTTPS_PROXY")
        .stdin(Stdio::null())
        .output();
    let Ok(ran) = ran else {
        skipped(&format!("`{}` is not installed", words[0]));
        return None;
    };
    Some(String::from_utf8_lossy(&ran.stderr).into_owned() + &String::from_utf8_lossy(&ran.stdout))
}

/// Asserts what each tool's words mean; where a tool's words name the target, that it was found.
fn each(at: SocketAddr, condition: &str, tools: &[(&[&str], bool)]) {
    let mut wrong = Vec::new();
    for (command, names_target) in tools {
        let Some(text) = say(command, at) else { continue };
        let told = explain(&text);
        let first = told.conditions.first().map(|one| (one.id.as_str(), one.part != Part::Also));
        let target = told.target.as_ref().map(|target| (target.host.address(), target.port));
        let wanted = names_target.then_some((Some(at.ip()), at.port()));
        if first != Some((condition, true)) || target != wanted {
            wrong
                .push(format!("{command:?} said:\n{text}\nwanted {condition}, {wanted:?}\ntold {first:?}, {target:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_closed_port_in_the_words_of_many_tools() {
    let closed = closed();
    each(
        closed.at,
        "refused",
        &[
            (&["python3", "-c", "import socket\nsocket.create_connection(('{h}', {p}))"], false),
            (&["python3", "-c", "import urllib.request\nurllib.request.urlopen('http://{h}:{p}/x')"], false),
            (&["python3", "-c", "import asyncio\nasyncio.run(asyncio.open_connection('{h}', {p}))"], true),
            (&["curl", "-sS", "http://{h}:{p}/x"], true),
            (&["curl", "-v", "http://{h}:{p}/x"], true),
            (&["wget", "-t1", "-O-", "http://{h}:{p}/x"], true),
            (&["ssh", "-F", "none", "-o", "BatchMode=yes", "-p", "{p}", "{h}"], true),
            (&["nc", "-v", "-w", "2", "{h}", "{p}"], true),
            (&["git", "ls-remote", "http://{h}:{p}/x.git"], true),
            (&["psql", "-w", "-h", "{h}", "-p", "{p}", "-U", "me", "-c", "select 1"], true),
            (&["node", "-e", "require('net').connect({p}, '{h}')"], true),
            (&["node", "-e", "fetch('http://{h}:{p}/x')"], true),
            (&["bash", "-c", "exec 3<>/dev/tcp/{h}/{p}"], true),
        ],
    );
}

#[test]
fn a_server_that_hangs_up() {
    let at = server(|mut stream| hear(&mut stream));
    each(
        at,
        "closed-early",
        &[
            (&["curl", "-sS", "http://{h}:{p}/"], false),
            (
                &[
                    "python3",
                    "-c",
                    "import http.client\nc = http.client.HTTPConnection('{h}', {p})\nc.request('GET', '/')\nc.getresponse()",
                ],
                false,
            ),
            (&["node", "-e", "require('http').get('http://{h}:{p}/')"], false),
            (&["node", "-e", "fetch('http://{h}:{p}/')"], true),
            (&["wget", "-t1", "-O-", "http://{h}:{p}/"], true),
            (&["ssh", "-F", "none", "-o", "BatchMode=yes", "-p", "{p}", "{h}"], true),
        ],
    );
}

#[test]
fn a_server_that_resets() {
    let at = server(|mut stream| {
        hear(&mut stream);
        socket2::SockRef::from(&stream).set_linger(Some(std::time::Duration::ZERO)).unwrap();
    });
    each(
        at,
        "reset",
        &[
            (&["curl", "-sS", "http://{h}:{p}/"], false),
            (
                &[
                    "python3",
                    "-c",
                    "import http.client\nc = http.client.HTTPConnection('{h}', {p})\nc.request('GET', '/')\nc.getresponse()",
                ],
                false,
            ),
            (&["node", "-e", "require('http').get('http://{h}:{p}/')"], false),
            (&["ssh", "-F", "none", "-o", "BatchMode=yes", "-p", "{p}", "{h}"], true),
        ],
    );
}

#[test]
fn a_server_of_another_protocol() {
    let at = server(|mut stream| {
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2p1\r\n");
        hear(&mut stream);
    });
    each(
        at,
        "not-http",
        &[
            (&["curl", "-sS", "http://{h}:{p}/"], false),
            (&["python3", "-c", "import urllib.request\nurllib.request.urlopen('http://{h}:{p}/x')"], false),
            (&["node", "-e", "fetch('http://{h}:{p}/')"], false),
        ],
    );
    let at = server(|mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    each(
        at,
        "tls-to-plain-text",
        &[
            (&["curl", "-sS", "https://{h}:{p}/"], false),
            (&["python3", "-c", "import urllib.request\nurllib.request.urlopen('https://{h}:{p}/x')"], false),
            (&["node", "-e", "fetch('https://{h}:{p}/')"], false),
        ],
    );
}

#[test]
fn a_server_that_keeps_silent() {
    let at = server(|stream| {
        // Held open for as long as any tool here waits.
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_secs(20));
            drop(stream);
        });
    });
    each(at, "timed-out-reading", &[(&["curl", "-sS", "-m", "1", "http://{h}:{p}/"], false)]);
}
