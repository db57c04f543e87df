//! Documents as text for people, one file a document.

mod report;
mod route;
mod word;

pub use report::report;
