//! `netwhy serve`: who reaches a port, and what do they send?

mod fault;
mod peer;
mod place;
mod qr;
mod reachable;

use std::io::{IsTerminal, Write};
use std::sync::Arc;

use netwhy::render;
use netwhy::report::{ArrivalDocument, ComparedDocument};
use netwhy::serve::fault::Fault;
use netwhy::serve::{Bounds, Folder, Kind, Ledger, Server, Settings, Shutdown, Told};
use netwhy::text::{Lang, Text};
use tokio::sync::mpsc::Receiver;

use crate::cli::common::{Common, Format};
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::ended;
use crate::cli::sink::Sink;

/// Who reaches this port, and what do they send?
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to listen: ADDRESS:PORT, [IPV6]:PORT or a PORT of this machine alone; may be repeated. 127.0.0.1:8000 where
    /// not given, or the next port that is free
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Vec<String>,
    /// Listen on all addresses of this machine, and say which others can use
    #[arg(long)]
    public: bool,
    /// Speak this, whatever the first bytes are of
    #[arg(long = "as", value_name = "KIND", value_enum)]
    kind: Option<KindChoice>,
    /// Give the files of this folder over HTTP, and none outside of it or hidden
    #[arg(long, value_name = "FOLDER")]
    dir: Option<std::path::PathBuf>,
    /// End after the first arrival
    #[arg(long, conflicts_with = "until")]
    once: bool,
    /// End after N arrivals
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    until: Option<u64>,
    /// Go wrong on purpose, to test a client: refuse, silent, close, reset, garbage[=SEED], slow=RATE (bytes a second),
    /// truncate=N (bytes), status=N, delay=D, first=N (only the first N arrivals); several with commas between
    #[arg(long, value_name = "FAULT")]
    fault: Vec<String>,
    /// Compare what left a client with what arrives here: `netwhy diagnose TARGET --peer` there gives the question, over a
    /// port that works or as a text to paste here
    #[arg(long)]
    peer: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum KindChoice {
    /// HTTP/1
    Http,
    /// TLS, and HTTP within
    Tls,
    /// What comes is sent back
    Echo,
    /// Minecraft's server list ping
    Minecraft,
    /// The Minecraft Pi API
    Mcpi,
}

/// How many connections may be open.
const MOST: usize = 16_384;
/// How long what is open has to finish at the end.
const GRACE: std::time::Duration = std::time::Duration::from_secs(3);
/// Arrivals written at one time.
const BATCH: usize = 256;

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let fault = fault::wish(&args)?;
    let folder = args.dir.as_deref().map(|path| folder(path, &args)).transpose()?;
    let wishes = place::wishes(&args)?;
    let mut sink = Sink::open(&args.common)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("the system gives no event queue: {error}")))?;
    let inside = runtime.enter();
    if fault.as_ref().is_some_and(Fault::refuses) {
        return fault::refuse(&runtime, &wishes, args.common.lang());
    }
    let listeners = place::open(&wishes)?;
    let shutdown = Shutdown::default();
    let (server, mut arrivals) = Server::new(settings(&args, fault, folder), shutdown.clone());
    let ledger = server.ledger.clone();
    place::tell(&listeners.addresses, &args);
    let server = if args.peer { peer::begin(server, &listeners, &args) } else { server };
    let was_interrupted = runtime.spawn(interrupted(ended(), shutdown.clone()));
    let served = runtime.spawn(server.run(listeners));
    drop(inside);
    let wanted = if args.once { Some(1) } else { args.until };
    let told = write(&mut arrivals, &ledger, wanted, &args.common, &mut sink, &shutdown)?;
    // Whoever still waits to be told of is let go.
    drop(arrivals);
    let connections = runtime.block_on(served).unwrap_or(0);
    runtime.shutdown_background();
    summary(told, connections, &args.common);
    drop(was_interrupted);
    Ok(match wanted {
        Some(wanted) if told >= wanted => Exit::Yes,
        _ if sink.is_closed() => Exit::Yes,
        _ => Exit::Interrupted,
    })
}

/// Begins the end when the user interrupts; at the second time, it ends at once.
async fn interrupted(
    mut signals: impl FnMut() -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>>,
    shutdown: Shutdown,
) {
    signals().await;
    shutdown.begin();
    signals().await;
    shutdown.end();
}

