//! HTTP/1 (RFC 9112), read leniently and judged strictly.

mod breach;
mod head;

pub use breach::{Breach, BreachKind};
pub use head::{Field, Head, MOST};
