//! Getting through a proxy: it is asked for passage over a connection to it, and what it answers is written down.

mod answered;
mod connect;
mod ear;
mod judge;
mod pass;
mod socks;
mod whole;

pub use judge::{Asked, ended, judge};
pub use pass::{Passage, Passed, pass};
pub use whole::{Paged, whole};
