//! Byte formats, without sockets: from bytes to plain data and back, never a panic whatever the bytes.

pub mod netlink;
pub mod proc;
