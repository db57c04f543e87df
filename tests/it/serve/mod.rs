//! `netwhy serve` met by real clients, and by hostile ones.

mod clients;
mod folder;
mod hostile;
mod peer;
mod requests;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::run::{PROGRAM, SETTINGS};

/// A running server, ended when dropped.
struct Serve {
    child: Child,
    at: SocketAddr,
    told: Arc<Mutex<Vec<Value>>>,
}

impl Drop for Serve {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serve {
    /// Starts one on a free port, with JSON lines.
    fn start(args: &[&str]) -> Serve {
        let mut command = Command::new(PROGRAM);
        // Not where other tests look for open ports.
        let place = SocketAddr::new(crate::peers::shared_address(), 0).to_string();
        command.args(["serve", "--listen", &place, "--json"]).args(args);
        SETTINGS.iter().for_each(|setting| {
            command.env_remove(setting);
        });
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut first = String::new();
        errors.read_line(&mut first).unwrap();
        let at = first.trim().rsplit(' ').next().and_then(|at| at.parse().ok());
        let at = at.unwrap_or_else(|| panic!("it does not listen: {first}"));
        // Whatever else it says must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
        let told = Arc::new(Mutex::new(Vec::new()));
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        std::thread::spawn({
            let told = told.clone();
            move || {
                lines
                    .map_while(Result::ok)
                    .for_each(|line| told.lock().unwrap().push(serde_json::from_str(&line).unwrap()))
            }
        });
        Serve { child, at, told }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// What it told, once that are so many arrivals.
    fn told(&self, count: usize) -> Vec<Value> {
        let began = Instant::now();
        loop {
            let told = self.told.lock().unwrap().clone();
            if told.len() >= count {
                return told;
            }
            assert!(began.elapsed() < Duration::from_secs(30), "{count} arrivals are due: {told:#?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// curl's exit code, and what it printed.
    fn curl(&self, args: &[&str]) -> (Option<i32>, String) {
        let ran = Command::new("curl").args(["-sS", "--noproxy", "*", "-m", "20", "--path-as-is"]).args(args).output();
        let ran = ran.unwrap();
        let text = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
        (ran.status.code(), text)
    }

    /// Sends `bytes` over a connection of its own, and gives all that comes back until the server closes.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // It may close before it has heard all.
        let _ = stream.write_all(bytes);
        let mut back = Vec::new();
        let _ = stream.read_to_end(&mut back);
        String::from_utf8_lossy(&back).into_owned()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        stream
    }
}

/// The values of one key.
fn column(told: &[Value], path: &str) -> Vec<String> {
    told.iter()
        .map(|one| one.pointer(path).map_or("none".to_owned(), |at| at.to_string().trim_matches('"').to_owned()))
        .collect()
}
