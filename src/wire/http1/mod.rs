//! HTTP/1 (RFC 9112), read leniently and judged strictly.

mod breach;
mod head;
mod path;
mod request;
mod secret;
mod wish;

pub use breach::{Breach, BreachKind};
pub use head::{Field, Head, MOST};
pub use path::without_dots;
pub use request::{Draft, Form, RequestError, Version, Written, mend_line_ends, method_of};
pub use secret::{STRUCK, is_secret, without_query, without_secrets};
pub use wish::{FieldError, Wish};
