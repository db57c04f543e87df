//! What the facts show: a cause, which machine it is, on what evidence, and what to do.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::check::Question;
use crate::observation::{FactId, Os};
use crate::text::Text;

/// A condition of the world that stops a connection, and how to recognise it. A const in its own file.
#[derive(Debug)]
pub struct Cause {
    /// `family.condition`: names its file, its heading in the documents, and its value in JSON.
    pub id: &'static str,
    /// What it is, in a few words.
    pub title: Text,
    /// Causes that explain this one away: where one of them is found, this is its consequence.
    pub masked_by: &'static [&'static str],
    /// Looks for it among the facts.
    pub recognise: fn(&Case) -> Option<Finding>,
}

/// How sure a finding is. *Certain* means that the facts allow nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The facts allow it.
    Possible,
    /// The facts speak for it, and allow another.
    Likely,
    /// The facts allow nothing else.
    Certain,
}

/// What part a machine plays in the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The machine netwhy runs on.
    ThisMachine,
    /// The first router.
    Gateway,
    /// A machine further on the way.
    Path,
    /// One of both ends, or a machine between them: which of these does not show.
    BetweenEnds,
    /// The machine asked for.
    Target,
    /// A proxy.
    Proxy,
    /// A name server.
    Resolver,
}

/// Which machine did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Location {
    /// Its part.
    pub role: Role,
    /// How many hops away it stands; 0 is this machine; null where not known.
    pub hop: Option<u8>,
    /// Its address, where it showed one.
    pub address: Option<IpAddr>,
    /// Its name, where known.
    pub name: Option<String>,
}

impl Location {
    /// The machine netwhy runs on.
    pub fn this_machine() -> Location {
        Location { role: Role::ThisMachine, hop: Some(0), address: None, name: None }
    }

    /// The machine at `address`, met while looking at `target`, with its part and distance as far as seen.
    pub fn machine(case: &Case, target: IpAddr, address: IpAddr) -> Location {
        if case.via().is_some() && address == target {
            // The address is the proxy's; of the machine that answers behind it only the name is known.
            return Location::of(Role::Target).name(case.target.host.to_string());
        }
        let name = case.name_of(address);
        if case.is_own(address) {
            return Location { address: Some(address), name, ..Location::this_machine() };
        }
        let hop = case.hop_of(address).or_else(|| case.distance(address).map(|(_, hop)| hop));
        let role = if address == target {
            Role::Target
        } else if hop == Some(1) || case.gateway(target).is_some_and(|(_, gateway)| gateway == address) {
            Role::Gateway
        } else {
            Role::Path
        };
        let name = name.or_else(|| case.target.host.name().filter(|_| role == Role::Target).map(str::to_owned));
        let hop = hop.or(if role == Role::Gateway { Some(1) } else { None });
        Location { role, hop, address: Some(address), name }
    }

    /// The target as it answered over a connection to `address`, which through a proxy is the proxy's own.
    pub fn answering(case: &Case, address: IpAddr) -> Location {
        match case.via() {
            None => Location::machine(case, address, address),
            Some(_) => Location::of(Role::Target).name(case.target.host.name().map(str::to_owned)),
        }
    }

    /// How a sentence calls the machine: its address, and its name where known.
    pub fn call(&self) -> Text {
        match (&self.address, &self.name, self.role) {
            (Some(address), Some(name), _) => Text::same(format!("{address} ({name})")),
            (Some(address), None, _) => Text::same(address.to_string()),
            (None, _, Role::ThisMachine) => Text::fixed("this machine", "本机"),
            (None, _, Role::Gateway) => Text::fixed("the gateway", "网关"),
            (None, _, Role::Target) => Text::fixed("the target", "目标主机"),
            (None, _, Role::Proxy) => Text::fixed("the proxy", "代理"),
            (None, _, Role::Resolver) => Text::fixed("the name server", "域名服务器"),
            (None, _, Role::BetweenEnds) => {
                Text::fixed("this machine, the server, or a machine between them", "本机、服务器或两者之间的某台机器")
            }
            (None, _, Role::Path) => Text::fixed("a machine on the way", "途中的某台机器"),
        }
    }

