//! `netwhy resolve`: what does each source say of a name?

use std::io::Read;
use std::net::SocketAddr;
use std::path::PathBuf;

use futures_util::stream::{self, StreamExt};

use netwhy::diagnose::names::{Given, NameQuestion, Sources, names, root};
use netwhy::probe::resolve::Families;
use netwhy::probe::tls::Trust;
use netwhy::render;
use netwhy::report::ResolveDocument;
use netwhy::wire::dns::RecordType;

use crate::cli::common::{Common, Format};
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::interrupt;
use crate::cli::sink::Sink;

/// What does each source (hosts file, system, each name server) say of a name?
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Names to look up, or addresses whose names are wanted; `-` reads them from standard input
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    /// Ask this server in place of the configured ones: IP[:PORT], udp://IP, tcp://IP, tls://HOST, https://HOST/PATH;
    /// may be repeated
    #[arg(long, value_name = "SERVER")]
    server: Vec<Given>,
    /// With tls:// and https://: trust the certificate authorities in this PEM FILE, and no others
    #[arg(long, value_name = "FILE", requires = "server")]
    cacert: Option<PathBuf>,
    /// Record types to ask for, such as A,AAAA,MX,TXT,NS,SOA,SRV,CAA,HTTPS or TYPE65
    #[arg(long = "type", short = 't', value_name = "TYPE", value_delimiter = ',')]
    types: Vec<RecordType>,
    /// Follow the name from the root of DNS, zone by zone
    #[arg(long, conflicts_with = "server")]
    trace: bool,
    /// With --trace: begin at this server in place of the world's root; may be repeated
    #[arg(long, value_name = "IP[:PORT]", value_parser = root, requires = "trace")]
    root: Vec<SocketAddr>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Names looked up at the same time; each asks several servers.
const AT_ONCE: usize = 8;
/// The most that is read from standard input.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let questions = questions(&args.names)?;
    let format = args.common.format();
    if format == Format::Json && questions.len() > 1 {
        return Err(Failure::usage("--json prints one document; for several names use --format jsonl"));
    }
    if args.trace && args.types.len() > 1 {
        return Err(Failure::usage("--trace follows one record type; give --type one"));
    }
    let sources = sources(&args)?;
    let mut sink = Sink::open(&args.common)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("the system gives no event queue: {error}")))?;
    let result = runtime.block_on(async {
        let mut all = stream::iter(&questions).map(|question| names(question, &sources, interrupt())).buffered(AT_ONCE);
        let mut worst = Exit::Yes;
        let mut first = true;
        while let Some(document) = all.next().await {
            sink.put(|out| match format {
                Format::Human => {
                    if !std::mem::take(&mut first) {
                        writeln!(out)?;
                    }
                    render::human::resolve(&document, &args.common.look(), out)
                }
                Format::Json | Format::Jsonl => render::json(&document, out),
            })?;
            worst = worst.or(exit_of(&document));
            if worst == Exit::Interrupted || sink.is_closed() {
                break;
            }
        }
        Ok(worst)
    });
    // A look-up that hangs in the system's resolver must not hold up the end.
    runtime.shutdown_background();
    result
}

fn exit_of(document: &ResolveDocument) -> Exit {
    match (document.interrupted, document.resolved) {
        (true, _) => Exit::Interrupted,
        (false, true) => Exit::Yes,
        (false, false) => Exit::No,
    }
}

fn sources(args: &Args) -> Result<Sources, Failure> {
    let families = match (args.common.ipv4, args.common.ipv6) {
        (true, _) => Families::V4,
        (_, true) => Families::V6,
        _ => Families::Both,
    };
    let mut types = args.types.clone();
    types.dedup();
    let trust = match &args.cacert {
        Some(path) => Some(Trust::file(path).map_err(Failure::usage)?),
        None => args.server.iter().any(Given::is_encrypted).then(Trust::system),
    };
    Ok(Sources {
        given: args.server.clone(),
        trust,
        types,
        families,
        roots: args.trace.then(|| args.root.clone()),
        timeout: args.common.timeout,
    })
}

/// Reads the names given, and those on standard input where `-` stands among them. All are read before the first
/// is looked up, so that a mistake is told before anything is tried.
fn questions(given: &[String]) -> Result<Vec<NameQuestion>, Failure> {
    let mut questions = Vec::new();
    for text in given {
        if text != "-" {
            questions.push(text.parse().map_err(Failure::usage)?);
            continue;
        }
        let mut bytes = Vec::new();
        let read = std::io::stdin().take(MOST_BYTES).read_to_end(&mut bytes);
        read.map_err(|error| Failure::failed(format!("standard input cannot be read: {error}")))?;
        let list = NameQuestion::list(&String::from_utf8_lossy(&bytes)).map_err(Failure::usage)?;
        if list.is_empty() {
            return Err(Failure::usage("standard input holds no name; write one name a line"));
        }
        questions.extend(list);
    }
    Ok(questions)
}
