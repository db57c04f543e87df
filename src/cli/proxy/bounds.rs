//! How much of everything there may be.

use std::time::Duration;

use netwhy::proxy::Bounds;

use crate::cli::common::{Common, duration};

/// The bounds of the proxy.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Bounds")]
pub(crate) struct BoundOptions {
    /// Serve at most N connections of clients at once; further ones wait
    #[arg(long, value_name = "N", default_value_t = 16_384, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    connections: u32,
    /// The longest head of a request or an answer, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 65_536, value_parser = clap::value_parser!(u32).range(8_192..=1_048_576))]
    head_size: u32,
    /// How long a client may take for the head of a request
    #[arg(long, value_name = "DURATION", default_value = "20s", value_parser = duration)]
    head_time: Duration,
    /// How long a client's connection without an exchange is kept
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = duration)]
    idle: Duration,
    /// How long an exchange or a tunnel may stand still
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = duration)]
    stall: Duration,
    /// How long open exchanges are waited for at the end
    #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = duration)]
    grace: Duration,
}

impl BoundOptions {
    /// The bounds asked for.
    pub(crate) fn read(&self, common: &Common) -> Bounds {
        Bounds {
            connections: self.connections as usize,
            head: self.head_size as usize,
            head_time: self.head_time,
            idle: self.idle,
            stall: self.stall,
            connect: common.timeout,
            grace: self.grace,
            ..Bounds::default()
        }
    }
}
