//! One run of the program with a bound on its time and its memory.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{PROGRAM, Ran, SETTINGS};

/// No run may take longer: each has `--timeout 2s`, and the machine may be busy.
const LONGEST: Duration = Duration::from_secs(20);

/// The most memory that a run may have had resident, in KiB.
const LARGEST: u64 = 64 * 1024;

/// Runs `netwhy ARGS`, and asserts that it ended by itself, in time, within its memory, and without a panic.
pub(crate) fn run(args: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| std::fs::File::create(folder.path().join(name)).expect("a file");
    let mut command = Command::new(PROGRAM);
    for setting in SETTINGS {
        command.env_remove(setting);
    }
    command.args(args).stdin(Stdio::null()).stdout(file("stdout")).stderr(file("stderr"));
    let started = Instant::now();
    let mut child = command.spawn().expect("the program");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        // The peak never falls, so looking often enough finds it; what grows in the last moment alone is missed.
        peak = peak.max(resident_peak(&status));
        if let Some(ended) = child.try_wait().expect("its state") {
            break ended;
        }
        if started.elapsed() > LONGEST {
            let _ = child.kill();
            let _ = child.wait();
            panic!("still running after {LONGEST:?}: {args:?}");
        }
        let often = started.elapsed() < Duration::from_millis(300);
        std::thread::sleep(Duration::from_millis(if often { 1 } else { 5 }));
    };
    let text = |name| {
        let bytes = std::fs::read(folder.path().join(name)).expect("its output");
        String::from_utf8(bytes).unwrap_or_else(|error| panic!("{name} is not UTF-8: {error}: {args:?}"))
    };
    let ran = Ran { code: ended.code(), stdout: text("stdout"), stderr: text("stderr") };
    assert!(ran.code.is_some_and(|code| code != 101) && !ran.stderr.contains("panicked"), "{args:?}: {ran:?}");
    assert!(peak <= LARGEST, "{peak} KiB were resident: {args:?}");
    ran
}

/// `VmHWM` in KiB; 0 where the process has ended.
fn resident_peak(status: &str) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}
