//! Faults made on purpose: what curl makes of each, and what netwhy says of it.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};
use std::time::Instant;

use serde_json::Value;

/// `netwhy serve` with a fault, ended when dropped.
struct Faulty {
    child: Child,
    port: u16,
}

impl Faulty {
    fn new(fault: &str, more: &[&str]) -> Faulty {
        let mut child = plain()
            .args(["serve", "--listen", "127.0.0.1:0", "--json", "--fault", fault])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        let place = line.split_whitespace().find(|word| word.starts_with("127.0.0.1:"));
        let port =
            place.unwrap_or_else(|| panic!("no place: {line}")).trim_start_matches("127.0.0.1:").parse().unwrap();
        // Whatever else it says must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
        Faulty { child, port }
    }

    fn curl(&self, args: &[&str]) -> Output {
        let url = format!("http://127.0.0.1:{}/", self.port);
        Command::new("curl").args(["-sS", "--noproxy", "*", "-m", "5", "-i"]).args(args).arg(url).output().unwrap()
    }

    /// The verdict of `netwhy http`, or of `diagnose` where that is asked.
    fn verdict(&self, args: &[&str]) -> String {
        let (command, rest) = args.split_first().unwrap();
        let url = format!("http://127.0.0.1:{}/", self.port);
        let output = plain().args([command, url.as_str(), "--json", "--no-proxy"]).args(rest).output().unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        document["verdict"]["cause"].as_str().unwrap_or("none").to_owned()
    }

    /// Ends it, and gives the arrivals that it told of.
    fn ended(mut self) -> Vec<Value> {
        let pid = nix::unistd::Pid::from_raw(self.child.id().cast_signed());
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).unwrap();
        let lines = BufReader::new(self.child.stdout.take().unwrap()).lines();
        let told = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        self.child.wait().unwrap();
        told
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// netwhy away from the settings of whoever runs the tests.
fn plain() -> Command {
    let mut command = Command::new(crate::run::PROGRAM);
    for setting in crate::run::SETTINGS {
        command.env_remove(setting);
    }
    command
}

/// curl's exit codes (curl(1)).
const REFUSED: i32 = 7;
const CUT: i32 = 18;
const TIMED_OUT: i32 = 28;
const EMPTY: i32 = 52;
const UNSENT: i32 = 55;
const RESET: i32 = 56;

#[test]
fn refuse_takes_the_port_and_does_not_listen() {
    let server = Faulty::new("refuse", &[]);
    assert_eq!(server.curl(&[]).status.code(), Some(REFUSED));
    assert_eq!(server.verdict(&["diagnose"]), "server.not-listening");
    // The port is taken all the same.
    assert!(std::net::TcpListener::bind(("127.0.0.1", server.port)).is_err());
}

#[test]
fn silent_accepts_and_answers_nothing() {
    let server = Faulty::new("silent", &[]);
    assert_eq!(server.curl(&["-m", "1"]).status.code(), Some(TIMED_OUT));
    assert_eq!(server.verdict(&["diagnose"]), "protocol.silent");
    let told = server.ended();
    assert!(told.iter().all(|one| one["fault"] == "silent"), "{told:?}");
}

#[test]
fn close_ends_in_good_order() {
    let server = Faulty::new("close", &[]);
    let curl = server.curl(&[]);
    assert_eq!(curl.status.code(), Some(EMPTY), "{curl:?}");
    assert_eq!(server.verdict(&["diagnose"]), "protocol.closes-at-once");
    let told = server.ended();
    assert!(!told.is_empty() && told.iter().all(|one| one["fault"] == "close" && one["end"] == "fault"), "{told:?}");
}

#[test]
fn reset_resets() {
    let server = Faulty::new("reset", &[]);
    // Where the reset overtakes connect() or the request, curl says that instead.
    let code = server.curl(&[]).status.code();
    assert!([Some(RESET), Some(UNSENT), Some(REFUSED)].contains(&code), "{code:?}");
    assert_eq!(server.verdict(&["diagnose"]), "protocol.closes-at-once");
}

#[test]
fn garbage_is_no_http_and_the_same_for_one_seed() {
    let server = Faulty::new("garbage=7", &[]);
    let ask = || {
        use std::io::{Read, Write};
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        stream.write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        bytes
    };
    let bytes = ask();
    assert_eq!(bytes.len(), 1024);
    assert_eq!(bytes, ask());
    assert!(!server.curl(&[]).status.success());
    let cause = server.verdict(&["diagnose"]);
    assert!(["protocol.mismatch", "protocol.http-malformed"].contains(&cause.as_str()), "{cause}");
}

#[test]
fn status_answers_so_and_first_limits_it_to_the_first_arrivals() {
    let server = Faulty::new("status=503,first=2", &[]);
    for _ in 0..2 {
        let curl = server.curl(&[]);
        assert!(String::from_utf8_lossy(&curl.stdout).starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{curl:?}");
    }
    let third = server.curl(&[]);
    assert!(!String::from_utf8_lossy(&third.stdout).contains("503"), "{third:?}");
    let told = server.ended();
    let faults: Vec<_> = told.iter().map(|one| one["fault"].as_str()).collect();
    assert_eq!(faults, [Some("status=503"), Some("status=503"), None]);
    let server = Faulty::new("status=503", &[]);
    assert_eq!(server.verdict(&["http"]), "protocol.http-error");
}

#[test]
fn delay_waits_and_slow_drips() {
    let server = Faulty::new("status=200,delay=700ms", &[]);
    let began = Instant::now();
    assert!(server.curl(&[]).status.success());
    assert!(began.elapsed().as_millis() >= 700);
    // Some 130 bytes at 200 a second.
    let server = Faulty::new("status=200,slow=200", &[]);
    let began = Instant::now();
    let curl = server.curl(&[]);
    assert!(String::from_utf8_lossy(&curl.stdout).ends_with("on purpose\n"), "{curl:?}");
    assert!(began.elapsed().as_millis() >= 400, "{:?}", began.elapsed());
}

#[test]
fn truncate_cuts_and_with_reset_it_resets() {
    let server = Faulty::new("status=200,truncate=100", &[]);
    let curl = server.curl(&[]);
    assert_eq!(curl.status.code(), Some(CUT), "{curl:?}");
    assert_eq!(curl.stdout.len(), 100);
    assert_eq!(server.verdict(&["http"]), "protocol.http-malformed");
    let told = server.ended();
    assert_eq!((&told[0]["sent_bytes"], &told[0]["end"]), (&100.into(), &"fault".into()), "{told:?}");
    let server = Faulty::new("status=200,truncate=100,reset", &[]);
    let curl = server.curl(&[]);
    assert_eq!((curl.status.code(), curl.stdout.len()), (Some(RESET), 100), "{curl:?}");
}
