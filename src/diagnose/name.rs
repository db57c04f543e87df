//! From the host asked for to the addresses that a program here would connect to.

use std::cell::RefCell;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::case::Case;
use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::diagnose::machine;
use crate::observation::{Fact, Purpose, Resolution, ResolverConfig, Source, Transport};
use crate::probe;
use crate::probe::resolve::{Families, LookUp, canary, look_up, servers};
use crate::target::{Host, Target};

/// The most addresses looked at, of each family.
const MOST: usize = 4;
/// How long a name server may take before it is called silent.
const PATIENCE: Duration = Duration::from_millis(2500);
/// What slower sources still get once the rest of the survey is done.
const GRACE: Duration = Duration::from_millis(200);
/// How long an address that only some name server gives may stay silent.
const OTHERS_PATIENCE: Duration = Duration::from_millis(900);
/// How long the system may take before the name servers' own answers are followed: it waits 5 s for a dead one.
const SYSTEM_PATIENCE: Duration = Duration::from_millis(1000);

/// Looks the name up from every source, and hands the addresses that the system would use to `reach` as
/// soon as the system has them. Name servers that are still silent once `reach` is done are left.
pub(crate) async fn look<'a, F>(
    journal: &Journal,
    target: &Target,
    options: &Options,
    deadline: Instant,
    reach: impl FnOnce(Vec<SocketAddr>) -> F,
) -> Vec<SocketAddr>
where
    F: Future<Output = ()> + 'a,
{
    let name = match &target.host {
        Host::Address { address, zone } => {
            let addresses = vec![crate::probe::scoped(*address, zone.as_deref(), target.port)];
            reach(addresses.clone()).await;
            return addresses;
        }
        Host::Name(name) => name,
    };
    let (hand_over, handed) = oneshot::channel::<Vec<IpAddr>>();
    let hand_over = RefCell::new(Some(hand_over));
    let tell = |began: std::time::Instant, fact: Fact| {
        if let Fact::Resolution(resolution) = &fact
            && resolution.source == Source::System
            && let Some(hand_over) = hand_over.take()
        {
            // Nobody listens any more only where the survey has been ended.
            let _ = hand_over.send(resolution.addresses().collect());
        }
        journal.note(Instant::from_std(began), fact);
    };
    let wanted = LookUp {
        name: name.clone(),
        families: families(options),
        timeout: PATIENCE.min(deadline.saturating_duration_since(Instant::now())),
    };
    let every_source = look_up(&wanted, tell);
    let reached = async {
        let addresses = choose(found(journal, handed).await, target, options);
        if !addresses.is_empty() {
            futures_util::future::join(reach(addresses.clone()), no_such_name(journal, deadline)).await;
        }
        addresses
    };
    tokio::pin!(every_source, reached);
    let addresses = tokio::select! {
        () = &mut every_source => reached.await,
        addresses = &mut reached => {
            // Without an address the name is the question, and every source is heard out.
            let grace = if addresses.is_empty() { PATIENCE } else { GRACE };
            // A source that is still silent then is left.
            let _ = tokio::time::timeout(grace, every_source).await;
            addresses
        }
    };
    if addresses.is_empty() {
        return ways_to_servers(journal, target);
    }
    other_addresses(journal, target, options, deadline).await;
    addresses
}

/// Without an address all hangs on the name servers, so the ways to them are looked at.
fn ways_to_servers(journal: &Journal, target: &Target) -> Vec<SocketAddr> {
    let configured = journal.read(|seen| seen.first::<ResolverConfig>().map(|(_, config)| servers(config)));
    let configured = configured.unwrap_or_default();
    for server in &configured {
        machine::route(journal, target, *server);
    }
    configured
}

/// Where no address that programs here use works: do those that some name server gives beside them?
async fn other_addresses(journal: &Journal, target: &Target, options: &Options, deadline: Instant) {
    let others = journal.read(|seen| {
        let case = Case { target, seen };
        if case.is_open() {
            return Vec::new();
        }
        let tried: Vec<IpAddr> = case.asked().map(|(_, one)| one.address).collect();
        let answers = seen.each::<Resolution>().map(|(_, one)| one).filter(|one| one.source == Source::Configured);
        let given = answers.filter(|one| !one.is_canary()).flat_map(Resolution::addresses);
        choose(given.filter(|address| !tried.contains(address)).collect(), target, options)
    });
    let patience = OTHERS_PATIENCE.min(deadline.saturating_duration_since(Instant::now()));
    let host = target.host.to_string();
    let one = |to| journal.look(probe::connect(&host, to, Purpose::OtherAddress, patience));
    futures_util::future::join_all(others.into_iter().map(one)).await;
}

/// The addresses that the system hands over; where it takes long, those that a name server gave in the meantime.
async fn found(journal: &Journal, mut handed: oneshot::Receiver<Vec<IpAddr>>) -> Vec<IpAddr> {
    if let Ok(found) = tokio::time::timeout(SYSTEM_PATIENCE, &mut handed).await {
        return found.unwrap_or_default();
    }
    let asked = journal.read(|seen| {
        // Programs do not ask over TCP what stays unanswered over UDP.
        let heard = |one: &&Resolution| one.source == Source::Configured && one.transport == Transport::Udp;
        let answers = seen.each::<Resolution>().map(|(_, one)| one).filter(heard);
        answers.flat_map(Resolution::addresses).collect::<Vec<IpAddr>>()
    });
    if asked.is_empty() { handed.await.unwrap_or_default() } else { asked }
}

/// Asks the configured servers for a name that does not exist: an answer would be made up.
async fn no_such_name(journal: &Journal, deadline: Instant) {
    let configured = journal.read(|seen| seen.first::<ResolverConfig>().map(|(_, config)| servers(config)));
    let patience = Duration::from_millis(500).min(deadline.saturating_duration_since(Instant::now()));
    canary(&configured.unwrap_or_default(), patience, |began, fact| {
        journal.note(Instant::from_std(began), fact);
    })
    .await;
}

fn choose(found: Vec<IpAddr>, target: &Target, options: &Options) -> Vec<SocketAddr> {
    let mut chosen: Vec<SocketAddr> = Vec::new();
    for address in found {
        let address = SocketAddr::new(address, target.port);
        let of_family = chosen.iter().filter(|one| one.is_ipv4() == address.is_ipv4()).count();
        if options.wants(address.ip()) && !chosen.contains(&address) && of_family < MOST {
            chosen.push(address);
        }
    }
    chosen
}

pub(crate) fn families(options: &Options) -> Families {
    match (options.ipv4, options.ipv6) {
        (true, false) => Families::V4,
        (false, true) => Families::V6,
        _ => Families::Both,
    }
}
