//! The survey of one name: every source at once, each fact handed over as it comes.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::observation::{Answer, Fact, Resolution, ResolverConfig, Source, Transport};
use crate::probe::resolve::{Ask, Families, ask, config, hosts, servers, system};
use crate::wire::dns::RecordType;
use crate::wire::resolv_conf::candidates;

/// What to survey.
#[derive(Debug, Clone)]
pub struct LookUp {
    /// The name in ASCII.
    pub name: String,
    /// The families wanted.
    pub families: Families,
    /// When a silent source is called silent.
    pub timeout: Duration,
}

/// Asked of a name without addresses, so that it can be said what it has.
const OTHER_TYPES: &[RecordType] = &[
    RecordType::A,
    RecordType::AAAA,
    RecordType::MX,
    RecordType::TXT,
    RecordType::NS,
    RecordType::SOA,
    RecordType::HTTPS,
];

/// Asks every source at once: the hosts file, the system's resolver, and each configured name server. Each fact goes
/// to `tell` with the moment its look began, as soon as it is there. Ends when all sources have answered or time is up.
pub async fn look_up(wanted: &LookUp, mut tell: impl FnMut(Instant, Fact)) {
    let began = Instant::now();
    let config = config();
    tell(began, config.clone().into());
    let began = Instant::now();
    tell(began, hosts(&wanted.name).into());
    let survey = Survey { wanted, config: &config, tell: RefCell::new(&mut tell), others_asked: Cell::new(false) };
    // DNS knows nothing of localhost (RFC 6761 section 6.3).
    let local = wanted.name == "localhost" || wanted.name.ends_with(".localhost");
    let asked = if local { Vec::new() } else { servers(&config) };
    let each = join_all(asked.into_iter().map(|server| survey.server(server)));
    tokio::join!(survey.system(), each);
}

/// Asks `servers` for a name that cannot exist. An answer with addresses means that the server makes answers up.
pub async fn canary(servers: &[SocketAddr], timeout: Duration, mut tell: impl FnMut(Instant, Fact)) {
    let name = format!("{}{:016x}.com", Resolution::CANARY, crate::probe::resolve::ask::random());
    let tell: RefCell<&mut dyn FnMut(Instant, Fact)> = RefCell::new(&mut tell);
    join_all(servers.iter().map(async |server| {
        let began = Instant::now();
        let fact = ask(&Ask::plain(*server, Source::Configured, &name, RecordType::A, timeout)).await;
        (tell.borrow_mut())(began, fact.into());
    }))
    .await;
}

struct Survey<'a> {
    wanted: &'a LookUp,
    config: &'a ResolverConfig,
    tell: RefCell<&'a mut dyn FnMut(Instant, Fact)>,
    /// True once some server is being asked for other types; one server's word is enough.
    others_asked: Cell<bool>,
}

impl Survey<'_> {
    async fn system(&self) {
        let began = Instant::now();
        let fact = system(&self.wanted.name, self.wanted.families, self.wanted.timeout).await;
        self.tell(began, fact.into());
    }

    /// Asks one server what the system would ask it: each name that the search domains make, until one has addresses.
    async fn server(&self, server: SocketAddr) {
        let heard = Cell::new(false);
        let main = self.addresses_by_search(server, &heard);
        tokio::pin!(main);
        tokio::select! {
            () = &mut main => {}
            () = tokio::time::sleep(self.wanted.timeout * 2 / 5) => {
                tokio::join!(main, self.over_tcp(server, &heard));
            }
        }
    }

    /// Where the server has been silent for a while, asks it over TCP: an answer or a reset shows that it is up.
    async fn over_tcp(&self, server: SocketAddr, heard: &Cell<bool>) {
        if heard.get() {
            return;
        }
        let record_type = self.wanted.families.record_types().first().copied().unwrap_or(RecordType::A);
        let began = Instant::now();
        let time = self.wanted.timeout / 2;
        let plain = Ask::plain(server, Source::Configured, &self.wanted.name, record_type, time);
        let fact = ask(&Ask { transport: Transport::Tcp, ..plain }).await;
        self.tell(began, fact.into());
    }

    async fn addresses_by_search(&self, server: SocketAddr, heard: &Cell<bool>) {
        let start = Instant::now();
        let mut empty = None;
        for name in candidates(&self.wanted.name, &self.config.search, self.config.ndots) {
            let answers = self.addresses(server, &name, self.left(start)).await;
            heard.set(true);
            let is_there = answers.iter().any(|answer| answer.addresses().next().is_some());
            let is_mute = answers.iter().all(|answer| !matches!(answer.answer, Answer::Code { .. }));
            if is_there || is_mute {
                return;
            }
            if answers.iter().all(|answer| answer.rcode() == Some("NOERROR")) {
                empty = empty.or(Some(name));
            }
        }
        if let Some(name) = empty
            && !self.others_asked.replace(true)
        {
            let left = self.left(start);
            let asked = self.wanted.families.record_types();
            let others = OTHER_TYPES.iter().filter(|record_type| !asked.contains(record_type));
            join_all(others.map(|record_type| self.one(server, &name, *record_type, left))).await;
        }
    }

    async fn addresses(&self, server: SocketAddr, name: &str, time: Duration) -> Vec<Resolution> {
        let types = self.wanted.families.record_types();
        join_all(types.iter().map(|record_type| self.one(server, name, *record_type, time))).await
    }

    async fn one(&self, server: SocketAddr, name: &str, record_type: RecordType, time: Duration) -> Resolution {
        let began = Instant::now();
        let fact = ask(&Ask::plain(server, Source::Configured, name, record_type, time)).await;
        self.tell(began, fact.clone().into());
        fact
    }

    fn tell(&self, began: Instant, fact: Fact) {
        (self.tell.borrow_mut())(began, fact);
    }

    fn left(&self, start: Instant) -> Duration {
        self.wanted.timeout.saturating_sub(start.elapsed())
    }
}
