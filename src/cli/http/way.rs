//! The options that decide where the request goes: addresses, detours, proxies, redirects, repeats.

use netwhy::target::{Detour, Pinned};
use netwhy::wire::http1::Wish;

use crate::cli::exit::Failure;
use crate::cli::http::input::Input;
use crate::cli::http::request::wishes;

/// Where to send it.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Way")]
pub(crate) struct WayOptions {
    /// Use this address for a host and port, in place of a look-up; may be repeated
    #[arg(long = "resolve", value_name = "HOST:PORT:ADDRESS")]
    pinned: Vec<Pinned>,
    /// Connect to HOST2:PORT2 in place of HOST1:PORT1; empty parts mean any, or the same; may be repeated
    #[arg(long = "connect-to", value_name = "HOST1:PORT1:HOST2:PORT2")]
    detours: Vec<Detour>,
    /// A header for the proxy alone, as with -H; may be repeated
    #[arg(long, value_name = "NAME: VALUE", conflicts_with = "no_proxy")]
    proxy_header: Vec<String>,
    /// Ask the proxy for a tunnel (CONNECT), for http too
    #[arg(long, conflicts_with = "no_proxy")]
    pub(crate) tunnel: bool,
    /// Follow redirects
    #[arg(short = 'L', long, conflicts_with = "keep_alive")]
    pub(crate) location: bool,
    /// The most redirects to follow
    #[arg(long, value_name = "N", default_value_t = 10, requires = "location")]
    pub(crate) max_redirs: u32,
    /// How long one exchange may take in all
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = crate::cli::common::duration,
        allow_hyphen_values = true)]
    pub(crate) max_time: std::time::Duration,
    /// Send the request N times over one connection, and say whether it was really reused
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) keep_alive: Option<u32>,
}

/// The way, read and checked.
#[derive(Debug, Default)]
pub(crate) struct Way {
    pub(crate) pinned: Vec<Pinned>,
    pub(crate) detours: Vec<Detour>,
    pub(crate) proxy_wishes: Vec<Wish>,
}

impl WayOptions {
    /// Reads everything that the options name.
    pub(crate) fn read(&self, input: &mut Input) -> Result<Way, Failure> {
        Ok(Way {
            pinned: self.pinned.clone(),
            detours: self.detours.clone(),
            proxy_wishes: wishes("--proxy-header", &self.proxy_header, input)?,
        })
    }
}
