//! HTTP/1 requests as a server must read them (RFC 9112): strictly, because two readers that differ about where one
//! request ends are how a second one is smuggled past the first.
//!
//! [`Scanner`] takes the bytes of a connection however they are cut, and tells heads, bodies and ends, or the first
//! breach, behind which nothing is read any more.

mod bounds;
mod breach;
mod chunk;
mod fields;
mod framing;
mod head;
mod line;
mod scanner;
mod start;
#[cfg(test)]
mod tests;

pub use bounds::Bounds;
pub use breach::{Breach, BreachKind};
pub use framing::Framing;
pub use head::Head;
pub use scanner::{Fed, Scanner, Step};
