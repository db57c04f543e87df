//! Documents as text for people, one file a document.

mod explain;
mod probe;
mod report;
mod route;
mod trace;
mod word;

pub use explain::explanation;
pub use probe::{LISTED, probe, probe_round};
pub use report::report;
pub use trace::trace;
