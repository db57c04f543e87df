//! From documents to bytes, written into a sink that the caller owns.

pub mod human;
pub mod paint;
mod table;

use std::io::{self, Write};

/// Writes any document as JSON on one line, with a newline at its end.
///
/// # Errors
/// Those of the sink.
pub fn json(document: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, document)?;
    out.write_all(b"\n")
}
