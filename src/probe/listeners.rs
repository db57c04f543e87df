//! What listens on this machine.

use crate::observation::Listeners;

/// Looks at every listening TCP socket.
pub fn listeners() -> Listeners {
    Listeners { listeners: crate::probe::here::listeners::listeners() }
}
