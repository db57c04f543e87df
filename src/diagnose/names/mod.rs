//! The corridor of `resolve`: ask every source about one name, then compare.

mod differences;
mod given;
mod question;

pub use given::{BadServer, Given, root};
pub use question::{NameError, NameQuestion};

use std::cell::RefCell;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::case::Case;
use crate::observation::{Fact, HostsFile, Resolution, ResolverConfig, Seen, Source, Transport, Walk};
use crate::probe::resolve::{Ask, Families, LookUp, ask, config, look_up, reverse_system, servers, walk};
use crate::probe::tls::Trust;
use crate::report::{NameFinding, ResolveDocument};
use crate::target::Target;
use crate::wire::dns::RecordType;
use crate::wire::resolv_conf::candidates;

/// Whom to ask, and how long.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Servers to ask in place of all other sources.
    pub given: Vec<Given>,
    /// Who may vouch for servers on encrypted ways.
    pub trust: Option<Trust>,
    /// The record types wanted; the addresses where none.
    pub types: Vec<RecordType>,
    /// The families of addresses wanted.
    pub families: Families,
    /// Follow the name from these servers of the root, in place of asking anybody else.
    pub roots: Option<Vec<SocketAddr>>,
    /// When a silent source is called silent.
    pub timeout: Duration,
}

/// Everything heard so far.
#[derive(Default)]
struct Heard {
    settings: Option<ResolverConfig>,
    hosts_file: Option<HostsFile>,
    resolutions: Vec<Resolution>,
    walk: Option<Walk>,
    /// The same as facts, where they are all that a diagnosis would have of the name.
    seen: Seen,
}

/// Asks `sources` about `question`. `stop` ends the asking early; what was heard by then is told.
pub async fn names(question: &NameQuestion, sources: &Sources, stop: impl Future<Output = ()>) -> ResolveDocument {
    let started_at = jiff::Timestamp::now();
    let start = Instant::now();
    let mut types = types(question, sources);
    if sources.roots.is_some() {
        types.truncate(1);
    }
    let heard = RefCell::new(Heard::default());
    let interrupted = tokio::select! {
        () = hear(question, sources, &types, &heard) => false,
        () = stop => true,
    };
    let heard = heard.into_inner();
    let found = found(&heard, &types);
    ResolveDocument {
        schema: ResolveDocument::SCHEMA.to_owned(),
        netwhy: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: format!("{started_at:.3}"),
        took_ms: start.elapsed().as_secs_f64() * 1000.0,
        input: question.input.clone(),
        name: question.name.clone(),
        unicode: question.unicode.clone(),
        address: question.address,
        types: types.iter().map(RecordType::to_string).collect(),
        resolved: !found.is_empty(),
        found,
        differences: differences::differences(&heard.resolutions),
        findings: findings(question, &heard.seen),
        settings: heard.settings,
        hosts_file: heard.hosts_file,
        resolutions: heard.resolutions,
        walk: heard.walk,
        interrupted,
    }
}

fn types(question: &NameQuestion, sources: &Sources) -> Vec<RecordType> {
    match (sources.types.is_empty(), question.address) {
        (false, _) => sources.types.clone(),
        (true, Some(_)) => vec![RecordType::PTR],
        (true, None) => sources.families.record_types().to_vec(),
    }
}

async fn hear(question: &NameQuestion, sources: &Sources, types: &[RecordType], heard: &RefCell<Heard>) {
    if let Some(roots) = &sources.roots {
        let record_type = types.first().copied().unwrap_or(RecordType::A);
        let walked = walk(&question.name, record_type, roots, sources.families, sources.timeout).await;
        heard.borrow_mut().walk = Some(walked);
    } else if !sources.given.is_empty() {
        given(question, sources, types, heard).await;
    } else if sources.types.is_empty() && question.address.is_none() {
        let wanted = LookUp { name: question.as_typed.clone(), families: sources.families, timeout: sources.timeout };
        note(heard, crate::probe::system().into());
        look_up(&wanted, |_, fact| note(heard, fact)).await;
        let servers = heard.borrow().settings.as_ref().map(servers).unwrap_or_default();
        order(&mut heard.borrow_mut().resolutions, &servers.into_iter().map(Some).collect::<Vec<_>>());
    } else {
        configured(question, sources, types, heard).await;
    }
}

