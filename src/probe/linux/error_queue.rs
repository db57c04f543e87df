//! The socket error queue: which ICMP error came, and which machine sent it (ip(7), `IP_RECVERR`).

use std::io::IoSliceMut;
use std::net::IpAddr;
use std::os::fd::{AsFd, AsRawFd};

use nix::sys::socket::{ControlMessageOwned, MsgFlags, SockaddrStorage, recvmsg, setsockopt, sockopt};

use crate::observation::Icmp;

/// One entry of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The ICMP error; `None` where the own kernel made the entry without one.
    pub(crate) icmp: Option<Icmp>,
    /// The error number that goes with it.
    pub(crate) errno: i32,
    /// The machine that sent it.
    pub(crate) sender: Option<IpAddr>,
    /// The TTL or hop limit with which it arrived.
    pub(crate) ttl: Option<u8>,
    /// The first bytes of what had been sent (of a UDP datagram: its payload).
    pub(crate) sent: Vec<u8>,
}

/// Has the kernel queue ICMP errors for `socket`, with the TTL of the packets that bring them. Needed for
/// IPv6; IPv4 TCP queues them anyway.
pub(crate) fn ask(socket: &impl AsFd, to: IpAddr) -> nix::Result<()> {
    match to {
        IpAddr::V4(_) => {
            setsockopt(socket, sockopt::Ipv4RecvErr, &true)?;
            setsockopt(socket, sockopt::Ipv4RecvTtl, &true)
        }
        IpAddr::V6(_) => {
            setsockopt(socket, sockopt::Ipv6RecvErr, &true)?;
            setsockopt(socket, sockopt::Ipv6RecvHopLimit, &true)
        }
    }
}

/// Stops the queueing. On an established connection a passing ICMP error would otherwise be fatal.
pub(crate) fn stop(socket: &impl AsFd, to: IpAddr) -> nix::Result<()> {
    match to {
        IpAddr::V4(_) => setsockopt(socket, sockopt::Ipv4RecvErr, &false),
        IpAddr::V6(_) => setsockopt(socket, sockopt::Ipv6RecvErr, &false),
    }
}

/// Takes the oldest entry; `None` where the queue is empty. Never blocks.
pub(crate) fn take(socket: &impl AsFd) -> Option<Entry> {
    let mut buffer = [0u8; 128];
    let mut slices = [IoSliceMut::new(&mut buffer)];
    let mut control = nix::cmsg_space!(libc::sock_extended_err, libc::sockaddr_in6, i32, [u64; 4]);
    let flags = MsgFlags::MSG_ERRQUEUE | MsgFlags::MSG_DONTWAIT;
    let message =
        recvmsg::<SockaddrStorage>(socket.as_fd().as_raw_fd(), &mut slices, Some(&mut control), flags).ok()?;
    let mut entry = Entry { icmp: None, errno: 0, sender: None, ttl: None, sent: Vec::new() };
    let length = message.bytes;
    for part in message.cmsgs().ok()? {
        match part {
            ControlMessageOwned::Ipv4RecvErr(error, from) => {
                fill(&mut entry, &error);
                let from = from.map(|from| IpAddr::from(u32::from_be(from.sin_addr.s_addr).to_be_bytes()));
                entry.sender = from.filter(|from| !from.is_unspecified());
            }
            ControlMessageOwned::Ipv6RecvErr(error, from) => {
                fill(&mut entry, &error);
                let from = from.map(|from| IpAddr::from(from.sin6_addr.s6_addr).to_canonical());
                entry.sender = from.filter(|from| !from.is_unspecified());
            }
            ControlMessageOwned::Ipv4Ttl(ttl) | ControlMessageOwned::Ipv6HopLimit(ttl) => {
                entry.ttl = u8::try_from(ttl).ok();
            }
            _ => {}
        }
    }
    entry.sent = buffer[..length.min(128)].to_vec();
    Some(entry)
}

fn fill(entry: &mut Entry, error: &libc::sock_extended_err) {
    entry.errno = i32::try_from(error.ee_errno).unwrap_or(0);
    let version = match error.ee_origin {
        libc::SO_EE_ORIGIN_ICMP => 4,
        libc::SO_EE_ORIGIN_ICMP6 => 6,
        _ => return,
    };
    entry.icmp = Some(Icmp { version, kind: error.ee_type, code: error.ee_code });
}
