//! Ctrl-C: what was seen is told, the document is whole, and the exit code says it.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::contract::holds;
use crate::peers::nginx::{At, Nginx};

/// Runs with `args` and interrupts once `ready` holds: standard output and the exit code.
fn interrupted(args: &[&str], ready: impl Fn() -> bool) -> (String, Option<i32>) {
    let mut command = Command::new(crate::run::PROGRAM);
    for setting in crate::run::SETTINGS {
        command.env_remove(setting);
    }
    let mut child = command.arg("http").args(args).stdout(Stdio::piped()).spawn().unwrap();
    let end = std::time::Instant::now() + Duration::from_secs(20);
    while !ready() {
        assert!(std::time::Instant::now() < end, "it never came so far");
        std::thread::sleep(Duration::from_millis(10));
    }
    // So that the client, too, has what was sent.
    std::thread::sleep(Duration::from_millis(200));
    let pid = nix::unistd::Pid::from_raw(i32::try_from(child.id()).unwrap());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).unwrap();
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    (out, child.wait().unwrap().code())
}

#[test]
fn what_was_seen_is_told() {
    let Some(nginx) = Nginx::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body");
    let part = folder.path().join("body.part");
    let url = nginx.url(At::Plain, "/stalls");
    let args = [&url, "--json", "--timeout", "30s", "--output", file.to_str().unwrap()];
    let (out, code) = interrupted(&args, || part.exists());
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    holds(&document);
    assert_eq!((code, &document["interrupted"]), (Some(130), &true.into()), "{document:#}");
    let exchange = &document["exchanges"][0];
    assert_eq!((&exchange["ended"], &exchange["head"]["status"]), (&"interrupted".into(), &200.into()), "{document:#}");
    assert_eq!(std::fs::read_to_string(part).unwrap(), "begun\n");
    assert!(!file.exists());
}