    /// Its distance as a phrase: "one hop away"; empty where not known.
    pub fn distance(&self) -> Text {
        match self.hop {
            None => Text::fixed("", ""),
            Some(0) => Text::fixed("here", "就在本机"),
            Some(1) => Text::fixed("one hop away", "距此 1 跳"),
            Some(hop) => Text::new(format!("{hop} hops away"), format!("距此 {hop} 跳")),
        }
    }

    /// A machine of which nothing but its part is known.
    pub fn of(role: Role) -> Location {
        Location { role, hop: None, address: None, name: None }
    }

    /// The same with an address.
    pub fn address(self, address: impl Into<Option<IpAddr>>) -> Location {
        Location { address: address.into(), ..self }
    }

    /// The same with its distance in hops.
    pub fn hop(self, hop: impl Into<Option<u8>>) -> Location {
        Location { hop: hop.into(), ..self }
    }

    /// The same with a name.
    pub fn name(self, name: impl Into<Option<String>>) -> Location {
        Location { name: name.into(), ..self }
    }
}

/// Something to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Remedy {
    /// What to do, in words.
    pub action: Text,
    /// A command to paste, where one exists.
    pub command: Option<String>,
    /// The system the command is for, where it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<Os>,
}

impl Remedy {
    /// Advice in words.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Remedy {
        Remedy { action: Text::new(en, zh), command: None, system: None }
    }

    /// The same with a command to paste.
    pub fn command(self, command: impl Into<String>) -> Remedy {
        Remedy { command: Some(command.into()), ..self }
    }

    /// The same, for one system only.
    pub fn on(self, system: Os) -> Remedy {
        Remedy { system: Some(system), ..self }
    }
}

/// A cause found in the facts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Finding {
    /// The cause's id.
    pub cause: String,
    /// The cause's title.
    pub title: Text,
    /// How sure it is.
    pub confidence: Confidence,
    /// Which machine did it.
    pub at: Location,
    /// What happens, in one sentence about this very case.
    pub summary: Text,
    /// The observations it rests on, never none.
    pub evidence: Vec<FactId>,
    /// What to do, the best first.
    pub remedies: Vec<Remedy>,
}

impl Finding {
    /// A finding begins with a piece of evidence; there is none without.
    pub fn because(fact: FactId, confidence: Confidence, at: Location, summary: Text) -> Finding {
        Finding {
            cause: String::new(),
            title: Text::fixed("", ""),
            confidence,
            at,
            summary,
            evidence: vec![fact],
            remedies: Vec::new(),
        }
    }

    /// One more observation that it rests on.
    pub fn and(mut self, fact: impl IntoIterator<Item = FactId>) -> Finding {
        for fact in fact {
            if !self.evidence.contains(&fact) {
                self.evidence.push(fact);
            }
        }
        self
    }

    /// One more thing to do.
    pub fn remedy(mut self, remedy: Remedy) -> Finding {
        self.remedies.push(remedy);
        self
    }

    /// More things to do.
    pub fn remedies(mut self, remedies: impl IntoIterator<Item = Remedy>) -> Finding {
        self.remedies.extend(remedies);
        self
    }

    /// The finding as `cause`'s own.
    pub fn of(self, cause: &Cause) -> Finding {
        Finding { cause: cause.id.to_owned(), title: cause.title.clone(), ..self }
    }
}

/// One of the nine families of causes: the question it answers, and how the facts rule it out.
#[derive(Debug)]
pub struct Family {
    /// The question.
    pub question: Question,
    /// Its causes, in the order in which they are told where equally sure.
    pub causes: &'static [&'static Cause],
    /// What to say of the question where none of its causes is found.
    pub rule_out: fn(&Case) -> crate::check::Check,
}
