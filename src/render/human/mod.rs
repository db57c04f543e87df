//! Documents as text for people, one file a document.

mod report;

pub use report::report;
