//! Facts about names, made up for the tests of this family and of its neighbour `restriction.dns-hijacked`.

use std::net::SocketAddr;

use crate::case::Case;
use crate::finding::{Cause, Finding};
use crate::observation::{
    Answer, Connection, Dnssec, Fact, HostsFile, Looked, Purpose, Reason, Record, Resolution, Seen, Source, State,
    Transport,
};
use crate::target::Target;

/// A target and what was seen of it.
pub(crate) struct Scene {
    target: Target,
    seen: Seen,
}

impl Scene {
    /// Of `target`, nothing seen yet.
    pub(crate) fn of(target: &str) -> Scene {
        Scene { target: target.parse().unwrap(), seen: Seen::new() }
    }

    /// One more fact.
    pub(crate) fn fact(mut self, fact: impl Into<Fact>) -> Scene {
        self.seen.add(0.0, 1, fact);
        self
    }

    /// The system's resolver gives these addresses; none is EAI_NONAME.
    pub(crate) fn system(self, addresses: &[&str]) -> Scene {
        let name = self.target.host.to_string();
        let answer = match addresses {
            [] => Answer::NotFound { error: "EAI_NONAME".into() },
            _ => Answer::Found,
        };
        let records = records(&name, addresses);
        let fact = resolution(&name, "A+AAAA", Source::System, None, answer);
        self.fact(Resolution { records, ..fact })
    }

    /// The name server `server` answers NOERROR with these addresses.
    pub(crate) fn gives(self, server: &str, addresses: &[&str]) -> Scene {
        let name = self.target.host.to_string();
        let records = records(&name, addresses);
        self.fact(Resolution { records, ..coded(&name, "A", server, "NOERROR") })
    }

    /// The name server `server` answers with `rcode` and nothing else.
    pub(crate) fn says(self, server: &str, rcode: &str) -> Scene {
        let name = self.target.host.to_string();
        self.fact(coded(&name, "A", server, rcode))
    }

    /// The same with an extended error and what DNSSEC says.
    pub(crate) fn says_why(self, server: &str, rcode: &str, why: &str, dnssec: Option<Dnssec>) -> Scene {
        let name = self.target.host.to_string();
        self.fact(Resolution { extended_errors: vec![why.into()], dnssec, ..coded(&name, "A", server, rcode) })
    }

    /// The name server `server` gives no DNS answer but `answer`.
    pub(crate) fn mute(self, server: &str, answer: Answer) -> Scene {
        let name = self.target.host.to_string();
        self.fact(resolution(&name, "A", Source::Configured, Some(server), answer))
    }

    /// The hosts file gives these addresses.
    pub(crate) fn hosts(self, addresses: &[&str]) -> Scene {
        let addresses = Looked::Saw(addresses.iter().map(|address| address.parse().unwrap()).collect());
        let name = self.target.host.to_string();
        self.fact(HostsFile { path: "/etc/hosts".into(), name, addresses })
    }

    /// A connection to the port asked for at `address` ended so.
    pub(crate) fn connection(self, address: &str, state: State, reason: Reason) -> Scene {
        let (host, port) = (self.target.host.to_string(), self.target.port);
        let address = address.parse().unwrap();
        self.fact(Connection {
            host,
            address,
            port,
            protocol: crate::observation::Protocol::Tcp,
            purpose: Purpose::Asked,
            state,
            reason,
            from: None,
            icmp: None,
            icmp_ttl: None,
            error: None,
            rtt_ms: None,
            attempts: 1,
            local: None,
            local_port: None,
            pmtu: None,
        })
    }

    /// What `cause` finds.
    pub(crate) fn find(&self, cause: &Cause) -> Option<Finding> {
        let found = (cause.recognise)(&Case { target: &self.target, seen: &self.seen })?;
        assert!(!found.evidence.is_empty() && found.evidence.iter().all(|id| self.seen.get(*id).is_some()));
        assert!(!found.remedies.is_empty(), "{} tells nothing to do", cause.id);
        Some(found.of(cause))
    }

    /// How sure `cause` is found, if it is.
    pub(crate) fn sure(&self, cause: &Cause) -> Option<crate::finding::Confidence> {
        self.find(cause).map(|finding| finding.confidence)
    }

    /// Every finding of every family, surest first.
    pub(crate) fn all(&self) -> Vec<String> {
        let found = crate::cause::findings(&Case { target: &self.target, seen: &self.seen });
        found.into_iter().map(|finding| finding.cause).collect()
    }

    /// How the family answers its question.
    pub(crate) fn check(&self) -> crate::check::Status {
        (crate::cause::name::FAMILY.rule_out)(&Case { target: &self.target, seen: &self.seen }).status
    }
}

/// A DNS answer of a configured server with no records.
pub(crate) fn coded(name: &str, record_type: &str, server: &str, rcode: &str) -> Resolution {
    let answer = Answer::Code { rcode: rcode.into(), authoritative: false, recursion_available: true };
    resolution(name, record_type, Source::Configured, Some(server), answer)
}

/// Records of `name` for these addresses.
pub(crate) fn records(name: &str, addresses: &[&str]) -> Vec<Record> {
    let record = |address: &&str| Record {
        name: name.into(),
        record_type: if address.contains(':') { "AAAA" } else { "A" }.into(),
        ttl: 60,
        data: (*address).into(),
    };
    addresses.iter().map(record).collect()
}

fn resolution(name: &str, kind: &str, source: Source, server: Option<&str>, answer: Answer) -> Resolution {
    Resolution {
        name: name.into(),
        record_type: kind.into(),
        source,
        server: server.map(|server| SocketAddr::new(server.parse().unwrap(), 53)),
        transport: if server.is_some() { Transport::Udp } else { Transport::Local },
        answer,
        records: Vec::new(),
        extended_errors: Vec::new(),
        dnssec: None,
        took_ms: 1.0,
    }
}
