//! `netwhy proxy` between real clients and real origins.

mod basics;
mod behind;
mod browser;
mod chains;
mod clients;
mod dying;
mod ends;
mod evil;
mod failing;
mod har;
mod intercept;
mod led;
mod origin;
mod raw;
mod rebinding;
mod recorder;
mod rules;
mod smuggling;
pub(crate) mod soak;
mod turned_away;
mod turns;

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::run::{PROGRAM, SETTINGS};

/// A running proxy; it goes with the value that holds it.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) struct Proxy {
    child: Child,
    /// Where it listens.
    pub(crate) at: SocketAddr,
    told: Arc<Mutex<String>>,
    log: Arc<Mutex<String>>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[allow(dead_code, reason = "each test takes what it needs")]
impl Proxy {
    /// Starts one on a free port, with JSON lines for its log.
    pub(crate) fn start(args: &[&str]) -> Proxy {
        let mut command = Command::new(PROGRAM);
        command.args(["proxy", "--listen", "127.0.0.1:0", "--json"]).args(args);
        SETTINGS.iter().for_each(|setting| {
            command.env_remove(setting);
        });
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut first = String::new();
        errors.read_line(&mut first).unwrap();
        let at = first.trim().rsplit(' ').next().and_then(|at| at.parse().ok());
        let at = at.unwrap_or_else(|| {
            let mut rest = String::new();
            errors.read_to_string(&mut rest).unwrap();
            panic!("it does not listen: {first}{rest}")
        });
        let told = collect(errors);
        let log = collect(BufReader::new(child.stdout.take().unwrap()));
        Proxy { child, at, told, log }
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its URL as a proxy.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.at)
    }

    /// What it said on standard error, once that holds `wanted`.
    pub(crate) fn told(&self, wanted: &str) -> String {
        until(&self.told, |told| told.contains(wanted), wanted)
    }

    /// Its log, once that is at least `count` lines.
    pub(crate) fn log(&self, count: usize) -> Vec<serde_json::Value> {
        let text = until(
            &self.log,
            |log| log.lines().count() >= count && (log.is_empty() || log.ends_with('\n')),
            "more lines",
        );
        text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: nix::sys::signal::Signal) {
        let id = nix::unistd::Pid::from_raw(i32::try_from(self.child.id()).unwrap());
        nix::sys::signal::kill(id, signal).unwrap();
    }

    /// Asks it to end, and waits; its exit code.
    pub(crate) fn end(&mut self) -> Option<i32> {
        self.signal(nix::sys::signal::Signal::SIGTERM);
        self.child.wait().unwrap().code()
    }

    /// What curl makes of `args` through it: its exit code, and standard output.
    pub(crate) fn curl(&self, args: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new("curl");
        command.args(["-sS", "--max-time", "30", "--noproxy", "", "--proxy", &self.url()]).args(args);
        SETTINGS.iter().for_each(|setting| {
            command.env_remove(setting);
        });
        let ran = command.output().expect("curl runs; tests/install.sh installs it");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (ran.status.code(), text(&ran.stdout) + &text(&ran.stderr))
    }
}

/// Gathers what a stream says, as it comes.
fn collect(mut from: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let all = Arc::<Mutex<String>>::default();
    let into = Arc::clone(&all);
    std::thread::spawn(move || {
        let mut piece = [0; 4096];
        let mut pending = Vec::new();
        while let Ok(some @ 1..) = from.read(&mut piece) {
            pending.extend_from_slice(&piece[..some]);
            let whole = pending.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let text = String::from_utf8(pending.drain(..whole).collect()).expect("UTF-8");
            into.lock().unwrap().push_str(&text);
        }
    });
    all
}

fn until(text: &Arc<Mutex<String>>, is: impl Fn(&str) -> bool, wanted: &str) -> String {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let now = text.lock().unwrap().clone();
        if is(&now) {
            return now;
        }
        assert!(Instant::now() < end, "`{wanted}` never came: {now}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
