//! What is looked at on this machine, before the probes and after them.

use std::net::SocketAddr;

use crate::diagnose::journal::Journal;
use crate::target::Target;

/// The looks that need no packet. The result is handed to [`after`].
pub(crate) fn before(_journal: &Journal, _target: &Target) {}

/// What only shows once the probes have been sent: neighbours and counters.
pub(crate) fn after(_journal: &Journal, _addresses: &[SocketAddr], _before: ()) {}
