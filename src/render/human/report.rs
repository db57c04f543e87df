//! The report of a diagnosis: the verdict first, then who, why, what to do, and the nine checks.

use std::io::{self, Write};

use crate::render::paint::Look;
use crate::report::Report;

/// Writes `report` for a person.
///
/// # Errors
/// Those of the sink.
pub fn report(report: &Report, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", report.verdict.summary.get(look.lang))
}
