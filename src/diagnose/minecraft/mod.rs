//! What of Minecraft stands at a host: the whole of `netwhy minecraft`.

mod either;
mod names;
mod plan;
mod ports;
mod records;
mod through;

pub use plan::{Plan, PlanError};

use std::cell::RefCell;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::minecraft::either::{Found, either};
use crate::diagnose::minecraft::ports::Says;
use crate::observation::{JavaStatus, McpiAnswer, Purpose, RconAnswer, SpeechEnd, Spoken};
use crate::probe::Road;
use crate::probe::minecraft::{
    JavaQuestion, bedrock_status, java_status, mcpi_answer, query_answer, rcon_answer, worlds,
};
use crate::probe::resolve::Families;
use crate::probe::scan::Way;
use crate::report::{LanWorld, MinecraftDocument, Port};
use crate::target::{Host, ProxyScheme};

/// How long worlds of the own network are listened for: each announces itself every one and a half seconds.
const LAN: Duration = Duration::from_millis(3_300);

/// What the user wants to know.
#[derive(Debug, Clone)]
pub struct MinecraftOptions {
    /// The families wanted.
    pub families: Families,
    /// How long silent machines may hold it up.
    pub timeout: Duration,
    /// How many pings.
    pub pings: u32,
    /// Whether to listen for worlds of the own network.
    pub lan: bool,
    /// The proxy to go through.
    pub way: Option<Arc<Way>>,
}

impl MinecraftOptions {
    /// True where names are the proxy's to resolve, by the wish of who names it: then none is looked up here.
    fn resolves_afar(&self) -> bool {
        let scheme = self.way.as_ref().map(|way| way.proxy.scheme);
        matches!(scheme, Some(ProxyScheme::Socks4a | ProxyScheme::Socks5h))
    }
}

/// Why what is asked over UDP is not asked through a proxy.
const NO_UDP: &str = "a proxy carries no UDP";

