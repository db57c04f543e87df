//! Byte formats, without sockets: from bytes to plain data and back, never a panic whatever the bytes.

pub mod dns;
pub mod excerpt;
pub mod filter;
pub mod hosts;
pub mod http1;
pub mod netlink;
pub mod proc;
pub mod resolv_conf;
pub mod spoken;
pub mod tls;
pub mod x509;
