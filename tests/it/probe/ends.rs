//! How it ends when somebody or something ends it.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::contract::holds;
use crate::run::{PROGRAM, Ran};

/// Runs a shell line in which `$netwhy` is the program.
fn shell(line: &str) -> Ran {
    Command::new("bash").args(["-c", line]).env("netwhy", PROGRAM).env("NO_COLOR", "1").output().unwrap().into()
}

/// Starts netwhy, interrupts it once it has printed `lines` lines (or after a while, where 0), and gives what it left.
fn interrupted(args: &[&str], lines: usize) -> Ran {
    let mut child = Command::new(PROGRAM).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let process = nix::unistd::Pid::from_raw(i32::try_from(child.id()).unwrap());
    let mut seen = Vec::new();
    if lines == 0 {
        std::thread::sleep(Duration::from_millis(700));
    } else {
        use std::io::Read;
        let out = child.stdout.as_mut().unwrap();
        let mut byte = [0];
        while seen.iter().filter(|byte| **byte == b'\n').count() < lines && out.read(&mut byte).unwrap() == 1 {
            seen.push(byte[0]);
        }
    }
    nix::sys::signal::kill(process, nix::sys::signal::Signal::SIGINT).unwrap();
    let mut output = child.wait_with_output().unwrap();
    seen.append(&mut output.stdout);
    output.stdout = seen;
    output.into()
}

#[test]
fn ctrl_c_keeps_what_was_seen_and_gives_the_statistics() {
    let ran = interrupted(&["probe", "127.9.9.1:9", "--count", "1000000", "--interval", "20ms"], 3);
    assert_eq!(ran.code, Some(130), "{ran:?}");
    let statistics = ran.stdout.lines().find(|line| line.starts_with("127.9.9.1:9: ")).expect(&ran.stdout);
    let tried: u64 = statistics.split([' ', ',']).nth(1).unwrap().parse().unwrap();
    assert!(tried >= 3 && statistics.contains(&format!("{tried} answered, 0% loss ({tried} closed)")), "{statistics}");
    assert!(ran.stdout.contains("round trip min/avg/max/mdev = "), "{}", ran.stdout);
    assert!(ran.stdout.contains("Interrupted"), "{}", ran.stdout);
}

#[test]
fn ctrl_c_leaves_one_valid_document() {
    let ran = interrupted(&["probe", "127.0.0.0/8", "-p", "9", "--json"], 0);
    assert_eq!(ran.code, Some(130), "{}", ran.stderr);
    let document = ran.document();
    assert_eq!(document["summary"]["interrupted"], true);
    let rows = document["connections"].as_array().unwrap().len();
    assert!(rows > 0 && document["summary"]["counts"]["closed"] == rows, "{}", document["summary"]);
    let ran = interrupted(&["probe", "127.9.9.1:9", "--json", "--count", "1000", "--interval", "100ms"], 0);
    assert_eq!(ran.code, Some(130));
    holds(&ran.document());
    assert!(ran.document()["statistics"][0]["sent"].as_u64().unwrap() > 0);
}

#[test]
fn a_reader_who_leaves_ends_it_quietly() {
    let ran = shell("\"$netwhy\" probe 127.0.0.0/8 -p 9 --format jsonl | head -n 2; echo ${PIPESTATUS[0]} >&2");
    assert_eq!(ran.stdout.lines().count(), 2);
    assert_eq!(ran.stderr.trim(), "1", "no message, and the answer as far as it was seen");
}

#[test]
fn a_full_disk_is_told() {
    for format in ["human", "json", "jsonl"] {
        let ran = shell(&format!("\"$netwhy\" probe 127.9.9.1:9 --format {format} > /dev/full"));
        assert_eq!(ran.code, Some(3), "{format}: {ran:?}");
        assert!(ran.stderr.starts_with("netwhy: writing to standard output failed: No space left"), "{ran:?}");
        assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
    }
    let ran = shell("\"$netwhy\" probe 127.9.9.1:9 --output /nowhere/at/all");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.stderr.contains("`/nowhere/at/all` cannot be written"), "{ran:?}");
}

#[test]
fn closed_streams_do_no_harm() {
    let ran = shell("\"$netwhy\" probe 127.9.9.1:9 >&- 2>&- <&-");
    assert_eq!(ran.code, Some(1), "{ran:?}");
}
