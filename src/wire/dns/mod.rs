//! DNS messages (RFC 1035, RFC 6891, RFC 8914), read leniently and shown as dig shows them.

mod data;
mod extended_error;
mod name;
mod question;
mod record_type;
mod reply;
mod root;

pub use name::{BadName, Name};
pub use question::{Question, Wishes};
pub use record_type::RecordType;
pub use reply::{Fault, Record, Reply, is_truncated};
pub use root::root_servers;
