//! Follows a name from the root of DNS to the servers that answer for it, as a resolver would.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};

use crate::observation::{Record, Referral, Source, Transport, Walk, WalkAnswer, WalkEnd, WalkStep};
use crate::probe::resolve::Families;
use crate::probe::resolve::ask::{Ask, exchange, fact, random};
use crate::wire::dns::{Name, RecordType, Reply, Wishes, root_servers};

/// Servers of one zone asked at once.
const WIDTH: usize = 3;
/// Zones visited, aliases and the names of name servers included.
const MOST_STEPS: usize = 40;
/// How deep the search for a name server's own address may nest.
const MOST_NESTED: u8 = 3;

/// Follows `name` from `roots` (the world's own where empty) to its records of `record_type`.
pub async fn walk(
    name: &str,
    record_type: RecordType,
    roots: &[SocketAddr],
    families: Families,
    timeout: Duration,
) -> Walk {
    let mut walker = Walker { roots: root(roots, families), families, end: Instant::now() + timeout, left: MOST_STEPS };
    let mut steps = Vec::new();
    let mut wanted = name.to_owned();
    let mut end = WalkEnd::Endless;
    for _ in 0..8 {
        end = walker.follow(&wanted, record_type, &mut steps, 0).await;
        match steps.last().and_then(|step| step.alias.clone()) {
            Some(alias) if end == WalkEnd::Answered => (wanted, end) = (alias, WalkEnd::Endless),
            _ => break,
        }
    }
    Walk { name: name.to_owned(), record_type: record_type.to_string(), steps, end }
}

/// A server and the name by which it is known.
type Known = (Option<String>, SocketAddr);

fn root(given: &[SocketAddr], families: Families) -> Vec<Known> {
    if !given.is_empty() {
        return given.iter().map(|at| (None, *at)).collect();
    }
    let mut all: Vec<Known> =
        root_servers().filter(|(_, ip)| wants(families, *ip)).map(|(name, ip)| (Some(name), (ip, 53).into())).collect();
    // Not always the same ones first: the load is to be shared.
    let thirteen = all.len().min(13);
    all[..thirteen].rotate_left(random() as usize % thirteen.max(1));
    all
}

fn wants(families: Families, ip: IpAddr) -> bool {
    match families {
        Families::Both => true,
        Families::V4 => ip.is_ipv4(),
        Families::V6 => ip.is_ipv6(),
    }
}

struct Walker {
    roots: Vec<Known>,
    families: Families,
    end: Instant,
    /// Steps that may still be made.
    left: usize,
}

/// What a zone's servers lead to.
enum Lead {
    Records,
    Alias(String),
    Down(Referral, Vec<Record>),
    NotFound,
    Empty,
}

impl Walker {
    /// Walks from the root until records, an alias or a dead end.
    async fn follow(&mut self, name: &str, kind: RecordType, steps: &mut Vec<WalkStep>, nested: u8) -> WalkEnd {
        let (mut zone, mut servers) = (".".to_owned(), self.roots.clone());
        loop {
            if self.left == 0 {
                return WalkEnd::Endless;
            }
            self.left -= 1;
            let (asked, lead) = self.step(&zone, &servers, name, kind).await;
            let mut step = WalkStep { zone: zone.clone(), name: name.to_owned(), asked, referral: None, alias: None };
            let end = match lead {
                None => Some(WalkEnd::Broken { zone: zone.clone() }),
                Some(Lead::Records) => Some(WalkEnd::Answered),
                Some(Lead::NotFound) => Some(WalkEnd::NotFound { zone: zone.clone() }),
                Some(Lead::Empty) => Some(WalkEnd::Empty { zone: zone.clone() }),
                Some(Lead::Alias(alias)) => {
                    step.alias = Some(alias);
                    Some(WalkEnd::Answered)
                }
                Some(Lead::Down(referral, glue)) => {
                    step.referral = Some(referral.clone());
                    zone = referral.zone.clone();
                    servers = self.known(&referral, &glue);
                    if servers.is_empty() && nested < MOST_NESTED {
                        servers = self.find(&referral, nested).await;
                    }
                    servers.is_empty().then(|| WalkEnd::NoServer { zone: zone.clone() })
                }
            };
            steps.push(step);
            if let Some(end) = end {
                return end;
            }
        }
    }

