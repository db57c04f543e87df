//! The SYN that opened a connection, which the kernel keeps where it is asked to (`TCP_SAVE_SYN`, `TCP_SAVED_SYN`,
//! tcp(7)). No safe wrapper exists.

use std::io;
use std::os::fd::{AsFd, AsRawFd};

use crate::wire::syn::{self, Syn};

/// The longest headers: IP's with extensions, and TCP's.
const MOST: usize = 512;

/// Has the kernel keep the SYNs of the connections that `listener` will accept.
pub(crate) fn keep_syns(listener: &impl AsFd) -> io::Result<()> {
    let value: i32 = 1;
    let length = size_of::<i32>() as libc::socklen_t;
    let socket = listener.as_fd().as_raw_fd();
    // SAFETY: `value` lives across the call and `length` is its size; the kernel only reads it.
    let result =
        unsafe { libc::setsockopt(socket, libc::IPPROTO_TCP, libc::TCP_SAVE_SYN, (&raw const value).cast(), length) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// The SYN that opened `stream`. The kernel gives it once.
pub(crate) fn saved_syn(stream: &impl AsFd) -> Option<Syn> {
    let mut bytes = [0u8; MOST];
    let mut length = MOST as libc::socklen_t;
    let socket = stream.as_fd().as_raw_fd();
    // SAFETY: the kernel writes at most `length` bytes into `bytes`, which is that large, and says in `length` how many.
    let result = unsafe {
        libc::getsockopt(socket, libc::IPPROTO_TCP, libc::TCP_SAVED_SYN, bytes.as_mut_ptr().cast(), &raw mut length)
    };
    let length = usize::try_from(length).ok().filter(|_| result == 0)?;
    syn::read(bytes.get(..length)?)
}
