//! HTTP/1 (RFC 9112): answers are read leniently and judged strictly, requests are read strictly or not at all.

pub mod asked;
mod breach;
mod chunk;
mod fields;
mod framing;
mod head;
mod ledger;
mod line;
mod path;
mod raw;
mod reader;
mod reflected;
mod request;
mod secret;
mod start;
mod terms;
#[cfg(test)]
mod tests;
mod wish;

pub use breach::{Breach, BreachKind};
pub use framing::Framing;
pub use head::{Field, Head, Interim};
pub use path::without_dots;
pub use raw::{mend_line_ends, method_of};
pub use reader::Reader;
pub use reflected::Secrets;
pub use request::{Draft, Form, RequestError, Version, Written};
pub use secret::{STRUCK, is_secret, without_query, without_secrets};
pub use terms::{Asked, Bounds, State};
pub use wish::{FieldError, Wish};