    /// Asks some of a zone's servers at once; the first that leads on decides, the others may still be heard.
    async fn step(
        &self,
        zone: &str,
        servers: &[Known],
        name: &str,
        kind: RecordType,
    ) -> (Vec<WalkAnswer>, Option<Lead>) {
        let mut lead = None;
        let mut asked = Vec::new();
        for some in servers.chunks(WIDTH).take(2) {
            let start = Instant::now();
            // Part of the time is kept for the zones below.
            let time = (self.end.saturating_duration_since(start) / 3).min(Duration::from_millis(2_000));
            let mut all: FuturesUnordered<_> = some.iter().map(|server| one(server, name, kind, time)).collect();
            let mut end = start + time + Duration::from_millis(50);
            while let Ok(Some((answer, reply))) = tokio::time::timeout_at(end.into(), all.next()).await {
                asked.push(answer);
                if let Some(next) = reply.and_then(|reply| read(&reply, zone, name, kind))
                    && lead.is_none()
                {
                    lead = Some(next);
                    end = end.min(Instant::now() + (start.elapsed() * 2).max(Duration::from_millis(50)));
                }
            }
            if lead.is_some() {
                break;
            }
        }
        (asked, lead)
    }

    /// The servers of a referral whose addresses came along (glue).
    fn known(&self, referral: &Referral, glue: &[Record]) -> Vec<Known> {
        let of = |server: &String| {
            let own = glue.iter().filter(|record| record.name.eq_ignore_ascii_case(server));
            let addresses = own.filter_map(|record| record.data.parse::<IpAddr>().ok());
            let known = addresses.filter(|ip| wants(self.families, *ip));
            known.map(|ip| (Some(server.clone()), SocketAddr::new(ip, 53))).collect::<Vec<_>>()
        };
        let mut all: Vec<Known> = referral.servers.iter().flat_map(of).collect();
        all.sort_by_key(|(_, at)| at.is_ipv6());
        all
    }

    /// The addresses of the servers of a referral without glue, each followed from the root in turn.
    fn find<'a>(&'a mut self, referral: &'a Referral, nested: u8) -> BoxFuture<'a, Vec<Known>> {
        async move {
            for server in referral.servers.iter().take(WIDTH) {
                for kind in self.families.record_types() {
                    let mut steps = Vec::new();
                    let end = self.follow(server, *kind, &mut steps, nested + 1).await;
                    let records = steps.iter().rev().take(1).flat_map(|step| &step.asked);
                    let records = records.flat_map(|answer| &answer.resolution.records);
                    let addresses = records.filter_map(|record| record.data.parse::<IpAddr>().ok());
                    let found: Vec<Known> =
                        addresses.map(|ip| (Some(server.clone()), SocketAddr::new(ip, 53))).collect();
                    if end == WalkEnd::Answered && !found.is_empty() {
                        return found;
                    }
                }
            }
            Vec::new()
        }
        .boxed()
    }
}

async fn one(server: &Known, name: &str, kind: RecordType, time: Duration) -> (WalkAnswer, Option<Reply>) {
    let wishes = Wishes { recursion: false, ..Wishes::default() };
    let plain = Ask::plain(server.1, Source::Authority, name, kind, time);
    let question = Ask { wishes, transport: Transport::Udp, ..plain };
    let start = Instant::now();
    let (transport, result) = exchange(&question).await;
    let reply = result.as_ref().ok().cloned();
    let resolution = fact(&question, transport, result, start.elapsed());
    (WalkAnswer { server_name: server.0.clone(), resolution }, reply)
}

/// What a reply of a server of `zone` leads to; nothing where the server does not answer for the zone.
fn read(reply: &Reply, zone: &str, name: &str, kind: RecordType) -> Option<Lead> {
    let wanted = kind.to_string();
    let parsed = Name::parse(name).ok()?;
    if matches!(reply.rcode.as_str(), "NOERROR" | "NXDOMAIN") {
        if reply.answers.iter().any(|record| record.record_type == wanted || wanted == "ANY") {
            return Some(Lead::Records);
        }
        if let Some(alias) = reply.answers.iter().rfind(|record| record.record_type == "CNAME") {
            return Some(Lead::Alias(alias.data.trim_end_matches('.').to_owned()));
        }
    }
    if reply.rcode == "NXDOMAIN" {
        return reply.authoritative.then_some(Lead::NotFound);
    }
    if reply.rcode != "NOERROR" {
        return None;
    }
    let above = Name::parse(zone).ok()?;
    // Only a zone further down leads on: a referral sideways or upwards is a server that knows nothing.
    let below = reply.authorities.iter().filter(|record| record.record_type == "NS").find_map(|record| {
        let owner = Name::parse(&record.name).ok()?;
        let down = owner.labels().len() > above.labels().len() && owner.is_within(&above) && parsed.is_within(&owner);
        down.then(|| record.name.clone())
    });
    if let (Some(zone), false) = (below, reply.authoritative && reply.answers.is_empty() && has_soa(reply)) {
        let own = reply.authorities.iter().filter(|record| record.record_type == "NS" && record.name == zone);
        let servers = own.map(|record| record.data.trim_end_matches('.').to_owned()).take(16).collect();
        return Some(Lead::Down(Referral { zone, servers }, reply.additionals.clone()));
    }
    reply.authoritative.then_some(Lead::Empty)
}

fn has_soa(reply: &Reply) -> bool {
    reply.authorities.iter().any(|record| record.record_type == "SOA")
}
