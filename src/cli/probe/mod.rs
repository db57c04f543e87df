//! `netwhy probe`: how does each port answer?

mod feed;
mod gather;
mod lines;
mod origins;
mod progress;
mod rounds;
mod tally;
pub(crate) mod through;
mod wish;

use std::time::Duration;

use netwhy::probe::scan::Pace;
use netwhy::target::Ports;

use crate::cli::common::{Common, Format, duration};
use crate::cli::exit::{Exit, Failure};
use crate::cli::probe::feed::{Feed, Source};
use crate::cli::probe::gather::Gather;
use crate::cli::probe::wish::Wish;
use crate::cli::proxy_options::ProxyOptions;
use crate::cli::sink::Sink;

/// How does each port answer?
///
/// Connects to each port and says how it answers: open (the handshake completes), closed (a reset), filtered
/// (silence, or an ICMP error that says no), unreachable (there is no way there) or error (this machine fails the
/// attempt), with the machine that sent the answer where it shows itself. Nothing is sent over an open connection.
///
/// Exit code: 0 when every port asked for is open; where a range, -p- or a block of addresses is searched, 0 when at
/// least one port is open. A name with several addresses is open at a port when one of its addresses is. 1 otherwise.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A name given alone is probed at every address it has; among several targets, or from standard \
    input, at the first address that the system gives.\n\
    A silent port is given 3.2 s where few ports are asked for (long enough for this machine to notice that a neighbour \
    is down), else 1.9 s, in which the kernel sends a second SYN; with --count 0.9 s, so that each try is one SYN. Never \
    more than --timeout, unless --wait says so."
)]
pub(crate) struct Args {
    /// HOST:PORT, [IPV6]:PORT, SCHEME://HOST, HOST or ADDRESS/BITS with -p, or - to read targets from standard
    /// input, one a line, # begins a comment
    #[arg(value_name = "TARGET", required = true)]
    targets: Vec<String>,
    /// Ports of the targets that name none: numbers, ranges, services, such as 22,80,8000-8100,minecraft; - is all
    #[arg(short, long, value_name = "PORTS", allow_hyphen_values = true)]
    ports: Option<Ports>,
    /// List only open ports
    #[arg(long)]
    open: bool,
    /// Try each port N times, and give loss and round trips as ping does
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    count: Option<u64>,
    /// With --count: time between two tries
    #[arg(short, long, value_name = "DURATION", default_value = "1s", value_parser = duration, requires = "count")]
    interval: Duration,
    /// How long to wait for each silent port
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    wait: Option<Duration>,
    /// Wait for at most N ports at one time [default: what the descriptor limit allows, up to 8192]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    parallel: Option<u32>,
    #[command(flatten)]
    proxy: ProxyOptions,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Ports up to which each silent one is given the longest wait.
const FEW: u64 = 64;

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let source = source(&args)?;
    let expected = source.count();
    let pace = pace(&args, expected);
    let sink = Sink::open(&args.common)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("the system gives no event queue: {error}")))?;
    let way = match args.proxy.needed()? {
        None => None,
        Some(proxy) => Some(runtime.block_on(through::way(proxy, expected, &args.common))?),
    };
    let feed = Feed::start(source, &args.common, way.as_ref().map(|way| way.at))?;
    let mut gather = Gather::new(&args.common, args.open, args.count.is_some(), feed.every_address, sink);
    gather.way = way;
    let exit = runtime.block_on(async {
        match args.count {
            None => gather.scan(feed, pace, expected).await,
            Some(count) => rounds::run(gather, feed, pace, count, args.interval).await,
        }
    });
    runtime.shutdown_background();
    exit
}

/// What is asked for: the targets of the command line, or those of standard input.
fn source(args: &Args) -> Result<Source, Failure> {
    if args.targets.iter().any(|target| target == "-") {
        if args.targets.len() > 1 {
            return Err(Failure::usage("`-` reads the targets from standard input and stands alone"));
        }
        return lines::open(args.ports.clone(), &args.common);
    }
    let wishes = args.targets.iter().map(|text| Wish::read(text, args.ports.as_ref(), &args.common, None));
    let wishes: Vec<Wish> = wishes.collect::<Result<_, _>>()?;
    Ok(Source::Listed(wishes))
}

fn pace(args: &Args, expected: Option<u64>) -> Pace {
    let timeout = args.common.timeout.max(Duration::from_millis(1));
    let usual = match expected {
        // How long a proxy waits for the target is its own matter.
        _ if args.proxy.is_given() => timeout,
        _ if args.count.is_some() => Duration::from_millis(900),
        // The kernel gives up on a neighbour after three requests, one a second.
        Some(..=FEW) => Duration::from_millis(3200),
        _ => Duration::from_millis(1900),
    };
    Pace {
        wait: args.wait.unwrap_or(usual.min(timeout)),
        patience: timeout,
        at_once: args.parallel.map(|parallel| parallel as usize),
        expected,
    }
}

/// True where rows are written as they come.
fn is_streamed(common: &Common) -> bool {
    common.format() == Format::Jsonl
}
