//! What other systems show in place of `crate::probe::linux`: less, and they say so.

pub(crate) mod attempt;
pub(crate) mod counters;
pub(crate) mod datagram;
pub(crate) mod hop;
pub(crate) mod intake;
pub(crate) mod interfaces;
pub(crate) mod limits;
pub(crate) mod listeners;
pub(crate) mod neighbours;
pub(crate) mod route;
pub(crate) mod rules;
pub(crate) mod scan;
pub(crate) mod sockets;
pub(crate) mod system;
pub(crate) mod transfer;

use crate::observation::Looked;

/// The reason for a look that has no way here yet.
fn cannot<T>() -> Looked<T> {
    Looked::NotLooked("netwhy has no such look on this system".to_owned())
}
