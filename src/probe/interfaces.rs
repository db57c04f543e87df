//! This machine's interfaces.

use crate::observation::Interfaces;

/// Looks at every interface and its addresses.
pub fn interfaces() -> Interfaces {
    Interfaces { interfaces: crate::probe::here::interfaces::interfaces() }
}
