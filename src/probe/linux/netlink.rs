//! A netlink socket: one request out, its answers in; bounded in time and octets.

use std::os::fd::{AsRawFd, OwnedFd};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::socket::{
    AddressFamily, MsgFlags, SockFlag, SockProtocol, SockType, recv, send, setsockopt, socket, sockopt,
};

use crate::wire::netlink::{DONE, DUMP_INTERRUPTED, ERROR, error_number, messages};

/// The number of the one request that each socket carries.
pub(crate) const SEQUENCE: u32 = 1;
/// The kernel answers within microseconds; a second means that it never will.
const DEADLINE: Duration = Duration::from_secs(1);
/// More than any datagram that the kernel makes for a dump.
const DATAGRAM: usize = 64 * 1024;
/// A table of some hundred thousand rows.
const MOST_OCTETS: usize = 32 * 1024 * 1024;

/// Why no whole answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NetlinkError {
    /// The kernel understood, and answers with this error number.
    #[error("the kernel answers with error {0}")]
    Answer(i32),
    /// The socket could not be used.
    #[error("no netlink socket ({0})")]
    Socket(Errno),
    /// The table is larger than netwhy reads.
    #[error("the kernel's table is too large to read")]
    TooMuch,
    /// The table changed while it was read.
    #[error("the kernel's table changed while it was read")]
    Changed,
}

/// Sends `request` and hands every answering message's body to `each`: one where a single thing was asked
/// for, all up to the end mark where a table was (`table`).
pub(crate) fn ask(
    protocol: SockProtocol,
    request: &[u8],
    table: bool,
    mut each: impl FnMut(&[u8]),
) -> Result<(), NetlinkError> {
    let socket = open(protocol).map_err(NetlinkError::Socket)?;
    send(socket.as_raw_fd(), request, MsgFlags::empty()).map_err(NetlinkError::Socket)?;
    let started = Instant::now();
    let mut datagram = vec![0; DATAGRAM];
    let (mut octets, mut changed) = (0, false);
    loop {
        let length = match recv(socket.as_raw_fd(), &mut datagram, MsgFlags::MSG_TRUNC) {
            Err(Errno::EINTR) if started.elapsed() < DEADLINE => continue,
            other => other.map_err(NetlinkError::Socket)?,
        };
        octets += length;
        if length > datagram.len() || octets > MOST_OCTETS || started.elapsed() > DEADLINE {
            return Err(NetlinkError::TooMuch);
        }
        for message in messages(&datagram[..length]).filter(|message| message.sequence == SEQUENCE) {
            changed |= message.flags & DUMP_INTERRUPTED != 0;
            match message.kind {
                ERROR | DONE => {
                    return match error_number(message.body) {
                        Some(0) | None if changed => Err(NetlinkError::Changed),
                        Some(0) | None => Ok(()),
                        Some(number) => Err(NetlinkError::Answer(number)),
                    };
                }
                _ => each(message.body),
            }
            if !table {
                return Ok(());
            }
        }
    }
}

/// Reads a whole table, again where it changed meanwhile.
pub(crate) fn table<T>(
    protocol: SockProtocol,
    request: &[u8],
    read: impl Fn(&[u8]) -> Option<T>,
) -> Result<Vec<T>, NetlinkError> {
    let mut tries = 0;
    loop {
        let mut rows = Vec::new();
        tries += 1;
        match ask(protocol, request, true, |body| rows.extend(read(body))) {
            Ok(()) => return Ok(rows),
            Err(NetlinkError::Changed) if tries < 4 => {}
            Err(error) => return Err(error),
        }
    }
}

fn open(protocol: SockProtocol) -> Result<OwnedFd, Errno> {
    let socket = socket(AddressFamily::Netlink, SockType::Raw, SockFlag::SOCK_CLOEXEC, protocol)?;
    let deadline = nix::sys::time::TimeVal::new(DEADLINE.as_secs().cast_signed(), 0);
    setsockopt(&socket, sockopt::ReceiveTimeout, &deadline)?;
    Ok(socket)
}
