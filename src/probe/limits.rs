//! What a new connection on this machine can run out of.

use crate::observation::Limits;

/// Looks at ports, sockets and files in use.
pub fn limits() -> Limits {
    crate::probe::here::limits::limits()
}
