//! Opens the ports to listen on.

use std::io;
use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpSocket};

use crate::observation::{Listener, Looked};

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// The ports that are open.
#[derive(Debug)]
pub struct Listeners {
    pub(crate) all: Vec<TcpListener>,
    /// Where they listen, in the order asked for; port 0 has become the one that the system chose.
    pub addresses: Vec<SocketAddr>,
}

/// Why a port cannot be listened on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListenError {
    /// Another socket listens there.
    #[error("{address} is in use{}; stop that, or listen elsewhere: --listen {}", owner(.by), next(*.address))]
    InUse {
        /// The address asked for.
        address: SocketAddr,
        /// The process that listens there and its number, where it may be seen.
        by: Option<(String, u32)>,
    },
    /// The system keeps the port for itself or its administrator.
    #[error("{0} needs rights that this user does not have; listen on a port from 1024 on: --listen {other}", other = elsewhere(.0))]
    Forbidden(SocketAddr),
    /// The address is none of this machine's.
    #[error("{0} is no address of this machine; `ip address` lists those that are")]
    NotOwn(SocketAddr),
    /// Something else.
    #[error("{0} cannot be listened on: {1}")]
    Other(SocketAddr, String),
}

fn owner(by: &Option<(String, u32)>) -> String {
    by.as_ref().map(|(name, pid)| format!(" by `{name}` (process {pid})")).unwrap_or_default()
}

/// The same address, with a port that anybody may use.
fn elsewhere(address: &SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip(), 8000)
}

/// An address near by that may be free.
fn next(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(8000))
}

impl ListenError {
    /// True where another port of the same address may do.
    pub fn is_in_use(&self) -> bool {
        matches!(self, ListenError::InUse { .. })
    }
}

/// Listens on each of `addresses`. Called inside a runtime.
///
/// # Errors
/// For the first address that cannot be listened on; none is listened on then.
pub fn listen(addresses: &[SocketAddr]) -> Result<Listeners, ListenError> {
    let mut all = Vec::new();
    let mut own = Vec::new();
    for address in addresses {
        // A socket for all addresses of IPv6 takes those of IPv4 too, unless another has them.
        let is_beside = |other: &SocketAddr| other.is_ipv4() && other.port() == address.port();
        let v6_only = address.ip().is_unspecified() && addresses.iter().any(is_beside);
        let listener = one(*address, v6_only).map_err(|error| told(*address, &error))?;
        own.push(listener.local_addr().unwrap_or(*address));
        all.push(listener);
    }
    Ok(Listeners { all, addresses: own })
}

fn one(address: SocketAddr, v6_only: bool) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    if v6_only && address.is_ipv6() {
        socket2::SockRef::from(&socket).set_only_v6(true)?;
    }
    // A server that comes back finds its port although old connections linger. Elsewhere than on Unix the option would
    // let two servers share a port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    // Where the kernel keeps no SYNs, arrivals are told without their hops.
    let _ = crate::serve::here::keep_syns(&socket);
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Ports that are taken and do not listen: the system resets who connects.
#[derive(Debug)]
pub struct Held {
    _all: Vec<TcpSocket>,
    /// Where they are, in the order asked for.
    pub addresses: Vec<SocketAddr>,
}

/// Takes each of `addresses`, and listens on none. Called inside a runtime.
///
/// # Errors
/// For the first address that cannot be taken.
pub fn hold(addresses: &[SocketAddr]) -> Result<Held, ListenError> {
    let (mut all, mut own) = (Vec::new(), Vec::new());
    for address in addresses {
        let (socket, place) = taken(*address).map_err(|error| told(*address, &error))?;
        own.push(place);
        all.push(socket);
    }
    Ok(Held { _all: all, addresses: own })
}

fn taken(address: SocketAddr) -> io::Result<(TcpSocket, SocketAddr)> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    if address.is_ipv6() {
        socket2::SockRef::from(&socket).set_only_v6(true)?;
    }
    socket.bind(address)?;
    let place = socket.local_addr()?;
    Ok((socket, place))
}

fn told(address: SocketAddr, error: &io::Error) -> ListenError {
    match error.kind() {
        io::ErrorKind::AddrInUse => ListenError::InUse { address, by: holder(address) },
        io::ErrorKind::PermissionDenied => ListenError::Forbidden(address),
        io::ErrorKind::AddrNotAvailable => ListenError::NotOwn(address),
        _ => ListenError::Other(address, error.to_string()),
    }
}

/// Which process listens at `address`, or so that it is in the way.
fn holder(address: SocketAddr) -> Option<(String, u32)> {
    let Looked::Saw(all) = crate::probe::listeners().listeners else { return None };
    let is_in_the_way = |one: &Listener| {
        let all = address.ip().is_unspecified() && (one.address.is_ipv4() == address.is_ipv4() || address.is_ipv6());
        one.port == address.port() && (all || one.covers(address.ip()))
    };
    all.into_iter().filter(is_in_the_way).find_map(|one| Some((one.process?, one.pid?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_in_use_is_told_with_who_has_it() {
        let first = listen(&["127.0.0.1:0".parse().expect("an address")]).expect("a port");
        let address = first.addresses[0];
        let error = listen(&[address]).expect_err("in use");
        assert!(error.is_in_use());
        let told = error.to_string();
        assert!(told.contains(&format!("{address} is in use")) && told.contains("--listen 127.0.0.1:"), "{told}");
        #[cfg(not(portable))]
        assert!(told.contains(&format!("(process {})", std::process::id())), "{told}");
    }

    #[tokio::test]
    async fn both_families_share_a_port() {
        let first = listen(&["0.0.0.0:0".parse().expect("an address")]).expect("a port");
        let port = first.addresses[0].port();
        drop(first);
        let both = [format!("0.0.0.0:{port}"), format!("[::]:{port}")].map(|one| one.parse().expect("an address"));
        match listen(&both) {
            Ok(both) => assert_eq!(both.addresses.len(), 2),
            // A machine without IPv6, or somebody was faster.
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }

    #[tokio::test]
    async fn what_is_not_this_machines_is_told() {
        let error = listen(&["192.0.2.1:8000".parse().expect("an address")]).expect_err("not own");
        assert!(error.to_string().contains("no address of this machine"), "{error}");
    }
}
