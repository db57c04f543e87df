//! Limits: only the own descriptors, where there is such a limit.

use crate::observation::{Limits, Looked};
use crate::probe::elsewhere::cannot;

/// The limits that can be read here.
pub(crate) fn limits() -> Limits {
    Limits {
        ephemeral_ports: cannot(),
        tcp_sockets: cannot(),
        open_files: open_files(),
        files_in_use: cannot(),
        system_files: cannot(),
    }
}

#[cfg(unix)]
fn open_files() -> Looked<u64> {
    nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE)
        .map_or_else(|error| Looked::NotLooked(error.to_string()), |(soft, _)| Looked::Saw(soft))
}

#[cfg(not(unix))]
fn open_files() -> Looked<u64> {
    cannot()
}
