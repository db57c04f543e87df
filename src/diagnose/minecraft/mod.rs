//! What of Minecraft stands at a host: the whole of `netwhy minecraft`.

mod names;
mod plan;
mod ports;

pub use plan::{Plan, PlanError};

use std::cell::RefCell;
use std::time::Duration;

use tokio::time::Instant;

use crate::observation::{JavaStatus, McpiAnswer, Purpose, RconAnswer};
use crate::probe::minecraft::{
    JavaQuestion, bedrock_status, java_status, mcpi_answer, query_answer, rcon_answer, worlds,
};
use crate::probe::resolve::Families;
use crate::report::{LanWorld, MinecraftDocument};
use crate::target::Host;

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
}

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
    let found = names::addresses(host, options.families, options.timeout);
    let srv = async { if plan.srv { names::srv(host, options.timeout * 2 / 5).await } else { None } };
    let (found, srv) = futures_util::future::join(found, srv).await;
    let unresolved = found.as_ref().err().cloned();
    let addresses = found.unwrap_or_default();
    {
        let mut document = document.borrow_mut();
        document.addresses = addresses.iter().map(|address| address.ip()).collect();
        document.unresolved = unresolved;
    }
    let name = host.to_string();
    // What was not asked for by name may not hold up what was.
    let side = || if plan.is_of_one() { left() } else { left().min(options.timeout * 2 / 5) };
    let java = async {
        let Some(mut port) = plan.java else { return };
        let (mut at, mut asked_for) = (addresses.clone(), name.clone());
        if let Some(mut srv) = srv {
            if srv.followed {
                let target = Host::parse(&srv.target).unwrap_or_else(|| Host::Name(srv.target.clone()));
                match names::addresses(&target, options.families, left()).await {
                    Ok(found) => (at, asked_for, port) = (found, srv.target.clone(), srv.port),
                    Err(_) => srv.followed = false,
                }
            }
            document.borrow_mut().srv = Some(srv);
        }
        let question = JavaQuestion { host: &asked_for, port, purpose: Purpose::Asked, pings: options.pings };
        let places = ports::places(&at, &[port]);
        let ask = async |road: &crate::probe::Road, patience: Duration| java_status(road, &question, patience).await;
        let seen = ports::over_tcp(&asked_for, &places, left(), ask, rank_of_java).await;
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
        let places = ports::places(&addresses, &plan.mcpi);
        let ask = async |road: &crate::probe::Road, patience| mcpi_answer(road, Purpose::Asked, patience).await;
        let seen = ports::over_tcp(&name, &places, side(), ask, rank_of_mcpi).await;
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
        let places = ports::places(&addresses, plan.rcon.as_slice());
        let ask = async |road: &crate::probe::Road, patience| rcon_answer(road, Purpose::Asked, patience).await;
        let rank = |answer: &RconAnswer| u8::from(answer.console.is_none());
        let seen = ports::over_tcp(&name, &places, side(), ask, rank).await;
        document.borrow_mut().rcon = seen;
    };
    futures_util::future::join5(java, bedrock, mcpi, query, rcon).await;
}

fn rank_of_java(answer: &JavaStatus) -> u8 {
    match (&answer.status, &answer.excerpt) {
        (Some(_), _) => 0,
        (None, Some(_)) => 1,
        (None, None) => 2,
    }
}

fn rank_of_mcpi(answer: &McpiAnswer) -> u8 {
    match (answer.is_alive(), answer.is_mcpi(), &answer.excerpt) {
        (true, ..) => 0,
        (_, true, _) => 1,
        (_, _, Some(_)) => 2,
        (_, _, None) => 3,
    }
}
