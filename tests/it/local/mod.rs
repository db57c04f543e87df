//! What netwhy sees of this machine, compared with what ip(8) and ss(8) say, in private namespaces and
//! without privileges.

mod interfaces;
mod limits;
mod listeners;
mod neighbours;
pub(crate) mod private;
mod route;
mod rules;
