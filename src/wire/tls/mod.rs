//! TLS as far as it can be read without its keys (RFC 8446, RFC 5246): what a server says before it encrypts, and a
//! hello of an older kind than clients of today send.

mod alert;
mod flight;
mod hello;
mod suite;

pub use alert::Alert;
pub use flight::{Begins, Flight, MOST_BYTES, ServerHello};
pub use hello::older_hello;
pub use suite::{suite_name, version_name};
