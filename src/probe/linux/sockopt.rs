//! The socket options for which no safe wrapper exists.

use std::io;
use std::mem::{MaybeUninit, size_of};
use std::net::IpAddr;
use std::os::fd::{AsFd, AsRawFd};

/// Sets an integer option.
fn set(socket: &impl AsFd, level: i32, option: i32, value: i32) -> io::Result<()> {
    let length = size_of::<i32>() as libc::socklen_t;
    // SAFETY: `value` lives across the call and `length` is its size; the kernel only reads it.
    let result =
        unsafe { libc::setsockopt(socket.as_fd().as_raw_fd(), level, option, (&raw const value).cast(), length) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Has the kernel drop segments that arrive with a TTL or hop limit below `least`
/// (`IP_MINTTL`, ip(7); `IPV6_MINHOPCOUNT`, ipv6(7)).
pub(crate) fn set_least_arrival_ttl(socket: &impl AsFd, to: IpAddr, least: u8) -> io::Result<()> {
    match to {
        IpAddr::V4(_) => set(socket, libc::IPPROTO_IP, libc::IP_MINTTL, i32::from(least)),
        IpAddr::V6(_) => set(socket, libc::IPPROTO_IPV6, libc::IPV6_MINHOPCOUNT, i32::from(least)),
    }
}

/// What the kernel knows of one TCP connection (`TCP_INFO`, tcp(7)).
#[derive(Debug, Clone, Copy)]
pub(crate) struct TcpInfo {
    /// True once the handshake is done.
    pub(crate) established: bool,
    /// True once a reset has ended it, or it never began.
    pub(crate) closed: bool,
    /// SYNs retransmitted so far, while the handshake is not done.
    pub(crate) retransmits: u32,
    /// Segments retransmitted over the connection's life.
    pub(crate) total_retransmits: u32,
    /// Smoothed round trip in microseconds.
    pub(crate) rtt_us: u32,
    /// Path MTU in bytes.
    pub(crate) pmtu: u32,
    /// Segments sent and not acknowledged.
    pub(crate) unacknowledged: u32,
}

/// Reads `TCP_INFO`.
pub(crate) fn tcp_info(socket: &impl AsFd) -> io::Result<TcpInfo> {
    let mut info = MaybeUninit::<libc::tcp_info>::zeroed();
    let mut length = size_of::<libc::tcp_info>() as libc::socklen_t;
    // SAFETY: the kernel writes at most `length` bytes into `info`, which is that large.
    let result = unsafe {
        libc::getsockopt(
            socket.as_fd().as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            info.as_mut_ptr().cast(),
            &raw mut length,
        )
    };
    if result != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: all fields are integers, for which the zeroes an older kernel leaves are valid.
    let info = unsafe { info.assume_init() };
    // Values of include/net/tcp_states.h.
    const ESTABLISHED: u8 = 1;
    const CLOSE: u8 = 7;
    Ok(TcpInfo {
        established: info.tcpi_state == ESTABLISHED,
        closed: info.tcpi_state == CLOSE,
        retransmits: u32::from(info.tcpi_retransmits),
        total_retransmits: info.tcpi_total_retrans,
        rtt_us: info.tcpi_rtt,
        pmtu: info.tcpi_pmtu,
        unacknowledged: info.tcpi_unacked,
    })
}