/// The folder to give files from.
fn folder(path: &std::path::Path, args: &Args) -> Result<Folder, Failure> {
    if !matches!(args.kind, None | Some(KindChoice::Http | KindChoice::Tls)) {
        return Err(Failure::usage("--dir is of HTTP; leave --as away, or write --as http"));
    }
    let told = |error| Failure::usage(format!("--dir {}: {error}; name a folder that can be read", path.display()));
    Folder::open(path).map_err(told)
}

fn settings(args: &Args, fault: Option<Fault>, folder: Option<Folder>) -> Settings {
    let kind = args.kind.map(|kind| match kind {
        KindChoice::Http => Kind::Http,
        KindChoice::Tls => Kind::Tls,
        KindChoice::Echo => Kind::Echo,
        KindChoice::Minecraft => Kind::Minecraft,
        KindChoice::Mcpi => Kind::Mcpi,
    });
    let folder = folder.map(Arc::new);
    Settings { kind, fault, folder, patience: args.common.timeout, bounds: Bounds { connections: MOST, grace: GRACE } }
}

/// Writes each arrival as it comes, until the server has ended or `wanted` are written: how many were.
fn write(
    arrivals: &mut Receiver<Told>,
    ledger: &Ledger,
    wanted: Option<u64>,
    common: &Common,
    sink: &mut Sink,
    shutdown: &Shutdown,
) -> Result<u64, Failure> {
    let wanted = wanted.unwrap_or(u64::MAX);
    let look = common.log_look();
    let mut told = 0;
    while told < wanted
        && let Some(first) = arrivals.blocking_recv()
    {
        // What has come already is written in one go.
        let mut next = Some(first);
        let mut batch = Vec::new();
        while let Some(one) = next.take() {
            match one {
                Told::Arrival(arrival) => {
                    told += 1;
                    batch.push(Line::Arrival(ledger.ended(*arrival)));
                }
                Told::Compared(compared) => batch.push(Line::Compared(compared)),
            }
            if batch.len() < BATCH && told < wanted {
                next = arrivals.try_recv().ok();
            }
        }
        sink.put(|out| {
            for line in &batch {
                let arrival = match line {
                    Line::Arrival(arrival) => arrival,
                    Line::Compared(compared) => {
                        match common.format() {
                            Format::Human => {
                                let shown =
                                    ComparedDocument { at: local(&compared.at), ..ComparedDocument::clone(compared) };
                                render::human::compared(&shown, &look, out)?;
                            }
                            Format::Json | Format::Jsonl => render::json(compared.as_ref(), out)?,
                        }
                        continue;
                    }
                };
                match common.format() {
                    Format::Human => {
                        let shown = ArrivalDocument { at: local(&arrival.at), ..ArrivalDocument::clone(arrival) };
                        render::human::arrival(&shown, &look, out)?;
                    }
                    Format::Json | Format::Jsonl => render::json(arrival.as_ref(), out)?,
                }
            }
            Ok(())
        })?;
        if sink.is_closed() {
            break;
        }
    }
    shutdown.begin();
    Ok(told)
}

/// What is written for one thing told.
enum Line {
    Arrival(Arc<ArrivalDocument>),
    Compared(Box<ComparedDocument>),
}

/// The time on this machine's clock on the wall.
fn local(at: &str) -> String {
    let zoned = at.parse::<jiff::Timestamp>().map(|time| time.to_zoned(jiff::tz::TimeZone::system()));
    zoned.map_or_else(|_| at.to_owned(), |time| time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// How many came, at the end.
fn summary(told: u64, connections: u64, common: &Common) {
    if common.format() != Format::Human || !std::io::stderr().is_terminal() && common.verbose == 0 {
        return;
    }
    let text = Text::new(
        format!("{told} arrivals on {connections} connections."),
        format!("{connections} 个连接，{told} 次到来。"),
    );
    say(&text, common.lang());
}

/// Tells people something that is no result.
fn say(text: &Text, lang: Lang) {
    // A closed stderr leaves nobody to tell.
    let _ = writeln!(std::io::stderr(), "netwhy: {}", text.get(lang));
}
