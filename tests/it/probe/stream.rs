//! Very many targets: the memory does not grow with them.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::probe::namespace::alone;
use crate::run::PROGRAM;

/// No scan needs more, in kB. A list of a million targets alone would be larger.
const BOUND: u64 = 48 * 1024;

/// The most memory that a process ever had (`VmHWM`, proc(5)), in kB.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_million_targets_take_no_more_memory_than_a_thousand() {
    let script = "listen 127.7.7.7 9\n\
                  \"$netwhy\" probe 127.0.0.0/12 -p 9 & scan=$!\n\
                  while grep VmHWM /proc/$scan/status 2>/dev/null; do sleep 0.02; done > $scratch/peaks\n\
                  tail -n 1 $scratch/peaks >&2; wait $scan";
    let Some(ran) = alone(script) else { return };
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("127.7.7.7:9  open"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1,048,576 answers: 1 open, 1,048,575 closed"), "{}", ran.stdout);
    let peak: u64 = ran.stderr.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).expect("a peak was seen");
    assert!(peak < BOUND, "{peak} kB");
}

#[test]
fn lines_stream_in_and_rows_stream_out() {
    let mut scan = Command::new(PROGRAM)
        .args(["probe", "-", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = scan.stdin.take().unwrap();
    let mut rows = BufReader::new(scan.stdout.take().unwrap()).lines();
    // A row comes back while the input is still open.
    writeln!(input, "127.9.9.1:9").unwrap();
    input.flush().unwrap();
    let first: serde_json::Value = serde_json::from_str(&rows.next().unwrap().unwrap()).unwrap();
    assert_eq!((&first["address"], &first["state"]), (&"127.9.9.1".into(), &"closed".into()));
    let feeder = std::thread::spawn(move || {
        for at in 0..100_000 {
            writeln!(input, "127.{}.{}.{}:9", 10 + at / 62_500, at / 250 % 250, at % 250).unwrap();
        }
    });
    let mut seen = 0;
    let mut most = 0;
    for row in &mut rows {
        let row = row.unwrap();
        if row.contains("\"kind\":\"connection\"") {
            seen += 1;
        }
        if seen % 5_000 == 0 {
            most = most.max(peak(scan.id()).unwrap_or(0));
        }
    }
    feeder.join().unwrap();
    assert_eq!(scan.wait().unwrap().code(), Some(1));
    assert_eq!(seen, 100_000);
    assert!(most > 0 && most < BOUND, "{most} kB");
}

#[test]
fn few_descriptors_make_it_slower_and_not_wrong() {
    let script = "listen 127.0.0.1 22 80 40000\n\
                  prlimit --nofile=40:40 \"$netwhy\" probe 127.0.0.1 -p- --json --open";
    let Some(ran) = alone(script) else { return };
    let document = ran.document();
    let counts = &document["summary"]["counts"];
    assert_eq!((&counts["open"], &counts["closed"]), (&3.into(), &65_532.into()), "{}", document["summary"]);
}
