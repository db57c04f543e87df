//! The listening TCP sockets, from sock_diag, or from /proc where the kernel has no sock_diag.

use std::collections::HashMap;
use std::net::IpAddr;

use nix::sys::socket::SockProtocol;

use crate::observation::{AcceptQueue, Listener, Looked};
use crate::probe::linux::interfaces::name_of;
use crate::probe::linux::netlink::{NetlinkError, SEQUENCE, table};
use crate::probe::linux::proc_file::proc_file;
use crate::probe::linux::process::{Process, owners};
use crate::wire::netlink::{self, INET, INET6};

/// Every listener of this network namespace, with the process behind it where that may be seen.
pub(crate) fn listeners() -> Looked<Vec<Listener>> {
    let rows = match from_sock_diag() {
        Ok(rows) => rows,
        Err(error) => match from_proc() {
            Some(rows) => rows,
            None => return Looked::NotLooked(error.to_string()),
        },
    };
    let own: Vec<u32> = rows.iter().filter(|(_, listener)| may_look(listener.uid)).map(|(inode, _)| *inode).collect();
    let processes = owners(&own);
    Looked::Saw(rows.into_iter().map(|row| named(row, &processes)).collect())
}

/// A listener with its inode.
type Row = (u32, Listener);

fn from_sock_diag() -> Result<Vec<Row>, NetlinkError> {
    let mut rows = Vec::new();
    for family in [INET, INET6] {
        let request = netlink::listeners_request(SEQUENCE, family);
        rows.extend(table(SockProtocol::NetlinkSockDiag, &request, netlink::listener)?);
    }
    let row = |one: netlink::Listener| {
        let queue = AcceptQueue { length: one.waiting, limit: one.backlog };
        let interface = (one.interface != 0).then(|| name_of(one.interface)).flatten();
        let listener = Listener { v6_only: one.v6_only, interface, ..bare(one.address, one.port, one.uid) };
        (one.inode, Listener { accept_queue: Some(queue), ..listener })
    };
    Ok(rows.into_iter().map(row).collect())
}

fn from_proc() -> Option<Vec<Row>> {
    let mut rows = crate::wire::proc::listeners(&proc_file("net/tcp")?, false);
    // A kernel without IPv6 has no such file.
    rows.extend(crate::wire::proc::listeners(&proc_file("net/tcp6").unwrap_or_default(), true));
    Some(rows.into_iter().map(|row| (row.inode, bare(row.address, row.port, row.uid))).collect())
}

fn bare(address: IpAddr, port: u16, uid: u32) -> Listener {
    Listener {
        address,
        port,
        v6_only: None,
        interface: None,
        uid: Some(uid),
        process: None,
        pid: None,
        accept_queue: None,
    }
}

/// The descriptors of another user's process are closed to all but root.
fn may_look(uid: Option<u32>) -> bool {
    let own = nix::unistd::geteuid();
    own.is_root() || uid == Some(own.as_raw())
}

fn named((inode, listener): Row, processes: &HashMap<u32, Process>) -> Listener {
    match processes.get(&inode) {
        Some(process) => Listener { process: Some(process.name.clone()), pid: Some(process.pid), ..listener },
        None => listener,
    }
}
