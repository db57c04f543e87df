//! `netwhy minecraft`: is a Java or Bedrock server or an mcpi API there, and what does it say?

mod targets;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use futures_util::stream::StreamExt;

use netwhy::diagnose::{MinecraftOptions, Plan, minecraft};
use netwhy::probe::resolve::Families;
use netwhy::render;
use netwhy::report::MinecraftDocument;

use crate::cli::common::{Common, Format};
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::interrupt;
use crate::cli::minecraft::targets::Targets;
use crate::cli::probe::through;
use crate::cli::proxy_options::ProxyOptions;
use crate::cli::sink::Sink;

/// Is a Java / Bedrock server or an mcpi API there, and what does it say?
#[derive(Debug, clap::Args)]
#[command(visible_alias = "mc")]
pub(crate) struct Args {
    /// [java://|bedrock://|mcpi://]HOST[:PORT]; without a scheme everything that can be there is asked. `-` reads
    /// targets from standard input, one a line, and asks each as it comes
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

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let proxy = args.proxy.needed()?;
    let by_proxy = proxy.is_some();
    let mut targets = Targets::open(&args.targets, &args.common, move |plan| is_carried(plan, by_proxy))?;
    if args.common.format() == Format::Json {
        targets = targets.only("--json prints one document; for several targets use --format jsonl")?;
    }
    if args.favicon.is_some() {
        let why = "--favicon saves one icon; give one target";
        targets = targets.only(why)?;
        if targets.is_none() {
            return Err(Failure::usage(why));
        }
    }
    let mut sink = Sink::open(&args.common)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("the system gives no event queue: {error}")))?;
    let way = proxy.map(|proxy| runtime.block_on(through::way(proxy, None, &args.common))).transpose()?;
    let options = MinecraftOptions { way, ..options(&args) };
    let result = runtime.block_on(async {
        if targets.is_none() {
            let document = minecraft(None, &options, interrupt()).await;
            return put(&document, &args, &mut sink, true);
        }
        ask(targets, &options, &args, &mut sink).await
    });
    // A name look-up that hangs in the system's resolver must not hold up the end.
    runtime.shutdown_background();
    result
}

/// Asks one target after the other, several at once, in the order given. A bad line of a list is told in its place, and
/// the others are asked all the same.
async fn ask(targets: Targets, options: &MinecraftOptions, args: &Args, sink: &mut Sink) -> Result<Exit, Failure> {
    let at_once = if options.way.is_some() { AT_ONCE_BEHIND } else { AT_ONCE };
    let interrupted = Cell::new(false);
    let stop = async {
        interrupt().await;
        interrupted.set(true);
    };
    let all = targets.stream().take_until(stop).enumerate().map(|(number, plan)| {
        // One listener hears all there is.
        let options = MinecraftOptions { lan: options.lan && number == 0, ..options.clone() };
        async move { Ok::<MinecraftDocument, Failure>(minecraft(Some(&plan?), &options, interrupt()).await) }
    });
    let mut all = std::pin::pin!(all.buffered(at_once));
    let (mut worst, mut asked, mut bad) = (Exit::Yes, 0_u64, None);
    while let Some(document) = all.next().await {
        match document {
            Ok(document) => {
                worst = worst.or(put(&document, args, sink, asked == 0)?);
                asked += 1;
            }
            Err(failure) => bad = Some(failure.told_in(args.common.format(), sink)?),
        }
        if sink.is_closed() {
            break;
        }
    }
    match (asked, bad) {
        _ if interrupted.get() => Ok(Exit::Interrupted),
        (0, None) => Err(targets::none()),
        // Nothing was tried.
        (0, Some(exit)) => Ok(exit),
        // Of the bad lines nothing was found out.
        (_, Some(_)) => Ok(worst.or(Exit::Failed)),
        (_, None) => Ok(worst),
    }
}

/// Whether `plan` can be asked over TCP, which is all that a proxy carries.
fn is_carried(plan: &Plan, by_proxy: bool) -> Result<(), Failure> {
    if by_proxy && plan.is_of_one() && !plan.bedrock.is_empty() {
        let shown = &plan.target.input;
        return Err(Failure::usage(format!("`{shown}` is asked over UDP, which no proxy carries; leave --proxy out")));
    }
    Ok(())
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
        // Most servers have none, and answer well.
        Failure::failed(format!("no icon came, so `{shown}` was not written")).tell();
        return Exit::Yes;
    };
    if icon.width.is_none() {
        Failure::failed(format!("what came as the icon is no PNG image, so `{shown}` was not written")).tell();
        return Exit::No;
    }
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
