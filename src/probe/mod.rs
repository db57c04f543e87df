//! Looks at the world and writes down facts. All client-side input and output stands here; one look a file.

mod arrival;
mod attempt;
mod connect;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;
mod trace;

pub use arrival::arrival;
pub use connect::connect;
pub use trace::{TraceOptions, can_trace, trace};
