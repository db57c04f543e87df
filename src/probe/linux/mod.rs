//! What only Linux shows. `crate::probe::elsewhere` answers the same calls on other systems.

pub(crate) mod attempt;
pub(crate) mod counters;
pub(crate) mod datagram;
pub(crate) mod error_queue;
pub(crate) mod hop;
pub(crate) mod intake;
pub(crate) mod interfaces;
pub(crate) mod limits;
pub(crate) mod listeners;
pub(crate) mod neighbours;
pub(crate) mod netlink;
pub(crate) mod proc_file;
pub(crate) mod process;
pub(crate) mod route;
pub(crate) mod rules;
pub(crate) mod scan;
pub(crate) mod sockets;
pub(crate) mod sockopt;
pub(crate) mod system;
pub(crate) mod tool;
pub(crate) mod transfer;
