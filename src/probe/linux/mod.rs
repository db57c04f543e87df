//! What only Linux shows. `crate::probe::elsewhere` answers the same calls on other systems.

pub(crate) mod attempt;
pub(crate) mod error_queue;
pub(crate) mod sockopt;
pub(crate) mod udp;
