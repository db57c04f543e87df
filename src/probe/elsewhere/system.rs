//! The system's name; its release and rights are not looked at here.

use crate::observation::{Os, System};

/// What netwhy runs on.
pub(crate) fn system() -> System {
    System { os: Os::here(), release: None, network_admin: false, namespace: None }
}
