//! Byte formats, without sockets: from bytes to plain data and back, never a panic whatever the bytes.

pub mod coding;
pub mod dns;
pub mod excerpt;
pub mod filter;
pub mod hosts;
pub mod http1;
pub mod lan;
pub mod mcpi;
pub mod minecraft;
pub mod netlink;
pub mod opening;
pub mod peer;
pub mod proc;
pub mod proxy_header;
pub mod proxy_page;
pub mod proxy_signs;
pub mod proxy_status;
pub mod query;
pub mod raknet;
pub mod rcon;
pub mod resolv_conf;
pub mod socks;
pub mod spoken;
pub mod syn;
pub mod tls;
pub mod x509;
