//! The command line: one file a subcommand, which owns its arguments and its run.

mod common;
mod compare;
mod exit;
mod folded;
mod interrupt;
mod literal;
mod order;
mod proxy_options;
mod sink;
mod tls_options;

mod completions;
mod diagnose;
mod explain;
mod http;
mod minecraft;
mod probe;
mod proxy;
mod resolve;
mod saved;
mod serve;
mod trace;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use common::Common;
use exit::{Exit, Failure};

/// Why can't I connect? Says which machine said no, at which hop, why, and what to do.
#[derive(Debug, Parser)]
#[command(name = "netwhy", version, args_conflicts_with_subcommands = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 yes, 1 no, 2 bad usage, 3 netwhy could not find out, 130 interrupted.")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    diagnose: diagnose::Args,
}

/// One row a subcommand: its file, which has the `Args` with their `common` options, and the `run`.
macro_rules! commands {
    ($($name:ident $file:ident;)*) => {
        #[derive(Debug, Subcommand)]
        #[allow(clippy::large_enum_variant, reason = "there is one of it in a run")]
        enum Command {
            $($name($file::Args),)*
        }

        impl Command {
            /// The options that say how results and failures are told.
            fn common(&self) -> Common {
                match self {
                    $(Command::$name(args) => args.common.clone(),)*
                }
            }

            fn run(self) -> Result<Exit, Failure> {
                match self {
                    $(Command::$name(args) => $file::run(args),)*
                }
            }
        }
    };
}

commands! {
    Diagnose diagnose;
    Probe probe;
    Resolve resolve;
    Trace trace;
    Http http;
    Minecraft minecraft;
    Serve serve;
    Proxy proxy;
    Explain explain;
    Completions completions;
}

/// Runs the command line `args`; all output has been written when it returns.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let args = order::subcommand_first(args.into_iter().collect(), &command());
    let cli = match Cli::command().try_get_matches_from(&args).and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error, &args),
    };
    let mut command = cli.command.unwrap_or(Command::Diagnose(cli.diagnose));
    if let Command::Http(args) = &mut command {
        args.claim_output();
    }
    let common = command.common();
    common.apply_color();
    match command.run() {
        Ok(exit) => exit,
        Err(failure) => failure.report(&common),
    }
}

/// The command as clap knows it, for completions and man pages.
fn command() -> clap::Command {
    Cli::command()
}
