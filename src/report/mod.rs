//! The documents netwhy writes, one file a kind; `--json` prints them as they are.

mod diagnosis;

pub use diagnosis::{Report, SCHEMA};
