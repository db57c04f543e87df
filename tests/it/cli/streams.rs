//! Readers who hang up, full disks, closed streams, and Ctrl-C in the middle.

use std::net::TcpListener;
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

/// Starts `netwhy` with `args`, interrupts it once `is_under_way`, and returns what it wrote; it must end with 130.
#[cfg(target_os = "linux")]
fn interrupted(args: &[&str], is_under_way: impl Fn() -> bool) -> String {
    let child = Command::new(PROGRAM).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    while !is_under_way() {
        assert!(child.try_wait().unwrap().is_none(), "{args:?} ended before it asked");
        std::thread::yield_now();
    }
    let pid = nix::unistd::Pid::from_raw(child.id().try_into().unwrap());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_keeps_what_was_seen() {
    let (port, _waiting, _listener) = silent_port();
    let target = format!("127.0.0.1:{port}");
    for command in ["diagnose", "probe", "trace"] {
        let args = [command, &target, "--timeout", "300s", "--json"];
        let document: serde_json::Value = serde_json::from_str(&interrupted(&args, || is_asked(port))).unwrap();
        holds(&document);
        let text = interrupted(&args[..4], || is_asked(port));
        // Where nothing was seen yet, the message alone tells it.
        assert!(document["schema"] == "netwhy.error/1" || !text.is_empty(), "{command}");
    }
    let answered = TcpListener::bind("127.0.0.1:0").unwrap();
    let open = answered.local_addr().unwrap();
    let args = ["probe", &open.to_string(), &target, "--timeout", "300s", "--wait", "300s", "--format", "jsonl"];
    let lines = interrupted(&args, || is_asked(port));
    assert!(lines.lines().any(|line| line.contains("\"state\":\"open\"")), "{lines}");
    lines.lines().for_each(|line| holds(&serde_json::from_str(line).unwrap()));
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_look_up_keeps_what_was_seen() {
    let server = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    server.set_nonblocking(true).unwrap();
    let at = server.local_addr().unwrap().to_string();
    let is_asked = || server.recv_from(&mut [0; 512]).is_ok();
    let args = ["resolve", "host.test", "--server", &at, "--timeout", "300s", "--json"];
    holds(&serde_json::from_str(&interrupted(&args, is_asked)).unwrap());
}
