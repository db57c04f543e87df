//! Documents as text for people, one file a document.

mod report;
mod route;
mod trace;
mod word;

pub use report::report;
pub use trace::trace;
