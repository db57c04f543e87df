//! The connection goes through a proxy: the proxy in full, the passage, the service behind it, and the direct way.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::journal::Journal;
use crate::diagnose::proxies::{Named, ask};
use crate::diagnose::{Options, address, control, machine, name};
use crate::observation::{ProxyEnd, Purpose, Subject};
use crate::probe;
use crate::target::{ProxyScheme, Route, Target};

/// How long the direct way may stay silent; it is only looked at to compare.
const PATIENCE: Duration = Duration::from_millis(1900);

/// Looks at all of it, and returns the machines that the proxy's packets are handed to.
pub(crate) async fn through(
    journal: &Journal,
    target: &Target,
    named: &Named,
    options: &Options,
    deadline: Instant,
) -> Vec<IpAddr> {
    let about = named.journal(journal);
    let place = named.proxy.as_target();
    let reach = |addresses: Vec<SocketAddr>| {
        let (about, place) = (&about, &place);
        async move {
            let passage = pass(journal, about, target, named, options, &addresses, deadline);
            let looks = addresses.iter().map(|to| address::look(about, place, *to, options, deadline));
            futures_util::future::join(passage, futures_util::future::join_all(looks)).await;
        }
    };
    let proxy = name::look(&about, &place, options, deadline, reach);
    let direct = directly(journal, target, named.proxy.scheme, options, deadline);
    let control = control::look(journal, target, options, deadline);
    let (addresses, (), ()) = futures_util::future::join3(proxy, direct, control).await;
    machine::next_hops(&about, &place, &addresses)
}

/// Asks for passage at each of the proxy's addresses until one answers.
async fn pass(
    journal: &Journal,
    about: &Journal,
    target: &Target,
    named: &Named,
    options: &Options,
    addresses: &[SocketAddr],
    deadline: Instant,
) {
    for to in addresses {
        let patience = deadline.saturating_duration_since(Instant::now());
        let Some(stream) = probe::Road::direct(*to).open(patience).await else { continue };
        let asking = ask::Asking { about, answers: journal, is_asked: true, target, named, options, deadline };
        if asking.passage(stream, *to).await == ProxyEnd::Opened {
            asking.speak(*to).await;
        }
        return;
    }
}

/// The direct way, for comparison. The target's name is a matter of the question itself only where the proxy must be
/// given an address.
async fn directly(journal: &Journal, target: &Target, scheme: ProxyScheme, options: &Options, deadline: Instant) {
    if target.host.fault().is_some() {
        return;
    }
    let about = journal.about(Subject::Direct);
    let target = Target { route: Route::Direct, ..target.clone() };
    let reach = |addresses: Vec<SocketAddr>| {
        let (about, target) = (&about, &target);
        async move {
            let patience = PATIENCE.min(deadline.saturating_duration_since(Instant::now()));
            let host = target.host.to_string();
            let one = |to: SocketAddr| {
                machine::route(about, target, to);
                about.look(probe::connect(&host, to, Purpose::Asked, patience))
            };
            futures_util::future::join_all(addresses.into_iter().map(one)).await;
        }
    };
    let resolved_here = matches!(scheme, ProxyScheme::Socks4 | ProxyScheme::Socks5);
    let names = if resolved_here { journal } else { &about };
    name::look(names, &target, options, deadline, reach).await;
}
