//! Looks at names: the settings, the hosts file, the system's resolver, and each name server by itself.

mod ask;
mod config;
mod families;
mod hosts;
mod look_up;
mod system;
mod tcp;
mod udp;

pub use ask::{Ask, ask};
pub use config::{config, servers};
pub use families::Families;
pub use hosts::hosts;
pub use look_up::{LookUp, canary, look_up};
pub use system::system;
