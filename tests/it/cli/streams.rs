//! Readers who hang up, full disks, closed streams, and Ctrl-C in the middle.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use crate::contract::holds;
use crate::run::PROGRAM;

/// What a shell makes of `script`, in which `$netwhy` is the program: exit code, standard output, standard error.
fn sh(script: &str) -> (Option<i32>, String, String) {
    let output =
        Command::new("bash").args(["-c", script]).env("netwhy", PROGRAM).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_reader_who_hangs_up_is_no_failure() {
    for what in ["--help", "completions zsh", "localhost:1", "localhost:1 --format jsonl"] {
        let (code, _, stderr) = sh(&format!("\"$netwhy\" {what} | head -1; exit ${{PIPESTATUS[0]}}"));
        assert!(matches!(code, Some(0 | 1)), "{what}: {code:?} {stderr}");
        assert_eq!(stderr, "", "{what}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = Command::new(PROGRAM).args(what.split(' ')).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert!(matches!(ran.status.code(), Some(0 | 1)), "{what}: {ran:?}");
        assert!(ran.stderr.is_empty(), "{what}: {ran:?}");
    }
}

#[test]
fn a_full_disk_is_told() {
    if !std::path::Path::new("/dev/full").exists() {
        return crate::skip::skipped("there is no /dev/full");
    }
    for what in ["completions bash", "localhost:1", "localhost:1 --json", "localhost:1 --output /dev/full"] {
        let (code, stdout, stderr) = sh(&format!("\"$netwhy\" {what} > /dev/full"));
        assert_eq!((code, stdout.as_str()), (Some(3), ""), "{what}: {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{what}: {stderr}");
        assert!(stderr.contains("space left"), "{what}: {stderr}");
    }
}

#[test]
fn closed_streams_end_nothing_early() {
    for closed in [">&-", "2>&-", "<&-", "<&- >&- 2>&-"] {
        let (code, _, stderr) = sh(&format!("\"$netwhy\" localhost:1 {closed}"));
        assert_eq!((code, stderr.as_str()), (Some(1), ""), "{closed}");
        let (code, ..) = sh(&format!("\"$netwhy\" localhost:0 {closed}"));
        assert_eq!(code, Some(2), "{closed}");
    }
}

/// A port of this machine that answers nothing: its accept queue is full and nobody accepts.
#[cfg(target_os = "linux")]
fn silent_port() -> (u16, Vec<std::net::TcpStream>, socket2::Socket) {
    use socket2::{Domain, Socket, Type};
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    let any: std::net::SocketAddr = "127.0.0.1:0".parse().unwrap();
    listener.bind(&any.into()).unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap().as_socket().unwrap();
    let patience = std::time::Duration::from_millis(300);
    let connect = |_| std::net::TcpStream::connect_timeout(&address, patience);
    let waiting: Vec<_> = (0..4).map_while(|at| connect(at).ok()).collect();
    assert!(waiting.len() < 4, "the queue never filled");
    (address.port(), waiting, listener)
}

/// True once some socket of this machine waits for an answer from `port`.
#[cfg(target_os = "linux")]
fn is_asked(port: u16) -> bool {
    let sockets = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let (remote, syn_sent) = (format!("0100007F:{port:04X}"), "02");
    sockets
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .any(|row| row[2] == remote && row[3] == syn_sent)
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_keeps_what_was_seen() {
    let (port, _waiting, _listener) = silent_port();
    for format in ["json", "human"] {
        let mut child = Command::new(PROGRAM)
            .args([&format!("127.0.0.1:{port}"), "--timeout", "300s", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while !is_asked(port) {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it asked");
            std::thread::yield_now();
        }
        let pid = nix::unistd::Pid::from_raw(child.id().try_into().unwrap());
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).unwrap();
        let mut first = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut first).unwrap();
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{format}: {first}");
        if format == "json" {
            assert_eq!(rest, "");
            holds(&serde_json::from_str(&first).unwrap());
        } else {
            assert!(first.contains(&format!("127.0.0.1:{port}")), "{first}");
        }
    }
}
