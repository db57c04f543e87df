//! `netwhy probe`: against real ports, and against nmap's opinion of them.

mod ends;
mod far;
mod loopback;
pub(crate) mod namespace;
mod stream;
mod through;
mod usage;
