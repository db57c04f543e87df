//! `netwhy proxy`: what passes between a client and its servers?

mod access;
mod bounds;
mod changes;
mod log;
mod shown;

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use netwhy::proxy::{Core, Families, Observer, Settings};
use netwhy::serve::Shutdown;
use netwhy::target::Proxy;

use crate::cli::common::Common;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::ended;
use crate::cli::proxy::access::AccessOptions;
use crate::cli::proxy::bounds::BoundOptions;
use crate::cli::proxy::changes::{ChangeOptions, Changes};
use crate::cli::proxy::log::{Writer, log};
use crate::cli::proxy::shown::ShownOptions;
use crate::cli::sink::Sink;
use crate::cli::tls_options::TlsOptions;

/// What passes between a client and its servers?
///
/// A forward proxy for HTTP/1.1 (and CONNECT, and SOCKS 5, on the same port) that writes a line for each exchange, and
/// answers what fails with the cause, as `diagnose` finds it. Safe by default: it listens on this machine alone, and
/// does not connect to itself, to link-local addresses, or to this machine's own for clients elsewhere.
///
/// Ctrl-C and SIGTERM let open exchanges come to their end for a while. The exit code is 130 then.
#[derive(Debug, clap::Args)]
#[command(mut_arg("timeout", |timeout| timeout.help("How long opening a connection may take, such as 5s")))]
pub(crate) struct Args {
    #[command(flatten)]
    access: AccessOptions,
    /// Pass everything on to this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4,
    /// socks4a, socks5 or socks5h
    #[arg(long, value_name = "URL")]
    upstream: Option<String>,
    #[command(flatten, next_help_heading = "Changes")]
    changes: ChangeOptions,
    #[command(flatten, next_help_heading = "Content")]
    shown: ShownOptions,
    /// Answer what fails with the bare fact, and do not look for the cause
    #[arg(long)]
    no_diagnose: bool,
    /// Show logins and queries of URLs as they are
    #[arg(long)]
    show_secrets: bool,
    #[command(flatten)]
    bounds: BoundOptions,
    #[command(flatten, next_help_heading = "TLS with origins")]
    tls: TlsOptions,
    #[command(flatten, next_help_heading = "Everywhere")]
    pub(crate) common: Common,
}

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    if let Some(made) = args.shown.make(&args.common) {
        return made;
    }
    let listen = args.access.listen()?;
    let changes = args.changes.read(args.common.lang())?;
    let settings = settings(&args, &changes)?;
    access::check(&listen, &settings.clients, &settings.logins)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("the system gives no event queue: {error}")))?;
    let is_itself = |proxy: &&netwhy::target::Proxy| runtime.block_on(netwhy::proxy::is_itself(&listen, proxy));
    if let Some(proxy) = settings.upstream.as_ref().filter(is_itself) {
        // A look-up that hangs in the system's resolver must not hold up the answer.
        let proxy = proxy.to_string();
        runtime.shutdown_background();
        return Err(Failure::usage(format!(
            "--upstream: `{proxy}` is this proxy itself, which listens there; name another one, or listen elsewhere"
        )));
    }
    let mut sink = Sink::open(&args.common)?;
    let (log, writer) = log(args.show_secrets);
    let mut observers: Vec<Arc<dyn Observer>> = vec![Arc::new(log)];
    let recorder = args.shown.recorder(args.show_secrets, &args.common)?;
    observers.extend(recorder.clone().map(|recorder| recorder as Arc<dyn Observer>));
    let work = start(&runtime, &listen, settings, observers, &writer)?;
    runtime.spawn(changes.watch());
    let written = writer.run(&mut sink, &args.common);
    let ended = runtime.block_on(work);
    if let Some(recorder) = recorder {
        recorder.finish();
    }
    // A look-up that hangs in the system's resolver must not hold up the end.
    runtime.shutdown_background();
    written.map(|()| if ended.is_ok() { Exit::Interrupted } else { Exit::Failed })
}

/// Listens, says where, and serves until the end.
fn start(
    runtime: &tokio::runtime::Runtime,
    listen: &[SocketAddr],
    settings: Settings,
    observers: Vec<Arc<dyn Observer>>,
    writer: &Writer,
) -> Result<tokio::task::JoinHandle<()>, Failure> {
    let _inside = runtime.enter();
    let listeners = netwhy::serve::listen(listen).map_err(Failure::failed)?;
    for place in &listeners.addresses {
        // A closed standard error leaves nobody to tell.
        let _ = writeln!(std::io::stderr(), "netwhy: proxy listening on {place}");
    }
    let (shutdown, done) = (Shutdown::default(), writer.done());
    let core = Core::new(settings, observers, listeners.addresses.clone());
    let (mut signals, stop) = (ended(), shutdown.clone());
    runtime.spawn(async move {
        signals().await;
        stop.begin();
        // At the second time it ends at once.
        signals().await;
        stop.end();
    });
    Ok(runtime.spawn(async move {
        netwhy::proxy::run(core, listeners, shutdown).await;
        drop(done);
    }))
}

fn settings(args: &Args, changes: &Changes) -> Result<Settings, Failure> {
    let upstream = args.upstream.as_deref().map(str::parse::<Proxy>).transpose();
    let upstream = upstream.map_err(|error| Failure::usage(format!("--upstream: {error}")))?;
    if let Some(proxy) = upstream.as_ref().filter(|proxy| proxy.host.fault().is_some()) {
        return Err(Failure::usage(format!(
            "--upstream: `{proxy}` holds no host name or address; write `http://HOST:PORT`"
        )));
    }
    Ok(Settings {
        upstream,
        clients: args.access.clients()?,
        logins: args.access.logins()?,
        allowed: args.access.allowed(),
        families: match (args.common.ipv4, args.common.ipv6) {
            (true, _) => Families::V4,
            (_, true) => Families::V6,
            _ => Families::Both,
        },
        tls: args.tls.settings()?,
        diagnoses: !args.no_diagnose,
        lang: args.common.lang(),
        rules: changes.current(),
        intercept: args.shown.intercept(),
        authority: args.shown.authority()?,
        bounds: args.bounds.read(&args.common),
    })
}
