//! `netwhy diagnose`, and `netwhy TARGET` for short.

use std::time::Duration;

use netwhy::diagnose::{Diagnosis, Options, counterpart, diagnose};
use netwhy::probe::tls::Settings;
use netwhy::render;
use netwhy::report::Report;
use netwhy::target::Target;
use netwhy::verdict::Outcome;

use crate::cli::common::{Common, Format};
use crate::cli::compare::{self, Wish};
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::interrupt;
use crate::cli::literal;
use crate::cli::proxy_options::ProxyOptions;
use crate::cli::sink::Sink;
use crate::cli::tls_options::TlsOptions;

/// Why can't I reach it, which machine stops me, and what do I do next?
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// HOST:PORT, [IPV6]:PORT, or SCHEME://HOST[:PORT]
    #[arg(value_name = "TARGET", required = true)]
    targets: Vec<String>,
    /// A host known to work elsewhere, as HOST[:PORT], to tell a blocked port from a host that drops it; or the URL of
    /// a page known to answer 204, to find a login page of the network
    #[arg(long, value_name = "HOST[:PORT]|URL")]
    control: Option<String>,
    /// Contact nothing but the target, its proxy and the name servers
    #[arg(long, conflicts_with = "control")]
    offline: bool,
    /// Compare with `netwhy serve --peer` on the server what left and what arrived: over a port that works, as it shows it,
    /// or without a value by a text to carry there
    #[arg(long, value_name = "HOST:PORT/TOKEN", num_args = 0..=1, default_missing_value = "")]
    peer: Option<String>,
    #[command(flatten)]
    proxy: ProxyOptions,
    #[command(flatten)]
    tls: TlsOptions,
    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let targets: Vec<Target> =
        args.targets.iter().map(|text| text.parse().map_err(Failure::usage)).collect::<Result<_, _>>()?;
    if let (Some(first), true) = (args.targets.first(), targets.len() > 1) {
        mistyped(first)?;
    }
    if args.common.format() == Format::Json && targets.len() > 1 {
        return Err(Failure::usage("--json prints one document; for several targets use --format jsonl"));
    }
    let control = args.control.as_deref().map(str::parse::<Target>).transpose();
    let control = control.map_err(|error| Failure::usage(format!("--control: {error}")))?;
    targets.iter().chain(&control).try_for_each(|target| literal::check(target, &args.common))?;
    let targets: Vec<Target> = targets.into_iter().map(|target| args.proxy.lead(target)).collect::<Result<_, _>>()?;
    let peer = args.peer.as_deref().map(compare::wish).transpose()?;
    let tls = args.tls.settings()?;
    let mut sink = Sink::open(&args.common)?;
    let (no_proxy, offline) = (args.proxy.no_proxy, args.offline);
    let options = Options { tls, no_proxy, offline, ..options(&args.common, control) };
    let mut worst = Exit::Yes;
    for target in targets {
        let Diagnosis { report, interrupted } = compared(target, &options, peer.as_ref(), &args.common)?;
        sink.put(|out| match args.common.format() {
            Format::Human => render::human::report(&report, &args.common.look(), out),
            Format::Json | Format::Jsonl => render::json(&report, out),
        })?;
        if interrupted {
            return Ok(Exit::Interrupted);
        }
        worst = worst.or(exit_of(&report));
        if sink.is_closed() {
            break;
        }
    }
    Ok(worst)
}

/// Diagnoses one target, and compares with the other end where that is wanted.
fn compared(target: Target, options: &Options, peer: Option<&Wish>, common: &Common) -> Result<Diagnosis, Failure> {
    match peer {
        None => one(target, options),
        Some(Wish::Text) => {
            let diagnosis = one(target, options)?;
            Ok(Diagnosis { report: compare::by_text(diagnosis.report, common.lang()), ..diagnosis })
        }
        Some(Wish::Over(place)) => within(async {
            let greeted = counterpart::greet(place.clone(), &target).await;
            let diagnosis = diagnose(target, options, interrupt()).await;
            let report = counterpart::compare(diagnosis.report, &greeted).await;
            compare::tell_undone(&report, common.lang());
            Diagnosis { report, ..diagnosis }
        }),
    }
}

/// Refuses a first word that is almost a subcommand: `netwhy prob HOST` is not about a host named `prob`.
fn mistyped(word: &str) -> Result<(), Failure> {
    let command = crate::cli::command();
    let close = |name: &&str| strsim::damerau_levenshtein(word, name) <= 2 && word.len() > 3;
    match command.get_subcommands().map(clap::Command::get_name).find(close) {
        Some(name) if !word.contains(['.', ':', '/']) => Err(Failure::usage(format!(
            "`{word}` is no subcommand; did you mean `{name}`? As a host, write `{word}:PORT`"
        ))),
        _ => Ok(()),
    }
}

/// What the common options mean to a diagnosis.
pub(crate) fn options(common: &Common, control: Option<Target>) -> Options {
    let timeout = common.timeout.max(Duration::from_millis(10));
    Options {
        ipv4: !common.ipv6,
        ipv6: !common.ipv4,
        timeout,
        control,
        offline: false,
        no_proxy: false,
        tls: Settings::default(),
    }
}

/// Diagnoses one target; Ctrl-C ends the looking.
pub(crate) fn one(target: Target, options: &Options) -> Result<Diagnosis, Failure> {
    within(async { diagnose(target, options, interrupt()).await })
}

fn within(look: impl Future<Output = Diagnosis>) -> Result<Diagnosis, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("the system gives no event queue: {error}")))?;
    let diagnosis = runtime.block_on(look);
    // A look-up that hangs in the system's resolver must not hold up the end.
    runtime.shutdown_background();
    Ok(diagnosis)
}

/// The exit code that a report stands for.
pub(crate) fn exit_of(report: &Report) -> Exit {
    match report.outcome {
        Outcome::Reachable | Outcome::Degraded => Exit::Yes,
        Outcome::Unresolved
        | Outcome::Unreachable
        | Outcome::Refused
        | Outcome::Filtered
        | Outcome::Reset
        | Outcome::NoAnswer
        | Outcome::WrongService
        | Outcome::ServiceFailed => Exit::No,
        Outcome::Failed => Exit::Failed,
    }
}
