//! What was seen. One kind of fact a file, one row a kind in the table below.

mod arrival;
mod bedrock_status;
mod clock;
mod connection;
mod counterpart;
mod counters;
mod exchange;
mod handshake;
mod hosts;
mod http_answer;
mod icmp;
mod interfaces;
mod java_status;
mod limits;
mod listeners;
mod looked;
mod mcpi_answer;
mod neighbours;
mod os_error;
mod path;
mod pings;
mod proxies;
mod proxy_answer;
mod proxy_choice;
mod proxy_fault;
mod query_answer;
mod rcon_answer;
mod resolution;
mod resolver;
mod route;
mod rules;
mod speech;
mod subject;
mod system;
mod transfer;
mod walk;

pub use crate::wire::dns::Record;
pub use crate::wire::http1::{Breach, BreachKind};
pub use crate::wire::mcpi::{Family, Meaning};
pub use crate::wire::minecraft::{Favicon, Irregular, Line, Mod, Motd, Oddity, Player, Run, Status, Style};
pub use crate::wire::peer::{Answer as PeerAnswer, BoundElsewhere, Listening};
pub use crate::wire::query::Queried;
pub use crate::wire::raknet::Pong;
pub use crate::wire::spoken::{No, Spoken};
pub use crate::wire::tls::Alert;
pub use crate::wire::x509::Certificate;
pub use arrival::Arrival;
pub use bedrock_status::BedrockStatus;
pub use clock::Clock;
pub use connection::{Connection, Purpose, Reason, Sender, State};
pub use counterpart::{Channel, Counterpart, Side, rewritten, side, told};
pub use counters::Counters;
pub use exchange::{Body, Exchange, ExchangeEnd, Framing, Payload, Phases};
pub use handshake::{Handshake, HandshakeEnd, PathTrust, TimeTrust, Trust};
pub use hosts::HostsFile;
pub use http_answer::{HttpAnswer, HttpEnd};
pub use icmp::Icmp;
pub use interfaces::{Interface, Interfaces, Network};
pub use java_status::{JavaStatus, StatusWay};
pub use limits::Limits;
pub use listeners::{AcceptQueue, Listener, Listeners};
pub use looked::Looked;
pub use mcpi_answer::McpiAnswer;
pub use neighbours::{Neighbour, NeighbourState, Neighbours};
pub use os_error::{Condition, Os, OsError};
pub use path::{End, Hop, Path, Protocol};
pub use pings::Pings;
pub use proxies::{ProxyVariable, ProxyVariables};
pub use proxy_answer::{ProxyAnswer, ProxyEnd, ProxyStatus, ProxyWay};
pub use proxy_choice::{Bypass, Candidate, ProxyChoice, ProxySource};
pub use proxy_fault::ProxyFault;
pub use query_answer::QueryAnswer;
pub use rcon_answer::{Console, RconAnswer};
pub use resolution::{Answer, Dnssec, Resolution, ServiceAt, Source, Transport};
pub use resolver::{NameServer, ResolverConfig};
pub use route::{RouteKind, RouteLookup, RouteOutcome};
pub use rules::{FirewallRules, Rule};
pub use speech::{Question, Speech, SpeechEnd};
pub use subject::Subject;
pub use system::System;
pub use transfer::Transfer;
pub use walk::{Referral, Walk, WalkAnswer, WalkEnd, WalkStep};

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Names one observation within a report; findings cite facts by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct FactId(pub u32);

/// One fact, when it was seen and how long the look took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Observation {
    /// Its name within the report, counted from 0.
    pub id: FactId,
    /// When the look began, in milliseconds since the run began.
    pub at_ms: f64,
    /// How long the look took, in microseconds.
    pub took_us: u64,
    /// What it is about, where that is not the connection asked for or this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Subject>,
    /// What was seen.
    #[serde(flatten)]
    pub fact: Fact,
}

/// A kind of fact: how to find it among all, and how to say it.
pub trait Kind: Sized {
    /// This kind's fact inside `fact`, if it is of this kind.
    fn of(fact: &Fact) -> Option<&Self>;
    /// The fact in one line.
    fn tell(&self) -> Text;
}

