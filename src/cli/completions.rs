//! `netwhy completions`: shell completions and man pages, made from the commands themselves.

use clap::ValueEnum;
use clap_complete::Shell;

use crate::cli::common::Common;
use crate::cli::exit::{Exit, Failure};
use crate::cli::sink::Sink;

/// Print a completion script for a shell, or a manual page
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell, or man for a manual page
    #[arg(value_name = "SHELL", value_enum)]
    kind: Kind,
    /// With man: the page of this subcommand
    #[arg(value_name = "SUBCOMMAND")]
    subcommand: Option<String>,
    /// None are offered here; they have their defaults.
    #[arg(skip)]
    pub(crate) common: Common,
}

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "lower")]
enum Kind {
    Bash,
    Zsh,
    Fish,
    PowerShell,
    Elvish,
    Man,
}

/// What the options do not say, in man(7): the end of the program's own page.
const MORE: &str = r#".SH "EXIT STATUS"
.TP
\fB0\fR
The answer is yes: reachable, resolved, open.
.TP
\fB1\fR
The answer is no: refused, filtered, not found.
.TP
\fB2\fR
Bad usage; nothing was tried.
.TP
\fB3\fR
netwhy could not find out: its own failure, not the target's.
.TP
\fB130\fR
Interrupted; what was seen so far has been written, and is valid.
.SH ENVIRONMENT
.TP
\fBNETWHY_LANG\fR
The language of the human output: en or zh.
.TP
\fBNO_COLOR\fR, \fBCLICOLOR_FORCE\fR
Never, or always, use colours; \fB\-\-color\fR is stronger.
.TP
\fBhttp_proxy\fR, \fBhttps_proxy\fR, \fBall_proxy\fR, \fBno_proxy\fR
Shown in a report, and not used for connections.
.SH EXAMPLES
.TP
\fBnetwhy mc.example.org:4711\fR
Why can't I reach it?
.TP
\fBnetwhy explain --try 'connect ECONNREFUSED 127.0.0.1:4711'\fR
What does the error mean, and what stands behind it here?
"#;

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let text = match (shell(args.kind), args.subcommand) {
        (None, subcommand) => manual(subcommand.as_deref())?,
        (Some(shell), None) => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut crate::cli::command(), "netwhy", &mut text);
            text
        }
        (Some(shell), Some(name)) => {
            let mend = "the script of a shell covers every subcommand";
            return Err(Failure::usage(format!("`{name}` is not needed, {mend}; write `netwhy completions {shell}`")));
        }
    };
    Sink::open(&Common::default())?.put(|out| out.write_all(&text))?;
    Ok(Exit::Yes)
}

fn shell(kind: Kind) -> Option<Shell> {
    match kind {
        Kind::Bash => Some(Shell::Bash),
        Kind::Zsh => Some(Shell::Zsh),
        Kind::Fish => Some(Shell::Fish),
        Kind::PowerShell => Some(Shell::PowerShell),
        Kind::Elvish => Some(Shell::Elvish),
        Kind::Man => None,
    }
}

fn manual(subcommand: Option<&str>) -> Result<Vec<u8>, Failure> {
    // What the page says in sections of its own, and a subcommand without a page, are left out.
    let mut command = crate::cli::command().after_help(None).disable_help_subcommand(true);
    command.build();
    let page = match subcommand {
        None => command,
        Some(name) => command
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Failure::usage(format!("`{name}` is no subcommand; see `netwhy --help`")))?,
    };
    let mut text = Vec::new();
    let is_whole = subcommand.is_none();
    let source = concat!("netwhy ", env!("CARGO_PKG_VERSION"));
    let made = clap_mangen::Man::new(page).source(source).manual("netwhy").render(&mut text);
    made.map_err(|error| Failure::failed(format!("the page was not made: {error}")))?;
    if is_whole {
        text.extend_from_slice(MORE.as_bytes());
    }
    Ok(text)
}
