//! Neighbours: not looked at here.

use std::net::IpAddr;

use crate::observation::{Looked, Neighbour};
use crate::probe::elsewhere::cannot;

/// No neighbours.
pub(crate) fn neighbours(_wanted: &[IpAddr]) -> Looked<Vec<Neighbour>> {
    cannot()
}
