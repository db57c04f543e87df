//! What each source said of the name asked for, gathered for every cause of this family.

use std::net::{IpAddr, SocketAddr};

use crate::case::Case;
use crate::finding::{Location, Role};
use crate::observation::{Answer, Dnssec, FactId, Resolution, Source, Transport};

/// What one configured name server said, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Addresses.
    Addresses,
    /// The name exists and has no address.
    Empty,
    /// The name does not exist.
    NotFound,
    /// Its signatures do not hold.
    Bogus,
    /// The server failed, or refuses to answer.
    Failed,
    /// No DNS answer came from it.
    Mute,
}

/// One configured name server, and its answers about the addresses of the name asked for.
#[derive(Debug, Clone)]
pub(super) struct Server<'a> {
    /// Where it was asked.
    pub(super) at: SocketAddr,
    /// Its answers, also about the names that the search domains make.
    pub(super) answers: Vec<(FactId, &'a Resolution)>,
    /// What it said over TCP, asked because it was silent over UDP. Programs do not ask so.
    pub(super) over_tcp: Option<(FactId, &'a Resolution)>,
}

impl<'a> Server<'a> {
    pub(super) fn word(&self) -> Word {
        let all = || self.answers.iter().map(|(_, answer)| *answer);
        if all().any(|answer| answer.addresses().next().is_some()) {
            Word::Addresses
        } else if all().any(|answer| answer.dnssec == Some(Dnssec::Bogus)) {
            Word::Bogus
        } else if all().any(|answer| answer.rcode() == Some("NOERROR")) {
            Word::Empty
        } else if all().any(|answer| answer.rcode().is_some_and(|code| code != "NXDOMAIN")) {
            Word::Failed
        } else if all().any(|answer| answer.rcode() == Some("NXDOMAIN")) {
            Word::NotFound
        } else {
            Word::Mute
        }
    }

    /// The facts it gave: those about the first name asked, and those that hold anything.
    pub(super) fn ids(&self) -> impl Iterator<Item = FactId> + use<'_, 'a> {
        let first = self.answers.first().map(|(_, answer)| &answer.name);
        let tells = move |answer: &Resolution| Some(&answer.name) == first || !answer.records.is_empty();
        self.answers.iter().chain(&self.over_tcp).filter(move |(_, answer)| tells(answer)).map(|(id, _)| *id)
    }

    /// The addresses it gave, each once.
    pub(super) fn addresses(&self) -> Vec<IpAddr> {
        let mut found: Vec<IpAddr> = self.answers.iter().flat_map(|(_, answer)| answer.addresses()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Its extended errors, each once.
    pub(super) fn extended_errors(&self) -> Vec<&'a str> {
        let mut all: Vec<&str> =
            self.answers.iter().flat_map(|(_, answer)| answer.extended_errors.iter().map(String::as_str)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The server as the machine responsible.
    pub(super) fn location(&self) -> Location {
        Location::of(Role::Resolver).address(self.at.ip())
    }

    /// Its address, with the port where it is not the usual one.
    pub(super) fn shown(&self) -> String {
        if self.at.port() == 53 { self.at.ip().to_string() } else { self.at.to_string() }
    }
}

/// True where `name` is the host asked for, or what a search domain makes of it.
fn is_asked(case: &Case, name: &str) -> bool {
    let Some(host) = case.target.host.name() else { return false };
    name.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The configured name servers in the order asked, with what they said of the host's addresses.
pub(super) fn servers<'a>(case: &Case<'a>) -> Vec<Server<'a>> {
    let mut servers: Vec<Server<'a>> = Vec::new();
    // With one family asked for, answers about the other are beside the point.
    let only = system(case).map(|(_, answer)| answer.record_type.as_str()).filter(|kind| matches!(*kind, "A" | "AAAA"));
    for (id, answer) in case.seen.each::<Resolution>() {
        let Some(at) = answer.server.filter(|_| answer.source == Source::Configured) else { continue };
        let kind = answer.record_type.as_str();
        if !matches!(kind, "A" | "AAAA") || only.is_some_and(|only| only != kind) || !is_asked(case, &answer.name) {
            continue;
        }
        match servers.iter_mut().find(|server| server.at == at) {
            Some(server) => server.answers.push((id, answer)),
            None => servers.push(Server { at, answers: vec![(id, answer)], over_tcp: None }),
        }
    }
    for server in &mut servers {
        let silent = server.answers.iter().any(|(_, answer)| answer.answer == Answer::Silent);
        let second = server.answers.iter().position(|(_, answer)| silent && answer.transport == Transport::Tcp);
        server.over_tcp = second.map(|place| server.answers.remove(place));
    }
    servers.retain(|server| !server.answers.is_empty());
    // Facts come as they arrive; the order of the settings is the one that counts.
    if let Some((_, config)) = case.seen.first::<crate::observation::ResolverConfig>() {
        let place = |at: &SocketAddr| {
            let mut all = config.servers.saw().map(Vec::as_slice).unwrap_or_default().iter();
            all.position(|own| own.address == at.ip() && own.port == at.port())
        };
        servers.sort_by_key(|server| place(&server.at).unwrap_or(usize::MAX));
    }
    servers
}

/// What the system's own resolver said.
pub(super) fn system<'a>(case: &Case<'a>) -> Option<(FactId, &'a Resolution)> {
    let mut all = case.seen.each::<Resolution>();
    all.find(|(_, answer)| answer.source == Source::System && is_asked(case, &answer.name))
}

/// True where a service record of the host names a machine that has an address.
fn has_service(case: &Case) -> bool {
    let host = case.target.host.name().unwrap_or_default();
    let services = case.seen.each::<Resolution>().filter(|(_, answer)| {
        answer.name.strip_suffix(host).is_some_and(|front| front.starts_with('_') && front.ends_with('.'))
    });
    services.flat_map(|(_, answer)| answer.services()).any(|service| {
        let mut all = case.seen.each::<Resolution>();
        all.any(|(_, a)| a.name.eq_ignore_ascii_case(&service.target) && a.addresses().next().is_some())
    })
}

/// True where programs get an address for the name: the system's resolver gives one, or (where it was not heard)
/// a name server or the hosts file does, or the service asked for has a machine of its own.
pub(super) fn is_resolved(case: &Case) -> bool {
    if has_service(case) {
        return true;
    }
    match system(case).map(|(_, answer)| &answer.answer) {
        Some(Answer::Found) => true,
        Some(Answer::NotFound { .. }) => false,
        _ => {
            let hosts = case.seen.first::<crate::observation::HostsFile>();
            hosts.is_some_and(|(_, file)| file.addresses.saw().is_some_and(|all| !all.is_empty()))
                || servers(case).iter().any(|server| server.word() == Word::Addresses)
        }
    }
}

/// The system's answer as further evidence.
pub(super) fn system_id(case: &Case) -> Option<FactId> {
    system(case).map(|(id, _)| id)
}

/// Addresses in one phrase, the first few of them.
pub(super) fn list(addresses: &[IpAddr]) -> String {
    let shown: Vec<String> = addresses.iter().take(4).map(IpAddr::to_string).collect();
    let more = addresses.len().saturating_sub(4);
    if more > 0 { format!("{} (+{more})", shown.join(", ")) } else { shown.join(", ") }
}
