//! The options that every subcommand has.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use netwhy::render::paint::Look;
use netwhy::text::Lang;

/// Options common to all subcommands.
#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    /// Use IPv4 only
    #[arg(short = '4', long = "ipv4", conflicts_with = "ipv6")]
    pub(crate) ipv4: bool,
    /// Use IPv6 only
    #[arg(short = '6', long = "ipv6")]
    pub(crate) ipv6: bool,
    /// How long to wait for silent machines, such as 5s, 800ms or 1.5
    #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = duration, allow_hyphen_values = true)]
    pub(crate) timeout: Duration,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Print one JSON document (short for --format json)
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Write the result to FILE instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are heeded too
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
    /// The language of the human output, English where not given
    #[arg(long, value_enum, env = "NETWHY_LANG")]
    pub(crate) lang: Option<LangChoice>,
    /// Tell more; give it twice for every observation
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people.
    Human,
    /// One JSON document.
    Json,
    /// One JSON document a line, one a target.
    Jsonl,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The language of the human output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangChoice {
    /// English.
    En,
    /// 简体中文.
    Zh,
}

impl Default for Common {
    fn default() -> Common {
        Common {
            ipv4: false,
            ipv6: false,
            timeout: Duration::from_secs(5),
            format: Format::Human,
            json: false,
            output: None,
            color: ColorChoice::Auto,
            lang: None,
            verbose: 0,
        }
    }
}

impl Common {
    /// The format asked for, by either option.
    pub(crate) fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    /// The language asked for.
    pub(crate) fn lang(&self) -> Lang {
        match self.lang {
            None | Some(LangChoice::En) => Lang::En,
            Some(LangChoice::Zh) => Lang::Zh,
        }
    }

    /// How the reader wants text. The width is the terminal's, or 80 columns where there is none.
    pub(crate) fn look(&self) -> Look {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let terminal = terminal_width().or(columns).unwrap_or(80);
        Look { lang: self.lang(), width: terminal.clamp(40, 100), verbose: self.verbose }
    }

    /// How the lines of a log look: whole where nobody looks at them on a terminal.
    pub(crate) fn log_look(&self) -> Look {
        let is_seen = self.output.is_none() && std::io::stdout().is_terminal();
        let look = self.look();
        if is_seen { look } else { Look { width: usize::MAX, ..look } }
    }

    /// Decides about colours once, for the whole program. `colored` asks only whether standard output is
    /// a terminal, so a file given by `--output` must switch them off here.
    pub(crate) fn apply_color(&self) {
        match self.color {
            ColorChoice::Always => colored::control::set_override(true),
            ColorChoice::Never => colored::control::set_override(false),
            ColorChoice::Auto if self.output.is_some() => colored::control::set_override(false),
            ColorChoice::Auto => {}
        }
    }
}

/// The columns of the terminal at standard output, if one is there.
fn terminal_width() -> Option<usize> {
    let (_, columns) = console::Term::stdout().size_checked()?;
    Some(usize::from(columns))
}

/// Reads `5s`, `800ms`, `2m`, or a plain number of seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let mend = || format!("`{text}` is not a duration; write 5s, 800ms, 2m or a number of seconds");
    let (number, unit) = match text.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => text.split_at(at),
        None => (text, "s"),
    };
    let number: f64 = number.parse().map_err(|_| mend())?;
    let seconds = match unit {
        "ms" => number / 1000.0,
        "s" => number,
        "m" => number * 60.0,
        _ => return Err(mend()),
    };
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() && duration <= Duration::from_secs(86_400) => Ok(duration),
        _ => Err(format!("`{text}` is out of range; a duration is more than 0 and at most a day")),
    }
}
