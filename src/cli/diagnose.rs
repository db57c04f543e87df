//! `netwhy diagnose`, and `netwhy TARGET` for short.

use crate::cli::common::Common;
use crate::cli::exit::{Exit, Failure};

/// Why can't I reach it, which machine stops me, and what do I do next?
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// HOST:PORT, [IPV6]:PORT, or SCHEME://HOST[:PORT]
    #[arg(value_name = "TARGET", required = true)]
    targets: Vec<String>,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let _ = (&args.targets, &args.common);
    Err(Failure::failed("diagnose is being built"))
}
