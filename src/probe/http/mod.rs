//! A client of HTTP/1 that shows what it does: each address tried, each phase timed, each byte counted.

mod client;
mod ending;
mod onward;
mod order;
mod race;
mod reach;
mod settings;
mod stop;
mod talk;
mod turn;
mod way;

pub use client::Client;
pub use settings::{Receive, Request, Settings};
pub use stop::Stop;
