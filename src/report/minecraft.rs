//! The document of `minecraft`: which editions answer at a host, and what they say.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{
    BedrockStatus, JavaStatus, McpiAnswer, Motd, QueryAnswer, RconAnswer, Reason, Sender, ServiceAt, Spoken, State,
};
use crate::report::probe::ProxySaid;
use crate::target::Target;

/// What stands at a host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MinecraftDocument {
    /// [`MinecraftDocument::SCHEMA`].
    pub schema: String,
    /// The version of netwhy that made it.
    pub netwhy: String,
    /// When the run began (RFC 3339, UTC).
    pub started_at: String,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// The proxy it went through, with `--proxy`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The question; null where only the own network was listened to.
    pub target: Option<Target>,
    /// True where a game server, or an mcpi API that scripts may use, answered.
    pub answered: bool,
    /// The host's addresses as the system gives them; none where a proxy is told the host as it is.
    pub addresses: Vec<IpAddr>,
    /// The resolver's error, where the host has no address.
    pub unresolved: Option<String>,
    /// The service record that leads to the Java server, where one was found.
    pub srv: Option<Srv>,
    /// The name's other records that were tried, in order of preference, and where no Java server answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub srv_tried: Vec<Srv>,
    /// The Java edition; null where it was not asked for.
    pub java: Option<Port<JavaStatus>>,
    /// The Bedrock edition (UDP).
    pub bedrock: Option<Port<BedrockStatus>>,
    /// The mcpi API.
    pub mcpi: Option<Port<McpiAnswer>>,
    /// Query (UDP).
    pub query: Option<Port<QueryAnswer>>,
    /// RCON.
    pub rcon: Option<Port<RconAnswer>>,
    /// Which of them could not be asked, and why: that says nothing about what is there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_looked: BTreeMap<String, String>,
    /// Worlds open to the own network; null where nobody listened for them.
    pub lan: Option<Vec<LanWorld>>,
    /// True where Ctrl-C ended it; what was seen until then is here.
    #[serde(default)]
    pub interrupted: bool,
}

/// One port, and what was said there. Of several ports and addresses it is the one that told most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Port<T> {
    /// The host.
    pub host: String,
    /// The address connected to: through a proxy, the proxy's.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// What the port is in nmap's words. Through a proxy, as far as its word goes.
    pub state: State,
    /// What says so, in nmap's words.
    pub reason: Reason,
    /// What the proxy said of it, with `--proxy`; null where no connection to the proxy opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<ProxySaid>,
    /// Who sent the answer, where the answer names its sender.
    pub from: Option<Sender>,
    /// Round trip of the handshake in milliseconds, where there was one.
    pub rtt_ms: Option<f64>,
    /// What was said; null where nothing could be asked.
    pub answer: Option<T>,
    /// The other ports and addresses that were asked.
    pub others: Vec<OtherPort>,
}

/// One more port that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OtherPort {
    /// The address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// What the port is in nmap's words.
    pub state: State,
    /// What says so, in nmap's words.
    pub reason: Reason,
    /// The protocol that answers there in place of the one asked for, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Spoken>,
}

/// A service record (RFC 2782) of `_minecraft._tcp`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Srv {
    /// The name asked for.
    pub name: String,
    /// The machine it names, without the trailing dot.
    pub target: String,
    /// The port it names.
    pub port: u16,
    /// Its priority.
    pub priority: u16,
    /// Its weight.
    pub weight: u16,
    /// False where it leads nowhere (no machine, port 0, no address). Where no record of the name leads anywhere the host
    /// itself was asked, and an answer of its lets nobody in by the name: the game uses the record and nothing else.
    pub followed: bool,
}

/// A world that somebody plays and has opened to the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LanWorld {
    /// The machine it runs on.
    pub address: IpAddr,
    /// Its TCP port.
    pub port: u16,
    /// Its message.
    pub motd: Motd,
}

impl Srv {
    /// The record `service` of `name`.
    pub fn new(name: String, service: ServiceAt) -> Srv {
        let ServiceAt { priority, weight, port, target } = service;
        Srv { name, followed: port != 0 && !target.is_empty(), target, port, priority, weight }
    }
}

impl MinecraftDocument {
    /// The schema's name and major version.
    pub const SCHEMA: &str = "netwhy.minecraft/1";

    /// Nothing seen yet, for a run that begins at `started_at`.
    pub fn new(target: Option<Target>, started_at: String) -> MinecraftDocument {
        MinecraftDocument {
            schema: MinecraftDocument::SCHEMA.to_owned(),
            netwhy: env!("CARGO_PKG_VERSION").to_owned(),
            started_at,
            took_ms: 0.0,
            via: None,
            target,
            answered: false,
            addresses: Vec::new(),
            unresolved: None,
            srv: None,
            srv_tried: Vec::new(),
            java: None,
            bedrock: None,
            mcpi: None,
            query: None,
            rcon: None,
            not_looked: BTreeMap::new(),
            lan: None,
            interrupted: false,
        }
    }

    /// True where the proxy never let anything be asked, not even whether a port is there.
    pub fn is_unknown(&self) -> bool {
        let ports = [
            self.java.as_ref().map(|port| port.state),
            self.mcpi.as_ref().map(|port| port.state),
            self.rcon.as_ref().map(|port| port.state),
        ];
        self.via.is_some() && ports.iter().flatten().all(|state| *state == State::Error)
    }

    /// True where the name's service records lead nowhere: a Java server that answers at the name itself lets nobody in
    /// who types the name.
    pub fn leads_nowhere(&self) -> bool {
        self.srv.as_ref().is_some_and(|srv| !srv.followed)
    }

    /// True where somebody could play, or a script work.
    pub fn is_answered(&self) -> bool {
        let answer = |port: &Option<Port<JavaStatus>>| {
            port.as_ref().and_then(|port| port.answer.as_ref()).is_some_and(|java| java.status.is_some())
        };
        let bedrock = self.bedrock.as_ref().and_then(|port| port.answer.as_ref()).is_some_and(|it| it.pong.is_some());
        let mcpi = self.mcpi.as_ref().and_then(|port| port.answer.as_ref()).is_some_and(McpiAnswer::is_alive);
        let lan = self.target.is_none() && self.lan.as_ref().is_some_and(|worlds| !worlds.is_empty());
        answer(&self.java) && !self.leads_nowhere() || bedrock || mcpi || lan
    }
}
