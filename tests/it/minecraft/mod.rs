//! `netwhy minecraft` against real servers, side by side with other clients, and against every odd answer.

mod bedrock;
mod diagnose;
mod java;
mod lan;
mod list;
mod mcpi;
mod odd;
mod srv;
mod through;
mod told;

use std::io::{BufRead, BufReader, Lines};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::run::netwhy;
use crate::skip::skipped;

/// A file of the clients and servers that tests/install.sh puts under target/; `None` where it is not there, which is
/// said loudly.
pub(crate) fn installed(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/target/peers")).join(path);
    if path.exists() {
        return Some(path);
    }
    skipped(&format!("{} is not there; run tests/install.sh", path.display()));
    None
}

/// A server's process; it goes with the value. What it prints has a reader as long as it lives.
struct Server(Child, #[expect(dead_code, reason = "held open")] Lines<BufReader<ChildStdout>>);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a server that prints its port on a line of its own once it listens.
fn start(command: &mut Command) -> (Server, u16) {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port = lines.find_map(|line| line.unwrap().trim().parse().ok()).expect("it ended without naming its port");
    (Server(child, lines), port)
}

/// Runs a script of the Python that has the other clients; what it prints is JSON.
fn python(script: &str, args: &[&str]) -> Option<Value> {
    let python = installed("pip/bin/python")?;
    let output = Command::new(python).args(["-c", script]).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The document of `netwhy minecraft ARGS`, held to its schema, and the exit code.
fn asked(args: &str) -> (Value, Option<i32>) {
    let ran = netwhy(&format!("minecraft --json {args}"));
    let document = ran.document();
    crate::contract::holds(&document);
    (document, ran.code)
}
