//! Looks at names: the settings, the hosts file, the system's resolver, and each name server by itself.

mod ask;
mod config;
mod encrypted;
mod families;
mod hosts;
mod look_up;
mod reverse;
mod system;
mod tcp;
mod udp;
mod walk;

pub use ask::{Ask, ask};
pub use config::{config, servers};
pub use encrypted::Encrypted;
pub use families::Families;
pub use hosts::hosts;
pub use look_up::{LookUp, canary, look_up};
pub use reverse::{reverse_name, reverse_system};
pub use system::system;
pub use walk::walk;
