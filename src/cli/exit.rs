//! How the program ends: the documented exit codes, and one clear line for each failure.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use netwhy::report::{Failed, MistakeKind};

use crate::cli::common::{Common, Format};

/// The exit codes, as documented in the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: the answer is yes.
    Yes,
    /// 1: the answer is no.
    No,
    /// 2: bad usage; nothing was tried.
    Usage,
    /// 3: netwhy could not find out.
    Failed,
    /// 130: interrupted; what was seen has been written.
    Interrupted,
}

impl Exit {
    /// Of two answers, the one that matters more to a script: not found out, then no, then yes.
    pub(crate) fn or(self, other: Exit) -> Exit {
        let weight = |exit: Exit| match exit {
            Exit::Yes => 0,
            Exit::No => 1,
            Exit::Failed => 2,
            Exit::Usage => 3,
            Exit::Interrupted => 4,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Yes => 0,
            Exit::No => 1,
            Exit::Usage => 2,
            Exit::Failed => 3,
            Exit::Interrupted => 130,
        })
    }
}

/// netwhy's own failure: a message that names the input and the mend, and the code to end with.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    exit: Exit,
    quiet: bool,
}

impl Failure {
    /// Bad usage: nothing was tried.
    pub(crate) fn usage(message: impl ToString) -> Failure {
        Failure { message: message.to_string(), exit: Exit::Usage, quiet: false }
    }

    /// netwhy could not do its work.
    pub(crate) fn failed(message: impl ToString) -> Failure {
        Failure { message: message.to_string(), exit: Exit::Failed, quiet: false }
    }

    /// The user interrupted before there was anything to tell.
    pub(crate) fn interrupted(message: impl ToString) -> Failure {
        Failure { message: message.to_string(), exit: Exit::Interrupted, quiet: false }
    }

    /// Bad usage told only to people: the document has been written already.
    pub(crate) fn noted(message: impl ToString) -> Failure {
        Failure { message: message.to_string(), exit: Exit::Usage, quiet: true }
    }

    /// Tells the failure to people only, where a document that says it too has been written already.
    pub(crate) fn tell(self) -> Exit {
        tell(&self.message, false, self.exit);
        self.exit
    }

    /// Tells the failure of one target in its place among the answers of others: a document where those are documents.
    pub(crate) fn told_in(self, format: Format, sink: &mut crate::cli::sink::Sink) -> Result<Exit, Failure> {
        tell(&self.message, false, self.exit);
        if format != Format::Human {
            let failed = Failed::new(kind(self.exit), &self.message);
            sink.put(|out| netwhy::render::json(&failed, out))?;
        }
        Ok(self.exit)
    }

    /// Writes the failure where the reader looks for it, and gives the code to end with.
    pub(crate) fn report(self, common: &Common) -> Exit {
        tell(&self.message, common.format() != Format::Human && !self.quiet, self.exit);
        self.exit
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// Tells a mistake that clap found (or the help and version texts, which are none).
pub(crate) fn usage(error: &clap::Error, args: &[OsString]) -> Exit {
    if !error.use_stderr() {
        // A closed pipe ends the help early; there is nobody to tell.
        let _ = error.print();
        return Exit::Yes;
    }
    let json = asks_for_json(args);
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !json {
        let _ = error.print();
        return Exit::Usage;
    }
    let message = format!("{}; see `netwhy --help`", sentence(error, args));
    tell(&message, json, Exit::Usage);
    Exit::Usage
}

/// clap's several lines as one: what is wrong, then the tips.
fn sentence(error: &clap::Error, args: &[OsString]) -> String {
    if error.kind() == clap::error::ErrorKind::InvalidUtf8 {
        let bad = args.iter().find(|arg| arg.to_str().is_none()).map(|arg| arg.to_string_lossy()).unwrap_or_default();
        return format!("`{bad}` is not UTF-8; write it in UTF-8");
    }
    let text = error.to_string();
    let parts = text.trim_start_matches("error: ").split("\n\n").map(str::trim);
    let told = parts.take_while(|part| !part.starts_with("Usage:") && !part.starts_with("For more information"));
    let lines = told.map(|part| part.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace("tip: ", ""));
    lines.map(|line| mended(&line)).collect::<Vec<_>>().join("; ")
}

/// A sentence of clap's without the passwords of the URLs it repeats, and with numbers asked for as a person would.
fn mended(line: &str) -> String {
    let shown = |word: &str| match word.contains('@') {
        true => netwhy::target::without_any_secret(word),
        false => word.to_owned(),
    };
    let shown = line.split_inclusive(['\'', ' ']).map(shown).collect::<String>();
    let number = "not a whole number; write digits, such as 10";
    [("invalid digit found in string", number), ("cannot parse integer from empty string", number)]
        .iter()
        .chain(&[("number too large to fit in target type", "too large a number")])
        .fold(shown, |line, (said, better)| line.replace(said, better))
}

fn tell(message: &str, json: bool, exit: Exit) {
    // Both streams may be closed; a failure to tell of a failure has no further mend.
    let _ = writeln!(std::io::stderr(), "netwhy: {}", netwhy::render::paint::safe(message));
    if json {
        let _ = netwhy::render::json(&Failed::new(kind(exit), message), &mut std::io::stdout());
    }
}

/// Whose mistake an exit code tells of.
fn kind(exit: Exit) -> MistakeKind {
    match exit {
        Exit::Usage => MistakeKind::Usage,
        Exit::Interrupted => MistakeKind::Interrupted,
        Exit::Yes | Exit::No | Exit::Failed => MistakeKind::Failed,
    }
}

/// True where the arguments ask for JSON, even though they could not all be read.
fn asks_for_json(args: &[OsString]) -> bool {
    let formats = args.windows(2).filter(|pair| pair[0] == "--format").map(|pair| &pair[1]);
    formats.into_iter().any(|format| format == "json" || format == "jsonl")
        || args.iter().any(|arg| arg == "--json" || arg == "--format=json" || arg == "--format=jsonl")
}
