//! The limits that a new connection can run into, from /proc.

use crate::observation::{Limits, Looked};
use crate::probe::linux::proc_file::{not_read, proc_file};
use crate::wire::proc::field;

/// How much of sockets, ports and files is in use.
pub(crate) fn limits() -> Limits {
    Limits {
        ephemeral_ports: ephemeral_ports().map_or_else(|| not_read("sys/net/ipv4/ip_local_port_range"), Looked::Saw),
        tcp_sockets: tcp_sockets().map_or_else(|| not_read("net/sockstat"), Looked::Saw),
        open_files: nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE)
            .map_or_else(|error| Looked::NotLooked(error.to_string()), |(soft, _)| Looked::Saw(soft)),
        files_in_use: std::fs::read_dir("/proc/self/fd")
            // One of them is the directory itself while it is read.
            .map_or_else(|_| not_read("self/fd"), |all| Looked::Saw((all.count() as u64).saturating_sub(1))),
        system_files: system_files().map_or_else(|| not_read("sys/fs/file-nr"), Looked::Saw),
    }
}

fn ephemeral_ports() -> Option<(u16, u16)> {
    // One range for both families (ip(7)).
    let text = proc_file("sys/net/ipv4/ip_local_port_range")?;
    let mut numbers = text.split_whitespace().map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn tcp_sockets() -> Option<u32> {
    let v4 = proc_file("net/sockstat")?;
    let v6 = proc_file("net/sockstat6").unwrap_or_default();
    // `tw` counts both families' TIME-WAIT sockets.
    let sum = field(&v4, "TCP:", "inuse")? + field(&v4, "TCP:", "tw")? + field(&v6, "TCP6:", "inuse").unwrap_or(0);
    u32::try_from(sum).ok()
}

fn system_files() -> Option<(u64, u64)> {
    let text = proc_file("sys/fs/file-nr")?;
    let mut numbers = text.split_whitespace().map(str::parse);
    let open = numbers.next()?.ok()?;
    Some((open, numbers.nth(1)?.ok()?))
}
