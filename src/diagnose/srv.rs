//! Where a service record leads clients of a Minecraft server: the game follows it where no other port was given.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::diagnose::name::families;
use crate::observation::{Purpose, Resolution, Source};
use crate::probe::Road;
use crate::probe::minecraft::{JavaQuestion, java_status};
use crate::probe::resolve::{Ask, ask, config, servers};
use crate::target::{Host, Route, Service, Target};
use crate::wire::dns::RecordType;

/// How long all name servers together may take.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// How long the server at the plain name may take to tell its status.
const TURN: Duration = Duration::from_millis(600);
/// The most addresses of the plain name that are asked.
const MOST: usize = 2;

/// The host and port that the record of `target` leads to: the most preferred that can be followed, as the game takes
/// it. `None` where there is none, or where its host has no address; the game then takes the plain name.
pub(crate) async fn follow(journal: &Journal, target: &Target, options: &Options, deadline: Instant) -> Option<Target> {
    let host = target.host.name().filter(|name| *name != "localhost" && !name.ends_with(".localhost"))?;
    let asked = target.service == Service::Minecraft && Some(target.port) == target.service.default_port();
    if !asked || target.host.fault().is_some() || target.route != Route::Direct {
        return None;
    }
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
        let led = services.into_iter().find(|service| !service.target.is_empty() && service.port != 0)?;
        let to = Host::parse(&led.target)?;
        if to.address().is_none() {
            let types = families(options).record_types();
            let asked = types.iter().map(|record_type| one(journal, server, &led.target, *record_type, each));
            let answers = futures_util::future::join_all(asked).await;
            answers.iter().find(|answer| answer.addresses().next().is_some())?;
        }
        return Some(Target { host: to, port: led.port, ..target.clone() });
    }
    None
}

/// Whether a server answers at the plain name, where the record leads to one that does not.
pub(crate) async fn plain(journal: &Journal, target: &Target, options: &Options, deadline: Instant) {
    let Some(name) = target.host.name() else { return };
    let until = deadline.min(Instant::now() + TURN);
    let found = tokio::time::timeout_at(until, tokio::net::lookup_host((name, target.port))).await;
    let Ok(Ok(found)) = found else { return };
    let question = JavaQuestion { host: name, port: target.port, purpose: Purpose::OtherAddress, pings: 0 };
    let one = async |to: SocketAddr| {
        let began = Instant::now();
        if let Some(seen) = java_status(&Road::direct(to), &question, until.saturating_duration_since(began)).await {
            journal.note(began, seen);
        }
    };
    let wanted = found.filter(|to| options.wants(to.ip())).take(MOST);
    futures_util::future::join_all(wanted.map(one)).await;
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