/// One row a kind of fact: `Variant "name in documents"`; the payload is the type of the same name.
macro_rules! facts {
    ($($kind:ident $name:literal $doc:literal;)*) => {
        /// Everything that a look can bring home.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(tag = "kind")]
        pub enum Fact {
            $(#[doc = $doc] #[serde(rename = $name)] $kind($kind),)*
        }

        $(impl From<$kind> for Fact {
            fn from(fact: $kind) -> Fact {
                Fact::$kind(fact)
            }
        })*

        impl Fact {
            /// The fact in one line.
            pub fn tell(&self) -> Text {
                match self {
                    $(Fact::$kind(fact) => fact.tell(),)*
                }
            }
        }

        $(impl Kind for $kind {
            fn of(fact: &Fact) -> Option<&$kind> {
                match fact {
                    Fact::$kind(fact) => Some(fact),
                    _ => None,
                }
            }

            fn tell(&self) -> Text {
                self.describe()
            }
        })*
    };
}

facts! {
    System "system" "The system netwhy runs on, and with what rights.";
    Interfaces "interfaces" "This machine's network interfaces.";
    RouteLookup "route" "What this machine's routing table says of one address.";
    Neighbours "neighbours" "The link-layer neighbours this machine knows (ARP, ND).";
    ResolverConfig "resolver" "The name servers this machine is set to ask.";
    HostsFile "hosts-file" "What the hosts file says of one name.";
    ProxyVariables "proxy-variables" "The proxy variables of the environment.";
    ProxyChoice "proxy-choice" "Which proxy programs take for the target, and by which rule.";
    Listeners "listeners" "The TCP listeners of this machine.";
    FirewallRules "firewall-rules" "This machine's own packet filter rules.";
    Limits "limits" "How much of this machine's sockets and ports is in use.";
    Counters "counters" "What the kernel counted while netwhy looked.";
    Resolution "resolution" "What one source answered about one name.";
    Connection "connection" "How one TCP connection attempt ended.";
    Path "path" "The machines on the way to one address and port.";
    ProxyAnswer "proxy-answer" "What a proxy answered when asked for the target.";
    Handshake "handshake" "How a TLS handshake went, with the certificates shown.";
    Speech "speech" "What the other end says, and which protocol that is.";
    HttpAnswer "http-answer" "What an HTTP server answered.";
    JavaStatus "java-status" "What a Minecraft server of the Java edition says of itself.";
    BedrockStatus "bedrock-status" "What a Minecraft server of the Bedrock edition says of itself.";
    McpiAnswer "mcpi-answer" "What answers to a line of the mcpi API.";
    QueryAnswer "query-answer" "What a Minecraft server answers to Query.";
    RconAnswer "rcon-answer" "Whether RCON stands at a port.";
    Transfer "transfer" "Whether large segments get through.";
    Counterpart "counterpart" "What the other end saw of the attempts.";
    Arrival "arrival" "With which TTL an answer arrived.";
    Clock "clock" "What time another machine says it is.";
}

/// All observations of one run, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Seen(Vec<Observation>);

impl Seen {
    /// Nothing seen yet.
    pub fn new() -> Seen {
        Seen::default()
    }

    /// Adds a fact, seen from `at_ms` for `took_us`, and returns its name.
    pub fn add(&mut self, at_ms: f64, took_us: u64, fact: impl Into<Fact>) -> FactId {
        self.add_about(None, at_ms, took_us, fact)
    }

    /// Adds a fact that is about something else than the connection asked for.
    pub fn add_about(&mut self, about: Option<Subject>, at_ms: f64, took_us: u64, fact: impl Into<Fact>) -> FactId {
        let id = FactId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Observation { id, at_ms, took_us, about, fact: fact.into() });
        id
    }

    /// Every fact of one kind about the connection asked for or this machine, with its name, in the order seen.
    pub fn each<K: Kind + 'static>(&self) -> impl DoubleEndedIterator<Item = (FactId, &K)> {
        let own = self.0.iter().filter(|seen| seen.about.is_none());
        own.filter_map(|seen| K::of(&seen.fact).map(|fact| (seen.id, fact)))
    }

    /// What was seen of `subject`, as if it had been asked for: its own facts and those of this machine, each under
    /// its name, so that findings made of them cite the whole.
    pub fn about(&self, subject: &Subject) -> Seen {
        let its = |seen: &&Observation| match &seen.about {
            Some(about) => about == subject,
            None => seen.fact.is_of_this_machine(),
        };
        Seen(self.0.iter().filter(its).map(|seen| Observation { about: None, ..seen.clone() }).collect())
    }

    /// Every subject besides the connection asked for, once, in the order seen.
    pub fn subjects(&self) -> Vec<&Subject> {
        let mut all: Vec<&Subject> = Vec::new();
        for subject in self.0.iter().filter_map(|seen| seen.about.as_ref()) {
            if !all.contains(&subject) {
                all.push(subject);
            }
        }
        all
    }

    /// The first fact of one kind.
    pub fn first<K: Kind + 'static>(&self) -> Option<(FactId, &K)> {
        self.each::<K>().next()
    }

    /// The observation of that name.
    pub fn get(&self, id: FactId) -> Option<&Observation> {
        self.0.iter().find(|seen| seen.id == id)
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Observation> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True where nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
