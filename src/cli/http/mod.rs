//! `netwhy http`: what happens, byte for byte and phase by phase, to one HTTP request.

mod body_file;
mod expected;
mod input;
pub(crate) mod request;
mod way;

use std::path::PathBuf;

use netwhy::diagnose::Options;
use netwhy::diagnose::http::{Asked, Keep, Order, Say, Way, http};
use netwhy::render;
use netwhy::render::human::Bytes;
use netwhy::report::HttpDocument;
use netwhy::target::Url;
use netwhy::verdict::Outcome;

use crate::cli::common::{Common, Format};
use crate::cli::diagnose;
use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::interrupt;
use crate::cli::literal;
use crate::cli::proxy_options::ProxyOptions;
use crate::cli::sink::Sink;
use crate::cli::tls_options::TlsOptions;

use body_file::BodyFile;
use expected::ExpectOptions;
use input::Input;
use request::RequestOptions;
use way::WayOptions;

/// What happens, byte for byte and phase by phase, to one HTTP request?
#[derive(Debug, clap::Args)]
#[command(mut_arg("output", |output| output.help(OUTPUT)), mut_arg("timeout", |timeout| timeout.help(TIMEOUT)))]
pub(crate) struct Args {
    /// http://HOST[:PORT]/PATH or https://…
    #[arg(value_name = "URL")]
    url: String,
    #[command(flatten)]
    request: RequestOptions,
    #[command(flatten)]
    way: WayOptions,
    #[command(flatten)]
    expect: ExpectOptions,
    #[command(flatten)]
    show: ShowOptions,
    #[command(flatten, next_help_heading = "Proxy and TLS")]
    proxy: ProxyOptions,
    #[command(flatten)]
    tls: TlsOptions,
    #[command(flatten, next_help_heading = "Everywhere")]
    pub(crate) common: Common,
    /// Where `--output` sends the body, once taken out of the common options.
    #[arg(skip)]
    body: Option<PathBuf>,
}

/// What `--output` means here.
const OUTPUT: &str = "Write the body of the answer to FILE, byte for byte; - is standard output, and the report goes to \
                      standard error. Until it is whole it stands in FILE.part";
/// What `--timeout` means here.
const TIMEOUT: &str =
    "How long opening the connection may take, and how long the other end may stay silent, such as 5s";

/// What to show.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Answer")]
struct ShowOptions {
    /// Show the head of the answer
    #[arg(short = 'i', long = "include")]
    head: bool,
    /// Show the beginning of the body, its first 64 KiB
    #[arg(long)]
    body: bool,
    /// Show the bytes received in hexadecimal, the first 16 KiB
    #[arg(long)]
    hex: bool,
    /// Ask for gzip, deflate, br and zstd, and undo them
    #[arg(long, visible_alias = "compressed")]
    decode: bool,
    /// Show passwords, cookies, queries and the like as they are
    #[arg(long)]
    show_secrets: bool,
}

impl Args {
    /// Takes `--output` for the body: here it names the file for that, and the report stays where it is.
    pub(crate) fn claim_output(&mut self) {
        self.body = self.common.output.take();
    }
}

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let order = order(&args)?;
    let format = args.common.format();
    let mut body = args.body.as_deref().map(BodyFile::open).transpose()?;
    let to_output = body.as_ref().is_some_and(BodyFile::is_output);
    if to_output && format != Format::Human {
        return Err(Failure::usage("--output - and --json both write to standard output; give --output a file"));
    }
    let mut sink = if to_output { Sink::error() } else { Sink::open(&args.common)? };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("the system gives no event queue: {error}")))?;
    let asked = runtime.block_on(async {
        let keep: &mut dyn Keep = match &mut body {
            Some(body) => body,
            None => &mut (),
        };
        http(&order, keep, interrupt()).await
    });
    // A look-up that hangs in the system's resolver must not hold up the end.
    runtime.shutdown_background();
    let Asked { mut document, is_whole } = asked;
    let ended = body.map(|body| body.end(is_whole)).transpose();
    if let Ok(saved) = &ended {
        document.saved = saved.clone().flatten();
    }
    let bytes = Bytes { head: args.show.head, hex: args.show.hex };
    sink.put(|out| match format {
        Format::Human => render::human::http(&document, bytes, &args.common.look(), out),
        Format::Json | Format::Jsonl => render::json(&document, out),
    })?;
    match ended {
        Ok(_) => Ok(exit_of(&document)),
        // The document has been written already.
        Err(failure) => Ok(failure.tell()),
    }
}

/// Reads and checks everything, so that a mistake is told before anything is tried.
fn order(args: &Args) -> Result<Order, Failure> {
    let url: Url = args.url.parse().map_err(Failure::usage)?;
    literal::check(&url.target, &args.common)?;
    let mut input = Input::default();
    let parts = args.request.parts(&mut input)?;
    let way = args.way.read(&mut input)?;
    let tls = args.tls.settings()?;
    let options = Options { tls: tls.clone(), no_proxy: args.proxy.no_proxy, ..diagnose::options(&args.common, None) };
    let order = Order {
        url,
        say: Say {
            method: parts.method,
            version: args.request.version(),
            wishes: parts.wishes,
            login: parts.login,
            body: parts.body,
            is_form: parts.is_form,
            path_as_is: args.request.path_as_is,
            request_target: args.request.request_target.clone(),
            host: args.request.host.clone(),
            raw: parts.raw,
        },
        way: Way {
            pinned: way.pinned,
            detours: way.detours,
            proxy: args.proxy.proxy()?,
            no_proxy: args.proxy.no_proxy,
            proxy_login: args.proxy.login(),
            proxy_wishes: way.proxy_wishes,
            tunnel: args.way.tunnel,
            tls,
        },
        max_time: args.way.max_time,
        follow: args.way.location.then_some(args.way.max_redirs),
        repeat: args.way.keep_alive,
        expect: args.expect.read()?,
        decode: args.show.decode,
        tell_body: args.show.body,
        show_secrets: args.show.show_secrets,
        options,
    };
    order.first_request().map_err(Failure::usage)?;
    Ok(order)
}

/// The exit code that a document stands for.
fn exit_of(document: &HttpDocument) -> Exit {
    match document.outcome {
        _ if document.interrupted => Exit::Interrupted,
        Outcome::Failed => Exit::Failed,
        Outcome::Reachable | Outcome::Degraded if document.expectations.iter().all(|one| one.met) => Exit::Yes,
        _ => Exit::No,
    }
}
