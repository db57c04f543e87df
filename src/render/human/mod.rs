//! Documents as text for people, one file a document.

mod arrival;
mod compared;
mod explain;
mod http;
mod minecraft;
mod passed;
mod probe;
mod proxies;
mod report;
mod resolve;
mod route;
mod trace;
mod walk;
mod word;

pub use arrival::arrival;
pub use compared::compared;
pub use explain::explanation;
pub use http::{Bytes, http};
pub use minecraft::minecraft;
pub use passed::passed;
pub use probe::{LISTED, probe, probe_round};
pub use report::report;
pub use resolve::resolve;
pub use trace::trace;
