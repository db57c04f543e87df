//! The documents netwhy writes, one file a kind; `--json` prints them as they are.

mod diagnosis;
mod error;
pub mod probe;
mod trace;

pub use diagnosis::{Report, SCHEMA};
pub use error::{Failed, Mistake, MistakeKind};
pub use trace::{TraceDocument, TraceEnd};
