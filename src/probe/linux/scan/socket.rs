//! One non-blocking TCP socket that connects again and again.

use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::socket::{
    AddressFamily, SockFlag, SockType, SockaddrStorage, connect, getsockname, setsockopt, socket, sockopt,
};

use crate::probe::linux::error_queue;

/// The socket, and whether epoll knows it already.
#[derive(Debug)]
pub(crate) struct Socket {
    fd: OwnedFd,
    /// True once it was added to its shard's epoll.
    pub(crate) registered: bool,
}

/// What a `connect()` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// The connection is there.
    Connected,
    /// It is on its way.
    Pending,
    /// It ended.
    Failed(Errno),
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl Socket {
    /// A socket for the family of `to`.
    pub(crate) fn new(to: SocketAddr) -> Result<Socket, Errno> {
        let family = if to.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 };
        let fd = socket(family, SockType::Stream, SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC, None)?;
        // IPv4 TCP queues ICMP errors unasked, so its refused path stays one call shorter.
        if to.is_ipv6() {
            error_queue::ask(&fd, to.ip())?;
        }
        Ok(Socket { fd, registered: false })
    }

    /// Connects, or asks how an earlier call went.
    pub(crate) fn connect(&self, to: &SockaddrStorage) -> Said {
        match connect(self.fd.as_raw_fd(), to) {
            Ok(()) | Err(Errno::EISCONN) => Said::Connected,
            Err(Errno::EINPROGRESS | Errno::EALREADY) => Said::Pending,
            Err(error) => Said::Failed(error),
        }
    }

    /// The own address and port.
    pub(crate) fn local(&self) -> Option<SocketAddr> {
        let name: SockaddrStorage = getsockname(self.fd.as_raw_fd()).ok()?;
        match (name.as_sockaddr_in(), name.as_sockaddr_in6()) {
            (Some(v4), _) => Some((v4.ip(), v4.port()).into()),
            (_, Some(v6)) => Some((v6.ip(), v6.port()).into()),
            _ => None,
        }
    }

    /// Closes by a reset. For a socket that met itself: an orderly end would leave its port in TIME-WAIT,
    /// in the way of whoever wants to listen there.
    pub(crate) fn abort(self) {
        let linger = libc::linger { l_onoff: 1, l_linger: 0 };
        // Without it the close is an orderly one.
        let _ = setsockopt(&self.fd, sockopt::Linger, &linger);
    }
}

/// True unless a second connection to `to`, an address of this machine, is refused. Two sockets of this
/// machine that connect to each other's port at the same moment both open (RFC 9293 section 3.5,
/// simultaneous open), with nobody listening.
pub(crate) fn opens_again(to: SocketAddr) -> bool {
    let Ok(second) = Socket::new(to) else { return true };
    let address = SockaddrStorage::from(to);
    let mut said = second.connect(&address);
    if said == Said::Pending {
        // On the own machine the answer is there at once; a full accept queue stays silent and proves nothing.
        let _ = poll(&mut [PollFd::new(second.as_fd(), PollFlags::POLLOUT)], PollTimeout::from(50u8));
        said = second.connect(&address);
    }
    let met_itself = said == Said::Connected && is_same(second.local(), to);
    if met_itself {
        second.abort();
        return false;
    }
    !matches!(said, Said::Failed(Errno::ECONNREFUSED))
}

/// True where the own end of a socket is the end it connects to.
pub(crate) fn is_same(local: Option<SocketAddr>, to: SocketAddr) -> bool {
    local.is_some_and(|local| local.port() == to.port() && is_own(Some(local.ip()), to))
}

/// True where the address connected to is the own one.
pub(crate) fn is_own(local: Option<IpAddr>, to: SocketAddr) -> bool {
    local == Some(to.ip())
}