/// Asks the servers given for the types wanted. What was heard stays in their order, also where it ends early.
async fn given(question: &NameQuestion, sources: &Sources, types: &[RecordType], heard: &RefCell<Heard>) {
    let pairs = sources.given.iter().flat_map(|given| types.iter().map(move |record_type| (given, *record_type)));
    let places = RefCell::new(Vec::<usize>::new());
    join_all(pairs.enumerate().map(async |(place, (given, record_type))| {
        let answer = given.ask(&question.name, record_type, sources).await;
        let mut places = places.borrow_mut();
        let index = places.partition_point(|other| *other < place);
        places.insert(index, place);
        heard.borrow_mut().resolutions.insert(index, answer);
    }))
    .await;
}

/// Asks the configured servers for the types wanted, and the system for the name of an address.
async fn configured(question: &NameQuestion, sources: &Sources, types: &[RecordType], heard: &RefCell<Heard>) {
    let config = config();
    let asked = servers(&config);
    let names = match question.address {
        Some(_) => vec![question.name.clone()],
        None => candidates(&question.as_typed, &config.search, config.ndots),
    };
    heard.borrow_mut().settings = Some(config);
    let system = async {
        if let (Some(address), true) = (question.address, types.contains(&RecordType::PTR)) {
            let answer = reverse_system(address, sources.timeout).await;
            heard.borrow_mut().resolutions.push(answer);
        }
    };
    let pairs = asked.iter().flat_map(|server| types.iter().map(move |record_type| (*server, *record_type)));
    let each = join_all(pairs.map(async |(server, record_type)| {
        for name in &names {
            let answer = ask(&Ask::plain(server, Source::Configured, name, record_type, sources.timeout)).await;
            let is_last = !answer.records.is_empty() || answer.rcode().is_none();
            heard.borrow_mut().resolutions.push(answer);
            if is_last {
                break;
            }
        }
    }));
    tokio::join!(system, each);
    order(&mut heard.borrow_mut().resolutions, &asked.into_iter().map(Some).collect::<Vec<_>>());
}

fn note(heard: &RefCell<Heard>, fact: Fact) {
    let mut heard = heard.borrow_mut();
    heard.seen.add(0.0, 0, fact.clone());
    match fact {
        Fact::ResolverConfig(settings) => heard.settings = Some(settings),
        Fact::HostsFile(file) => heard.hosts_file = Some(file),
        Fact::Resolution(resolution) => heard.resolutions.push(resolution),
        _ => {}
    }
}

/// Puts the answers into the order of the sources: the system first, then the servers as they are set.
fn order(resolutions: &mut [Resolution], servers: &[Option<SocketAddr>]) {
    let place = |resolution: &Resolution| match resolution.source {
        Source::HostsFile => (0, false),
        Source::System => (1, false),
        _ => {
            let server = servers.iter().position(|server| *server == resolution.server).unwrap_or(servers.len());
            // A second question, over TCP, stands behind the first that it explains.
            (2 + server, resolution.transport == Transport::Tcp && resolution.rcode().is_none())
        }
    };
    resolutions.sort_by_key(place);
}

/// What the causes make of the answers, as far as it is about the name.
fn findings(question: &NameQuestion, seen: &Seen) -> Vec<NameFinding> {
    if seen.is_empty() {
        return Vec::new();
    }
    // No port is asked about: the causes of these families look at none.
    let target = format!("tcp://{}:443", question.name).parse::<Target>();
    let Some(target) = target.ok().filter(|target| target.host.name() == Some(&question.name)) else {
        return Vec::new();
    };
    let found = crate::cause::findings(&Case { target: &target, seen });
    let own =
        found.into_iter().filter(|finding| ["name.", "restriction."].iter().any(|own| finding.cause.starts_with(own)));
    own.map(NameFinding::from).collect()
}

/// What programs of this machine get; where the system was not asked, what the servers give.
fn found(heard: &Heard, types: &[RecordType]) -> Vec<String> {
    let by_system = heard.resolutions.iter().filter(|resolution| resolution.source == Source::System);
    let mut asked: Vec<&Resolution> = by_system.collect();
    if asked.is_empty() {
        asked = heard.resolutions.iter().collect();
    }
    if let Some(walk) = &heard.walk {
        let last = walk.steps.last();
        asked.extend(last.into_iter().flat_map(|step| step.asked.iter().map(|answer| &answer.resolution)));
    }
    let types: Vec<String> = types.iter().map(RecordType::to_string).collect();
    let mut found: Vec<String> = Vec::new();
    for record in asked.iter().flat_map(|resolution| &resolution.records) {
        let wanted = types.contains(&record.record_type) || types.iter().any(|wanted| wanted == "ANY");
        if wanted && !found.contains(&record.data) {
            found.push(record.data.clone());
        }
    }
    found
}
