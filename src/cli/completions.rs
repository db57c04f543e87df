//! `netwhy completions`: shell completions and man pages, made from the commands themselves.

use clap_complete::Shell;

use crate::cli::common::Common;
use crate::cli::exit::{Exit, Failure};
use crate::cli::sink::Sink;

/// Print a completion script for SHELL, or the manual page with `man`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// bash, zsh, fish, powershell, elvish; or man for the manual page
    #[arg(value_name = "SHELL", value_parser = ["bash", "zsh", "fish", "powershell", "elvish", "man"])]
    shell: String,
    /// With man: the page of this subcommand
    #[arg(value_name = "SUBCOMMAND", requires_if("man", "shell"))]
    subcommand: Option<String>,
}

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    let mut command = crate::cli::command();
    match args.shell.parse::<Shell>() {
        Ok(shell) => clap_complete::generate(shell, &mut command, "netwhy", &mut text),
        Err(_) => manual(command, args.subcommand.as_deref(), &mut text)?,
    }
    Sink::open(&Common::default())?.put(|out| out.write_all(&text))?;
    Ok(Exit::Yes)
}

fn manual(mut command: clap::Command, subcommand: Option<&str>, out: &mut Vec<u8>) -> Result<(), Failure> {
    command.build();
    let page = match subcommand {
        None => command,
        Some(name) => command
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Failure::usage(format!("`{name}` is no subcommand; see `netwhy --help`")))?,
    };
    clap_mangen::Man::new(page).render(out).map_err(|error| Failure::failed(format!("the page was not made: {error}")))
}
