//! The kernel's release, the own rights and the network namespace.

use nix::sys::socket::{AddressFamily, SockFlag, SockType, setsockopt, socket, sockopt};

use crate::observation::{Os, System};
use crate::probe::linux::proc_file::proc_file;
use crate::wire::proc::has_capability;

/// The number of CAP_NET_ADMIN (capabilities(7)).
const NET_ADMIN: u32 = 12;

/// What netwhy runs on.
pub(crate) fn system() -> System {
    let namespace = std::fs::read_link("/proc/thread-self/ns/net").ok();
    System {
        os: Os::here(),
        release: proc_file("sys/kernel/osrelease").map(|release| release.trim().to_owned()),
        network_admin: has_network_admin(),
        namespace: namespace.and_then(|name| name.to_str().map(str::to_owned)),
    }
}

/// True where the capability is held, and counts in this network namespace: a user namespace of one's own
/// gives every capability there, and none over the network that it shares.
pub(crate) fn has_network_admin() -> bool {
    let held = proc_file("status").is_some_and(|status| has_capability(&status, NET_ADMIN) == Some(true));
    held && socket(AddressFamily::Inet, SockType::Datagram, SockFlag::SOCK_CLOEXEC, None)
        .is_ok_and(|socket| setsockopt(&socket, sockopt::Mark, &0).is_ok())
}
