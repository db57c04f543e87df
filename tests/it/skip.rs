//! How a test says that it cannot run here.

use std::io::Write;

/// Says loudly, past the test harness's capture, that a test is skipped. Where everything must run
/// (`CI` is set) `.ci/run` finds the line in the log and fails.
pub(crate) fn skipped(why: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    // A closed stderr leaves nobody to tell.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {test}: {why}");
}
