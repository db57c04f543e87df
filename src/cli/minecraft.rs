//! `netwhy minecraft`: is a Java or Bedrock server or an mcpi API there, and what does it say?

use std::io::Read;
use std::path::{Path, PathBuf};

use futures_util::stream::{self, StreamExt};

use netwhy::diagnose::{MinecraftOptions, Plan, minecraft};
use netwhy::probe::resolve::Families;
use netwhy::render;
use netwhy::report::MinecraftDocument;

use crate::cli::common::{Common, Format};
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::interrupt;
use crate::cli::literal;
use crate::cli::probe::through;
use crate::cli::proxy_options::ProxyOptions;
use crate::cli::sink::Sink;

/// Is a Java / Bedrock server or an mcpi API there, and what does it say?
#[derive(Debug, clap::Args)]
#[command(visible_alias = "mc")]
pub(crate) struct Args {
    /// [java://|bedrock://|mcpi://]HOST[:PORT]; without a scheme everything that can be there is asked. `-` reads
    /// targets from standard input, one a line
    #[arg(value_name = "TARGET", required_unless_present = "lan")]
    targets: Vec<String>,
    /// How many pings, for the latency
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=100))]
    pings: u32,
    /// Save the Java server's icon to FILE
    #[arg(long, value_name = "FILE")]
    favicon: Option<PathBuf>,
    /// Listen for worlds that are open to this network, for some seconds
    #[arg(long)]
    lan: bool,
    #[command(flatten)]
    proxy: ProxyOptions,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Hosts asked at the same time; each has some ten sockets.
const AT_ONCE: usize = 24;
/// The same through a proxy, which lets a client have no more than so many connections.
const AT_ONCE_BEHIND: usize = 3;
/// The most that is read from standard input.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let proxy = args.proxy.needed()?;
    let plans = plans(&args)?;
    let is_over_udp = |plan: &&Plan| plan.is_of_one() && !plan.bedrock.is_empty();
    if let (Some(plan), true) = (plans.iter().find(is_over_udp), proxy.is_some()) {
        let shown = &plan.target.input;
        return Err(Failure::usage(format!("`{shown}` is asked over UDP, which no proxy carries; leave --proxy out")));
    }
    let format = args.common.format();
    if format == Format::Json && plans.len() > 1 {
        return Err(Failure::usage("--json prints one document; for several targets use --format jsonl"));
    }
    if args.favicon.is_some() && plans.len() != 1 {
        return Err(Failure::usage("--favicon saves one icon; give one target"));
    }
    let mut sink = Sink::open(&args.common)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("the system gives no event queue: {error}")))?;
    let way = proxy.map(|proxy| runtime.block_on(through::way(proxy, None, &args.common))).transpose()?;
    let at_once = if way.is_some() { AT_ONCE_BEHIND } else { AT_ONCE };
    let result = runtime.block_on(async {
        let options = MinecraftOptions { way, ..options(&args) };
        if plans.is_empty() {
            let document = minecraft(None, &options, interrupt()).await;
            return put(&document, &args, &mut sink, true);
        }
        let mut all = stream::iter(plans.iter().enumerate())
            .map(|(number, plan)| {
                // One listener hears all there is.
                let options = MinecraftOptions { lan: options.lan && number == 0, ..options.clone() };
                async move { minecraft(Some(plan), &options, interrupt()).await }
            })
            .buffered(at_once);
        let mut worst = Exit::Yes;
        let mut first = true;
        while let Some(document) = all.next().await {
            worst = worst.or(put(&document, &args, &mut sink, std::mem::take(&mut first))?);
            if worst == Exit::Interrupted || sink.is_closed() {
                break;
            }
        }
        Ok(worst)
    });
    // A name look-up that hangs in the system's resolver must not hold up the end.
    runtime.shutdown_background();
    result
}

fn put(document: &MinecraftDocument, args: &Args, sink: &mut Sink, first: bool) -> Result<Exit, Failure> {
    sink.put(|out| match args.common.format() {
        Format::Human => {
            if !first {
                writeln!(out)?;
            }
            render::human::minecraft(document, &args.common.look(), out)
        }
        Format::Json | Format::Jsonl => render::json(document, out),
    })?;
    let saved = args.favicon.as_ref().map_or(Exit::Yes, |path| save(document, path));
    Ok(match (document.interrupted, document.answered) {
        (true, _) => Exit::Interrupted,
        (false, false) if document.is_unknown() => Exit::Failed,
        (false, true) => saved,
        (false, false) => Exit::No.or(saved),
    })
}

/// Writes the icon, where one came. The document has been written, so a failure is told to people only.
fn save(document: &MinecraftDocument, path: &Path) -> Exit {
    let status = document.java.as_ref().and_then(|java| java.answer.as_ref()).and_then(|java| java.status.as_ref());
    let shown = path.display();
    let Some(icon) = status.and_then(|status| status.favicon.as_ref()) else {
        Failure::failed(format!("no icon came, so `{shown}` was not written")).tell();
        return Exit::No;
    };
    match std::fs::write(path, &icon.image) {
        Ok(()) => Exit::Yes,
        Err(error) => {
            Failure::failed(format!("`{shown}` cannot be written ({error}); give --favicon another path")).tell()
        }
    }
}

fn options(args: &Args) -> MinecraftOptions {
    let families = match (args.common.ipv4, args.common.ipv6) {
        (true, _) => Families::V4,
        (_, true) => Families::V6,
        _ => Families::Both,
    };
    MinecraftOptions { families, timeout: args.common.timeout, pings: args.pings, lan: args.lan, way: None }
}

/// Reads the targets given, and those on standard input where `-` stands among them. All are read before the first is
/// asked, so that a mistake is told before anything is tried.
fn plans(args: &Args) -> Result<Vec<Plan>, Failure> {
    let mut plans = Vec::new();
    for text in &args.targets {
        if text != "-" {
            plans.push(plan(text, &args.common)?);
            continue;
        }
        let mut bytes = Vec::new();
        let read = std::io::stdin().take(MOST_BYTES).read_to_end(&mut bytes);
        read.map_err(|error| Failure::failed(format!("standard input cannot be read: {error}")))?;
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.lines().map(str::trim).enumerate();
        let before = plans.len();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let at = |failure: Failure| Failure::usage(format!("line {}: {failure}", number + 1));
            plans.push(plan(line, &args.common).map_err(at)?);
        }
        if plans.len() == before {
            return Err(Failure::usage("standard input holds no target; write one a line"));
        }
    }
    Ok(plans)
}

fn plan(text: &str, common: &Common) -> Result<Plan, Failure> {
    let plan = Plan::of(text).map_err(Failure::usage)?;
    literal::check(&plan.target, common)?;
    Ok(plan)
}
