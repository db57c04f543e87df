//! The forward proxy: what passes, what is changed, and why what fails fails.

#![allow(clippy::result_large_err, reason = "trouble is the rare way")]

mod accept;
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
mod guarded;
mod har;
pub mod host_pattern;
mod hyper_word;
mod intercept;
mod interim;
mod kept;
mod line;
mod login;
mod open_tunnel;
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
mod spelled;
mod splice;
mod switch;
mod trouble;
mod tunnel;
mod unanswered;
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
