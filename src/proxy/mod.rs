//! The forward proxy: what passes, what is changed, and why what fails fails.

#![allow(clippy::result_large_err, reason = "trouble is the rare way")]

mod accept;
mod admit;
mod answer;
mod asked;
pub mod authority;
mod body;
mod connect;
mod context;
mod core;
mod doctor;
mod exchange;
mod fields;
mod files;
mod forward;
mod gate;
mod guarded;
mod har;
pub mod host_pattern;
mod intercept;
mod interim;
mod kept;
mod line;
mod login;
mod own;
mod passed;
mod patient;
mod pool;
mod pulse;
mod reach;
mod requests;
mod ruled;
pub mod rules;
mod safety;
mod settings;
mod socks;
mod talk;
mod trouble;
mod tunnel;
mod upstream;
mod watched;
mod wire;

pub use accept::run;
pub use context::Context;
pub use core::Core;
pub use exchange::{Counts, Ending, Exchange, Observer, Phases, Way};
pub use har::Recorder;
pub use kept::Kept;
pub use login::Logins;
pub use passed::passed;
pub use safety::Allowed;
pub use settings::{Bounds, Families, Settings};
pub use trouble::{Kind, Trouble};
pub use upstream::itself::is_itself;
