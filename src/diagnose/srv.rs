//! Where service records lead clients of a Minecraft server: the game follows one where no other port was given.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::diagnose::name::families;
use crate::observation::{Purpose, Resolution, Source};
use crate::probe::Road;
use crate::probe::minecraft::{JavaQuestion, java_status, mcpi_answer};
use crate::probe::resolve::{Ask, ask, config, servers};
use crate::target::{Host, Route, Service, Target};
use crate::wire::dns::RecordType;

/// How long all name servers together may take.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// How long the server at the plain name may take to tell its status.
const TURN: Duration = Duration::from_millis(600);
/// The most addresses of one name that are asked.
const MOST: usize = 2;
/// The most records that are followed.
const RECORDS: usize = 4;

/// The hosts and ports that the records of `target` lead to, the most preferred first (RFC 2782): those that can be
/// followed. Empty where there is none; the plain name is then all there is to look at.
pub(crate) async fn follow(journal: &Journal, target: &Target, options: &Options, deadline: Instant) -> Vec<Target> {
    let asked = target.service == Service::Minecraft && Some(target.port) == target.service.default_port();
    if asked { led(journal, target, options, deadline).await } else { Vec::new() }
}

/// Where the game stands whose mcpi API is not at `target`: players come to it by a service record, which scripts do not
/// follow.
pub(crate) async fn game(journal: &Journal, target: &Target, options: &Options, deadline: Instant) {
    let Some(to) = led(journal, target, options, deadline).await.into_iter().next() else { return };
    let api = Target { port: Service::Mcpi.default_port().unwrap_or_default(), ..to.clone() };
    let until = deadline.min(Instant::now() + TURN);
    let java = status(journal, &to, options, until);
    let mcpi = at_each(&api, options, until, async |place| {
        let began = Instant::now();
        let patience = until.saturating_duration_since(began);
        if let Some(seen) = mcpi_answer(&Road::direct(place), Purpose::OtherAddress, patience).await {
            journal.note(began, seen);
        }
    });
    futures_util::future::join(java, mcpi).await;
}

/// Whether a server answers at the plain name or where the `others` lead, where the preferred record leads to one that
/// does not.
pub(crate) async fn plain(journal: &Journal, target: &Target, others: &[Target], options: &Options, deadline: Instant) {
    let until = deadline.min(Instant::now() + TURN);
    let all = others.iter().chain([target]).map(|to| status(journal, to, options, until));
    futures_util::future::join_all(all).await;
}

async fn led(journal: &Journal, target: &Target, options: &Options, deadline: Instant) -> Vec<Target> {
    let name = target.host.name().filter(|name| *name != "localhost" && !name.ends_with(".localhost"));
    let Some(host) = name.filter(|_| target.host.fault().is_none() && target.route == Route::Direct) else {
        return Vec::new();
    };
    let name = format!("_minecraft._tcp.{}", host.trim_end_matches('.'));
    let all = servers(&config());
    let each = PATIENCE.min(deadline.saturating_duration_since(Instant::now()))
        / u32::try_from(all.len().max(1)).unwrap_or(u32::MAX);
    for server in all {
        let answer = one(journal, server, &name, RecordType::SRV, each).await;
        if !matches!(answer.rcode(), Some("NOERROR" | "NXDOMAIN")) {
            continue;
        }
        let mut services: Vec<_> = answer.services().collect();
        services.sort_by_key(|service| service.priority);
        services.truncate(RECORDS);
        let leads = services.into_iter().map(|service| async move {
            let to = Host::parse(&service.target).filter(|_| service.port != 0)?;
            if to.address().is_none() {
                let types = families(options).record_types();
                let asked = types.iter().map(|record_type| one(journal, server, &service.target, *record_type, each));
                let answers = futures_util::future::join_all(asked).await;
                answers.iter().find(|answer| answer.addresses().next().is_some())?;
            }
            Some(Target { host: to, port: service.port, ..target.clone() })
        });
        return futures_util::future::join_all(leads).await.into_iter().flatten().collect();
    }
    Vec::new()
}

/// Asks a Java server at each address of `to` for its status, and writes it down.
async fn status(journal: &Journal, to: &Target, options: &Options, until: Instant) {
    let host = to.host.to_string();
    let question = JavaQuestion { host: &host, port: to.port, purpose: Purpose::OtherAddress, pings: 0 };
    at_each(to, options, until, async |place| {
        let began = Instant::now();
        let patience = until.saturating_duration_since(began);
        if let Some(seen) = java_status(&Road::direct(place), &question, patience).await {
            journal.note(began, seen);
        }
    })
    .await;
}

/// Does `ask` at each address of `to`.
async fn at_each(to: &Target, options: &Options, until: Instant, ask: impl AsyncFn(SocketAddr)) {
    let host = to.host.to_string();
    let found = tokio::time::timeout_at(until, tokio::net::lookup_host((host.as_str(), to.port))).await;
    let Ok(Ok(found)) = found else { return };
    let wanted = found.filter(|place| options.wants(place.ip())).take(MOST);
    futures_util::future::join_all(wanted.map(|place| ask(place))).await;
}

async fn one(
    journal: &Journal,
    server: SocketAddr,
    name: &str,
    record_type: RecordType,
    patience: Duration,
) -> Resolution {
    let question = Ask::plain(server, Source::Configured, name, record_type, patience);
    journal.look(ask(&question)).await
}
