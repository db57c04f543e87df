//! The table at the end of a run: what each scenario was told, and how long it took.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Mutex, Once};

/// One scenario's line.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) told: String,
    pub(crate) took_ms: f64,
    pub(crate) quick: bool,
    /// What was wrong with its report, if anything.
    pub(crate) wrong: Option<String>,
}

static PLAYED: Mutex<Vec<Row>> = Mutex::new(Vec::new());
static SKIPPED: Mutex<usize> = Mutex::new(0);
static AT_END: Once = Once::new();

/// A refused or rejected target is told within this, in milliseconds.
const QUICK_MS: f64 = 500.0;
/// A silent one within this: the default `--timeout`, and a little for the start.
const SILENT_MS: f64 = 5200.0;

/// Enters a scenario that was played.
pub(crate) fn played(row: Row) {
    tell_at_end();
    PLAYED.lock().unwrap().push(row);
}

/// Says loudly that a scenario could not be played; fails it where the lab is required.
pub(crate) fn skipped(name: &str, why: &str) {
    tell_at_end();
    let required =
        std::env::var("NETWHY_LAB").is_ok_and(|v| v == "required") || std::env::var("CI").is_ok_and(|v| v == "true");
    assert!(!required, "{name} cannot be skipped here: {why}");
    *SKIPPED.lock().unwrap() += 1;
    crate::skip::skipped(why);
}

fn table() -> String {
    let mut text = String::new();
    let Ok(mut rows) = PLAYED.lock() else { return text };
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    let _ = writeln!(text, "\n{:<58} {:>8}  told", "scenario", "ms");
    for row in rows.iter() {
        let bound = if row.quick { QUICK_MS } else { SILENT_MS };
        let slow = if row.took_ms > bound { "  SLOW" } else { "" };
        let wrong = row.wrong.as_ref().map(|why| format!("  WRONG: {why}")).unwrap_or_default();
        let _ = writeln!(text, "{:<58} {:>8.0}  {}{slow}{wrong}", row.name, row.took_ms, row.told);
    }
    let right = rows.iter().filter(|row| row.wrong.is_none()).count();
    let skipped = SKIPPED.lock().map(|count| *count).unwrap_or_default();
    let _ = writeln!(text, "lab: {} scenarios, {right} right, {skipped} skipped", rows.len());
    text
}

extern "C" fn tell() {
    let _ = std::io::stderr().write_all(table().as_bytes());
}

/// The test harness has no hook at its end, so the process's own is used.
fn tell_at_end() {
    // SAFETY: `tell` is a plain function without arguments that does not unwind: its locks are taken by
    // `if let`, and no test thread runs any more when the process ends.
    AT_END.call_once(|| unsafe {
        libc::atexit(tell);
    });
}
