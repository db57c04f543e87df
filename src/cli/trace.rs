//! `netwhy trace`: which machine stands at each hop to a TCP port.

use std::net::SocketAddr;

use netwhy::diagnose::way;
use netwhy::observation::State;
use netwhy::probe;
use netwhy::render;
use netwhy::report::TraceDocument;
use netwhy::target::{Host, Target};

use crate::cli::common::{Common, Format};
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::interrupt;
use crate::cli::literal;
use crate::cli::sink::Sink;

/// Which machine stands at each hop to this TCP port, and where does it stop?
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// HOST:PORT, [IPV6]:PORT, or SCHEME://HOST[:PORT]
    #[arg(value_name = "TARGET")]
    target: String,
    /// The greatest TTL to try
    #[arg(long, value_name = "TTL", default_value_t = 30, value_parser = clap::value_parser!(u8).range(1..=64))]
    max_hops: u8,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    if !probe::can_trace() {
        return Err(Failure::failed("this system does not let a program follow a path without privileges; use Linux"));
    }
    let target: Target = args.target.parse().map_err(Failure::usage)?;
    literal::check(&target, &args.common)?;
    let mut sink = Sink::open(&args.common)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("the system gives no event queue: {error}")))?;
    let traced = runtime.block_on(follow(&target, &args));
    // A name look-up that hangs in the system's resolver must not hold up the end.
    runtime.shutdown_background();
    let Some(document) = traced? else {
        return Err(Failure::interrupted("it was interrupted before anything was seen"));
    };
    sink.put(|out| match args.common.format() {
        Format::Human => render::human::trace(&document, &args.common.look(), out),
        Format::Json | Format::Jsonl => render::json(&document, out),
    })?;
    Ok(match document.connection.state {
        _ if document.interrupted => Exit::Interrupted,
        State::Open => Exit::Yes,
        _ => Exit::No,
    })
}

async fn follow(target: &Target, args: &Args) -> Result<Option<TraceDocument>, Failure> {
    let to = tokio::select! {
        to = address(target, &args.common) => to?,
        () = interrupt() => return Ok(None),
    };
    Ok(way(target, to, args.common.timeout, args.max_hops, interrupt()).await)
}

/// The first address, of the family wanted, that the system would use.
async fn address(target: &Target, common: &Common) -> Result<SocketAddr, Failure> {
    let wanted = |to: &SocketAddr| !(common.ipv4 && to.is_ipv6() || common.ipv6 && to.is_ipv4());
    let host = &target.host;
    let none = || Failure::failed(format!("`{host}` has no address to trace to; see `netwhy resolve {host}`"));
    let first = match host {
        Host::Address { address, zone } => Some(probe::scoped(*address, zone.as_deref(), target.port)).filter(wanted),
        Host::Name(name) => {
            let look_up = tokio::net::lookup_host((name.as_str(), target.port));
            let found = tokio::time::timeout(common.timeout, look_up).await.map_err(|_| none())?;
            found.map_err(|_| none())?.find(wanted)
        }
    };
    first.ok_or_else(none)
}