/// Asks everything that `plan` names at once, until `stop` ends it. Without a plan only the own network is heard.
pub async fn minecraft(
    plan: Option<&Plan>,
    options: &MinecraftOptions,
    stop: impl Future<Output = ()>,
) -> MinecraftDocument {
    let started_at = format!("{:.3}", jiff::Timestamp::now());
    let start = Instant::now();
    let document = RefCell::new(MinecraftDocument::new(plan.map(|plan| plan.target.clone()), started_at));
    let asked = async {
        if let Some(plan) = plan {
            ask(plan, options, &document).await;
        }
    };
    let heard = async {
        if options.lan
            && let Ok(worlds) = worlds(LAN.max(options.timeout.min(LAN * 2))).await
        {
            let world =
                |it: crate::probe::minecraft::World| LanWorld { address: it.address, port: it.port, motd: it.motd };
            document.borrow_mut().lan = Some(worlds.into_iter().map(world).collect());
        }
    };
    let interrupted = tokio::select! {
        ((), ()) = futures_util::future::join(asked, heard) => false,
        () = stop => true,
    };
    let mut document = document.into_inner();
    document.took_ms = (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    document.interrupted = interrupted;
    document.answered = document.is_answered();
    document
}

async fn ask(plan: &Plan, options: &MinecraftOptions, document: &RefCell<MinecraftDocument>) {
    let start = Instant::now();
    let left = || options.timeout.saturating_sub(start.elapsed());
    let host = &plan.target.host;
    let is_direct = options.way.is_none();
    let found = async {
        match is_direct {
            true => names::addresses(host, options.families, options.timeout).await,
            false => Ok(Vec::new()),
        }
    };
    let asks_srv = plan.srv && !options.resolves_afar();
    let srv = async { if asks_srv { names::srv(host, options.timeout * 2 / 5).await } else { Vec::new() } };
    let (found, srv) = futures_util::future::join(found, srv).await;
    let unresolved = found.as_ref().err().cloned();
    let addresses = found.unwrap_or_default();
    {
        let mut document = document.borrow_mut();
        document.addresses = addresses.iter().map(|address| address.ip()).collect();
        document.unresolved = unresolved;
        document.via = options.way.as_ref().map(|way| way.proxy.to_string());
        for (name, is_asked) in [("bedrock", !plan.bedrock.is_empty()), ("query", plan.query.is_some())] {
            if is_asked && !is_direct {
                document.not_looked.insert(name.to_owned(), NO_UDP.to_owned());
            }
        }
    }
    let name = host.to_string();
    // What was not asked for by name may not hold up what was.
    let side = || if plan.is_of_one() { left() } else { left().min(options.timeout * 2 / 5) };
    let (found_java, found_mcpi) = (Found::none(), Found::none());
    let java = async {
        let Some(port) = plan.java else { return };
        let one = async |asked: &Host, at: &[SocketAddr], port: u16, patience: Duration| {
            let name = asked.to_string();
            let question = JavaQuestion { host: &name, port, purpose: Purpose::Asked, pings: options.pings };
            let ask = async |road: &Road, port: u16, patience: Duration| {
                let silent = |java: &JavaStatus| java.ended == SpeechEnd::Silent && java.status.is_none();
                let other = async |patience| mcpi_answer(&road.clone(), Purpose::Again, patience).await;
                let (java, mcpi) = either(java_status(road, &question, patience), silent, other, patience).await;
                let mut java = java?;
                if let Some(mcpi) = mcpi.filter(McpiAnswer::is_mcpi) {
                    java.spoken = Some(Spoken::Mcpi);
                    found_mcpi.put(road.to.ip(), port, mcpi);
                }
                Some(java)
            };
            over_tcp(options, asked, (at, &[port]), patience, ask, rank_of_java).await
        };
        let resolve = async |target: &Host, patience: Duration| match is_direct {
            true => names::addresses(target, options.families, patience).await.ok(),
            false => Some(Vec::new()),
        };
        let mut seen = None;
        if let Some(led) = records::follow(srv, left(), resolve, &one).await {
            let mut document = document.borrow_mut();
            (document.srv, document.srv_tried, seen) = (Some(led.chosen), led.tried, led.seen);
        }
        let is_led = document.borrow().srv.as_ref().is_some_and(|srv| srv.followed);
        if !is_led {
            seen = one(host, &addresses, port, left()).await;
        }
        document.borrow_mut().java = seen;
    };
    let bedrock = async {
        let places = ports::places(&addresses, &plan.bedrock);
        let patience = side();
        let ask = async |to| bedrock_status(to, Purpose::Asked, options.pings, patience).await;
        let seen = ports::over_udp(&name, &places, ask).await;
        document.borrow_mut().bedrock = seen;
    };
    let mcpi = async {
        let ask = async |road: &Road, port: u16, patience: Duration| {
            let silent = |mcpi: &McpiAnswer| mcpi.ended == SpeechEnd::Silent && mcpi.meaning.is_none();
            let question = JavaQuestion { host: &name, port, purpose: Purpose::Again, pings: options.pings };
            let other = async |patience| java_status(&road.clone(), &question, patience).await;
            let (mcpi, java) = either(mcpi_answer(road, Purpose::Asked, patience), silent, other, patience).await;
            let mut mcpi = mcpi?;
            if let Some(java) = java.filter(|java| java.status.is_some()) {
                mcpi.spoken = Some(Spoken::Minecraft);
                found_java.put(road.to.ip(), port, java);
            }
            Some(mcpi)
        };
        let seen = over_tcp(options, host, (&addresses, &plan.mcpi), side(), ask, rank_of_mcpi).await;
        document.borrow_mut().mcpi = seen;
    };
    let query = async {
        let places = ports::places(&addresses, plan.query.as_slice());
        let patience = side();
        let ask = async |to| query_answer(to, Purpose::Asked, patience).await;
        let seen = ports::over_udp(&name, &places, ask).await;
        document.borrow_mut().query = seen;
    };
    let rcon = async {
        let ask = async |road: &Road, _: u16, patience| rcon_answer(road, Purpose::Asked, patience).await;
        let rank = |answer: &RconAnswer| u8::from(answer.console.is_none());
        let seen = over_tcp(options, host, (&addresses, plan.rcon.as_slice()), side(), ask, rank).await;
        document.borrow_mut().rcon = seen;
    };
    futures_util::future::join5(java, bedrock, mcpi, query, rcon).await;
    let mut document = document.borrow_mut();
    found_java.into_place(&name, &mut document.java, |java| java.status.is_some(), !is_direct);
    found_mcpi.into_place(&name, &mut document.mcpi, McpiAnswer::is_mcpi, !is_direct);
}

/// Asks at every one of these ports, at the addresses or through the proxy.
async fn over_tcp<T: Says>(
    options: &MinecraftOptions,
    host: &Host,
    (addresses, ports): (&[SocketAddr], &[u16]),
    patience: Duration,
    ask: impl AsyncFn(&Road, u16, Duration) -> Option<T>,
    rank: impl Fn(&T) -> u8,
) -> Option<Port<T>> {
    match &options.way {
        None => {
            let places = ports::places(addresses, ports);
            ports::over_tcp(&host.to_string(), &places, patience, ask, rank).await
        }
        Some(way) => through::over_proxy(way, host, ports, patience, ask, rank).await,
    }
}

fn rank_of_java(answer: &JavaStatus) -> u8 {
    match (&answer.status, &answer.excerpt) {
        (Some(_), _) => 0,
        (None, Some(_)) => 1,
        (None, None) => 2,
    }
}

fn rank_of_mcpi(answer: &McpiAnswer) -> u8 {
    match (answer.is_alive(), answer.is_mcpi(), answer.excerpt.is_some() || answer.spoken.is_some()) {
        (true, ..) => 0,
        (_, true, _) => 1,
        (_, _, true) => 2,
        (_, _, false) => 3,
    }
}
