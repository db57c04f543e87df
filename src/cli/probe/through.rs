//! `--proxy`: where the proxy is, before any port is asked for through it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use netwhy::observation::{ProxySource, Purpose, State};
use netwhy::probe;
use netwhy::probe::scan::Way;
use netwhy::target::{Host, Proxy};

use crate::cli::common::Common;
use crate::cli::exit::Failure;
use crate::cli::probe::wish::Families;

/// A proxy is no tool to search with: more ports than this are not asked of one.
const MOST: u64 = 4096;
/// How long the proxy's own port may take to open.
const PATIENCE: Duration = Duration::from_millis(3200);

/// The way through `proxy`, whose port opens. `expected` ports are to be asked for.
pub(crate) async fn way(proxy: Proxy, expected: Option<u64>, common: &Common) -> Result<Arc<Way>, Failure> {
    if let Some(count) = expected.filter(|count| *count > MOST) {
        return Err(Failure::usage(format!(
            "{count} ports are asked for, and through a proxy at most {MOST} are; name fewer with -p"
        )));
    }
    let mut last = None;
    for at in addresses(&proxy, common).await? {
        let patience = PATIENCE.min(common.timeout);
        let tried = probe::connect(&proxy.host.to_string(), at, Purpose::Asked, patience).await;
        if tried.state == State::Open {
            let tls = probe::tls::Settings::default();
            return Ok(Arc::new(Way { proxy, from: ProxySource::Option, at, tls }));
        }
        last = Some(tried);
    }
    let why = last.map_or_else(|| "it has no address".to_owned(), |tried| format!("{}: {}", tried.state, tried.reason));
    Err(Failure::failed(format!(
        "the proxy {proxy} cannot be reached ({why}), so nothing is known of what lies behind it; `netwhy {}` says why",
        proxy.as_target()
    )))
}

/// The proxy's addresses of the families wanted.
async fn addresses(proxy: &Proxy, common: &Common) -> Result<Vec<SocketAddr>, Failure> {
    let families = Families::of(common);
    let found: Vec<SocketAddr> = match &proxy.host {
        Host::Address { address, zone } => vec![probe::scoped(*address, zone.as_deref(), proxy.port)],
        Host::Name(name) => {
            let look_up = tokio::net::lookup_host((name.as_str(), proxy.port));
            let found = tokio::time::timeout(common.timeout, look_up).await;
            found.ok().and_then(Result::ok).map(Iterator::collect).unwrap_or_default()
        }
    };
    let wanted: Vec<SocketAddr> = found.into_iter().filter(|at| families.has(at.ip())).collect();
    if wanted.is_empty() {
        let name = &proxy.host;
        return Err(Failure::failed(format!(
            "the proxy {proxy} cannot be reached ({name} has no address), so nothing is known of what lies behind it; `netwhy resolve {name}` says why"
        )));
    }
    Ok(wanted)
}
