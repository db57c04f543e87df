//! `netwhy explain`: what an error text means, and what a saved report says.

use std::fs::File;
use std::io::{self, IsTerminal, Read};

use netwhy::diagnose::Options;
use netwhy::explain;
use netwhy::render;
use netwhy::report::{Clarity, Explanation};
use netwhy::text::Lang;

use crate::cli::common::{Common, Format};
use crate::cli::diagnose;
use crate::cli::exit::{Exit, Failure};
use crate::cli::proxy_options::ProxyOptions;
use crate::cli::saved;
use crate::cli::sink::Sink;

/// What does this error message mean? With --report FILE: judge a saved report again
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The error text, as the program printed it, whole stack traces included; - (or nothing, in a pipe) reads it from standard input
    #[arg(value_name = "TEXT", conflicts_with = "report", allow_negative_numbers = true)]
    text: Vec<String>,
    /// Diagnose the target that the text names, too
    #[arg(long = "try", conflicts_with = "report")]
    try_target: bool,
    /// Judge the report in FILE again, as `netwhy --json` wrote it; - reads it from standard input
    #[arg(long, value_name = "FILE")]
    report: Option<String>,
    #[command(flatten)]
    proxy: ProxyOptions,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    if args.proxy.is_any_given() && !args.try_target {
        return Err(Failure::usage("the proxy options say how --try looks; give --try, or leave them out"));
    }
    if let Some(name) = &args.report {
        return saved::judge(name, &args.common);
    }
    let text = text(&args.text)?;
    let told = explain::explain(&text);
    let mut sink = Sink::open(&args.common)?;
    if args.try_target {
        return look(told, &args, &mut sink);
    }
    write(&told, &args.common, &mut sink)?;
    Ok(if told.clarity == Clarity::Unknown { Exit::No } else { Exit::Yes })
}

/// The text given, from the arguments or from standard input.
fn text(words: &[String]) -> Result<String, Failure> {
    let given = words.join(" ");
    let piped = words.is_empty() && !io::stdin().is_terminal();
    let text = if given == "-" || piped { from_stdin()? } else { given };
    if text.trim().is_empty() {
        return Err(Failure::usage(
            "no text was given; write `netwhy explain 'TEXT'`, or pipe it into `netwhy explain -`",
        ));
    }
    Ok(text)
}

fn from_stdin() -> Result<String, Failure> {
    let most = u64::try_from(explain::LIMIT).unwrap_or(u64::MAX);
    let bytes = bounded(io::stdin(), most).map_err(|error| {
        Failure::failed(format!("standard input cannot be read ({error}); give the text as an argument"))
    })?;
    Ok(explain::decode(&bytes))
}

/// At most `most` bytes of `from`; the rest is left where it is.
pub(crate) fn bounded(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a file or, for `-`, standard input.
pub(crate) fn open(name: &str) -> io::Result<Box<dyn Read>> {
    if name == "-" { Ok(Box::new(io::stdin())) } else { Ok(Box::new(File::open(name)?)) }
}

fn write(told: &Explanation, common: &Common, sink: &mut Sink) -> Result<(), Failure> {
    let mut look = common.look();
    // Who pastes Chinese reads Chinese, unless another language was asked for.
    if told.chinese && common.lang.is_none() {
        look.lang = Lang::Zh;
    }
    sink.put(|out| match common.format() {
        Format::Human => render::human::explanation(told, &look, out),
        Format::Json | Format::Jsonl => render::json(told, out),
    })
}

/// Explains, then diagnoses the target that the text names; the exit code is the diagnosis's.
fn look(mut told: Explanation, args: &Args, sink: &mut Sink) -> Result<Exit, Failure> {
    let common = &args.common;
    let Some(target) = told.target.clone() else {
        write(&told, common, sink)?;
        return Err(Failure::noted("the text names no target to try; write `netwhy HOST:PORT` with the one you tried"));
    };
    let target = args.proxy.lead(target)?;
    let human = common.format() == Format::Human;
    if human {
        // The words come at once; looking takes its time.
        write(&told, common, sink)?;
    }
    let options = Options { no_proxy: args.proxy.no_proxy, ..diagnose::options(common, None) };
    let diagnosis = diagnose::one(target, &options)?;
    let exit = if diagnosis.interrupted { Exit::Interrupted } else { diagnose::exit_of(&diagnosis.report) };
    let mut look = common.look();
    if told.chinese && common.lang.is_none() {
        look.lang = Lang::Zh;
    }
    if human {
        sink.put(|out| {
            writeln!(out)?;
            render::human::report(&diagnosis.report, &look, out)
        })?;
    } else {
        told.diagnosis = Some(Box::new(diagnosis.report));
        write(&told, common, sink)?;
    }
    Ok(exit)
}
