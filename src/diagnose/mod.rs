//! The corridor: survey the world for one target, then conclude from what was seen.

mod address;
mod bedrock;
mod conclude;
mod control;
pub mod counterpart;
mod game;
pub mod http;
mod journal;
mod kin;
mod machine;
mod minecraft;
mod name;
pub mod names;
mod proxies;
mod scout;
mod secure;
mod silence;
mod speak;
mod srv;
mod way;
mod web;

pub use conclude::conclude;
pub use minecraft::{MinecraftOptions, Plan, PlanError, minecraft};
pub use way::way;

use std::cell::OnceCell;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::time::Instant;

use crate::report::Report;
use crate::target::{Route, Service, Target};

use journal::Journal;

/// What the user allows and how long it may take.
#[derive(Debug, Clone)]
pub struct Options {
    /// Look at IPv4 addresses.
    pub ipv4: bool,
    /// Look at IPv6 addresses.
    pub ipv6: bool,
    /// How long silent machines may hold the diagnosis up.
    pub timeout: Duration,
    /// A host and port known to work elsewhere: tells "blocked for everyone" from "dropped by that host".
    pub control: Option<Target>,
    /// Contact nothing but the target, its proxy and the name servers: a control is left aside.
    pub offline: bool,
    /// Leave the proxy variables of the environment aside. (A proxy asked for is the target's route.)
    pub no_proxy: bool,
    /// Whom to trust over TLS, who to be, and which name to send.
    pub tls: crate::probe::tls::Settings,
}

impl Options {
    /// True where addresses of this family are wanted.
    fn wants(&self, address: IpAddr) -> bool {
        if address.is_ipv4() { self.ipv4 } else { self.ipv6 }
    }
}

/// How a diagnosis ended.
#[derive(Debug)]
pub struct Diagnosis {
    /// What was found.
    pub report: Report,
    /// True where `stop` came first; the report holds what had been seen by then.
    pub interrupted: bool,
}

/// Looks at everything that can stop a connection to `target`, and says which it is. `stop` ends the
/// looking early; what was seen so far is judged all the same.
pub async fn diagnose(target: Target, options: &Options, stop: impl Future<Output = ()>) -> Diagnosis {
    let started_at = jiff::Timestamp::now();
    let journal = Journal::new();
    // The looks keep within the deadline themselves; the guard behind it is for a look that hangs.
    let margin = options.timeout / 16;
    let deadline = journal.start() + options.timeout - margin;
    let led = OnceCell::new();
    let look = async {
        let followed = srv::follow(&journal, &target, options, deadline).await;
        let to = led.get_or_init(|| followed.first().unwrap_or(&target).clone());
        survey(&journal, to, options, deadline).await;
        let is_there = || journal.read(|seen| crate::case::Case { target: to, seen }.is_answered());
        if let Some((_, others)) = followed.split_first()
            && !is_there()
        {
            srv::plain(&journal, &target, others, options, deadline).await;
        } else if target.service == Service::Mcpi && !is_there() {
            srv::game(&journal, &target, options, deadline).await;
        }
    };
    let interrupted = tokio::select! {
        () = look => false,
        () = tokio::time::sleep_until(deadline + margin / 2) => false,
        () = stop => true,
    };
    let took_ms = journal.start().elapsed().as_secs_f64() * 1000.0;
    // What was asked is the place that a service record leads to.
    let target = led.into_inner().unwrap_or(target);
    let report = conclude(target, journal.into_seen(), format!("{started_at:.3}"), took_ms, interrupted);
    Diagnosis { report, interrupted }
}

/// Everything there is to look at, as much of it at once as the facts allow.
async fn survey(journal: &Journal, target: &Target, options: &Options, deadline: Instant) {
    let before = machine::before(journal);
    if target.host.fault().is_some() {
        return;
    }
    let named = proxies::choose(journal, target, options);
    if let (Route::Via(_), Some(named)) = (&target.route, named.first()) {
        let next = proxies::through(journal, target, named, options, deadline).await;
        machine::after(journal, next, before);
        return;
    }
    let reach = |addresses: Vec<SocketAddr>| async move {
        let each = addresses.into_iter().map(|to| address::look(journal, target, to, options, deadline));
        let control = control::look(journal, target, options, deadline);
        futures_util::future::join(futures_util::future::join_all(each), control).await;
    };
    let directly = name::look(journal, target, options, deadline, reach);
    let beside = proxies::beside(journal, target, &named, options, deadline);
    let (addresses, beside) = futures_util::future::join(directly, beside).await;
    // One after the other: routers give no more than so many ICMP errors in a second to all looks together.
    futures_util::future::join_all(beside.iter().map(|one| one.in_full(journal, target, options, deadline))).await;
    let mut next = machine::next_hops(journal, target, &addresses);
    next.extend(beside.iter().flat_map(|one| one.next_hops(journal)));
    machine::after(journal, next, before);
}
