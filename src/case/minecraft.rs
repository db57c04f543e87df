//! What was seen of Minecraft: how the editions and the mcpi API were heard, and where else on the host they stand.

use std::net::IpAddr;

use crate::case::{Case, Heard, HeardEnd};
use crate::observation::{
    BedrockStatus, FactId, JavaStatus, McpiAnswer, Meaning, Purpose, Question, Resolution, ServiceAt, Speech,
    SpeechEnd, Spoken,
};
use crate::target::Service;

/// A Java server or an mcpi API that answered as itself.
#[derive(Debug, Clone, Copy)]
pub struct Stands<'a> {
    /// The observation.
    pub id: FactId,
    /// Its port.
    pub port: u16,
    /// What it calls itself, where it says so.
    pub product: Option<&'a str>,
}

impl<'a> Case<'a> {
    /// True where the question is about Minecraft, of any edition, or its API.
    pub fn is_about_minecraft(&self) -> bool {
        matches!(self.target.service, Service::Minecraft | Service::Bedrock | Service::Mcpi)
    }

    /// True where a Java server or an mcpi API that was asked for answered as itself, with leave or without.
    pub fn is_answered(&self) -> bool {
        self.heard().iter().any(|one| matches!(one.ended, HeardEnd::Answered | HeardEnd::Failed))
    }

    /// Java servers at `address` that told their status, in the order heard.
    pub fn java_at(&self, address: IpAddr) -> impl Iterator<Item = Stands<'a>> + use<'a> {
        self.seen.each::<JavaStatus>().filter(move |(_, one)| one.address == address).filter_map(|(id, one)| {
            let status = one.status.as_ref()?;
            Some(Stands { id, port: one.port, product: status.version.as_deref() })
        })
    }

    /// mcpi APIs at `address` that answered, with leave or without, in the order heard.
    pub fn mcpi_at(&self, address: IpAddr) -> impl Iterator<Item = Stands<'a>> + use<'a> {
        let its = move |one: &McpiAnswer| one.address == address && one.is_mcpi();
        let all = self.seen.each::<McpiAnswer>().filter(move |(_, one)| its(one));
        all.map(|(id, one)| Stands { id, port: one.port, product: one.family.map(|family| family.name()) })
    }

    /// Bedrock servers at `address` that answered a ping, in the order heard.
    pub fn bedrock_at(&self, address: IpAddr) -> impl Iterator<Item = Stands<'a>> + use<'a> {
        self.seen.each::<BedrockStatus>().filter(move |(_, one)| one.address == address).filter_map(|(id, one)| {
            let pong = one.pong.as_ref()?;
            Some(Stands { id, port: one.port, product: pong.version.as_deref() })
        })
    }

    /// The service that was asked for, where it answered as itself at another port of `address`.
    pub fn same_elsewhere(&self, address: IpAddr, port: u16) -> Option<Stands<'a>> {
        let mut all: Vec<Stands> = match self.target.service {
            Service::Minecraft => self.java_at(address).collect(),
            Service::Mcpi => self.mcpi_at(address).collect(),
            Service::Bedrock => self.bedrock_at(address).collect(),
            _ => Vec::new(),
        };
        all.retain(|one| one.port != port);
        all.into_iter().next()
    }

    /// What a Java server said to a client that wished to play under a version that no server speaks.
    pub fn turned_away(&self, address: IpAddr, port: u16) -> Option<(FactId, &'a Speech)> {
        self.seen.each::<Speech>().find(|(_, one)| {
            one.question == Question::Join
                && (one.address, one.port) == (address, port)
                && one.spoken == Some(Spoken::Minecraft)
        })
    }

    /// The service record that led to the host and port asked for, with the name that it belongs to.
    pub fn led_by(&self) -> Option<(FactId, &'a Resolution, ServiceAt)> {
        let host = self.target.host.to_string();
        self.seen.each::<Resolution>().find_map(|(id, answer)| {
            let owner = answer.name.split_once("._tcp.")?.1;
            let mut services = answer.services().filter(|_| answer.record_type == "SRV");
            let here = |one: &ServiceAt| one.target.eq_ignore_ascii_case(&host) && one.port == self.target.port;
            let led = services.find(here)?;
            let is_default = Some(self.target.port) == self.target.service.default_port();
            // A record that leads to where the name leads anyway leads nowhere else.
            (!(owner.eq_ignore_ascii_case(&host) && is_default)).then_some((id, answer, led))
        })
    }
}

/// A Java server that stands where a service record of the name asked for leads, and not at the name itself.
#[derive(Debug, Clone)]
pub struct ByRecord<'a> {
    /// The record.
    pub record: FactId,
    /// The name server that gave it.
    pub server: Option<IpAddr>,
    /// The machine and port that it names.
    pub led: ServiceAt,
    /// The status that came from there.
    pub status: FactId,
    /// The status' address.
    pub address: IpAddr,
    /// What it calls itself.
    pub product: Option<&'a str>,
}

impl<'a> Case<'a> {
    /// The Java server to which a service record of the name asked for leads, at an address where it was not asked.
    pub fn by_record(&self) -> Option<ByRecord<'a>> {
        let own = format!("_minecraft._tcp.{}", self.target.host.name()?.trim_end_matches('.'));
        let its = |answer: &Resolution| answer.record_type == "SRV" && answer.name.eq_ignore_ascii_case(&own);
        let (record, answer) = self.seen.each::<Resolution>().find(|(_, answer)| its(answer))?;
        let all = || self.seen.each::<JavaStatus>().filter(|(_, one)| one.status.is_some());
        answer.services().find_map(|led| {
            let there = |one: &JavaStatus| one.asked_for.eq_ignore_ascii_case(&led.target) && one.port == led.port;
            let asked = |one: &JavaStatus| self.asked().any(|(_, asked)| asked.address == one.address);
            let (status, one) = all().find(|(_, one)| there(one) && !asked(one))?;
            let product = one.status.as_ref().and_then(|status| status.version.as_deref());
            let server = answer.server.map(|server| server.ip());
            Some(ByRecord { record, server, status, address: one.address, product, led })
        })
    }
}

/// How Java servers and mcpi APIs were heard that were asked for.
pub(super) fn heard<'a>(case: &Case<'a>) -> impl Iterator<Item = Heard<'a>> + use<'a> {
    let java = case.seen.each::<JavaStatus>().filter(|(_, one)| one.purpose == Purpose::Asked);
    let mcpi = case.seen.each::<McpiAnswer>().filter(|(_, one)| one.purpose == Purpose::Asked);
    java.map(|(id, one)| of_java(id, one)).chain(mcpi.map(|(id, one)| of_mcpi(id, one)))
}

/// What answered a further question at the same port in a Minecraft protocol other than `own`.
pub(super) fn further<'a>(case: &Case<'a>, heard: &Heard, own: Option<Spoken>) -> Option<(FactId, Spoken, Stands<'a>)> {
    let here = |one: &Stands| one.port == heard.port && one.id != heard.id;
    let java = case.java_at(heard.address).find(here).map(|one| (one.id, Spoken::Minecraft, one));
    let mcpi = case.mcpi_at(heard.address).find(here).map(|one| (one.id, Spoken::Mcpi, one));
    java.into_iter().chain(mcpi).find(|(_, spoken, _)| Some(*spoken) != own)
}

fn silence(ended: SpeechEnd) -> HeardEnd {
    match ended {
        SpeechEnd::Closed => HeardEnd::Closed,
        SpeechEnd::Reset => HeardEnd::Reset,
        SpeechEnd::Silent | SpeechEnd::Answered => HeardEnd::Silent,
    }
}

fn of_java<'a>(id: FactId, one: &'a JavaStatus) -> Heard<'a> {
    let ended = match (&one.status, one.spoken, &one.excerpt) {
        (Some(_), ..) => HeardEnd::Answered,
        // Its beginning is a status's, and the rest did not come.
        (None, Some(Spoken::Minecraft), _) => HeardEnd::Slow,
        (None, _, Some(_)) => HeardEnd::Other,
        (None, _, None) => silence(one.ended),
    };
    Heard {
        id,
        address: one.address,
        port: one.port,
        asked: Some(Spoken::Minecraft),
        ended,
        spoken: one.spoken.filter(|spoken| *spoken != Spoken::Minecraft),
        product: one.status.as_ref().and_then(|status| status.version.as_deref()),
        excerpt: one.excerpt.as_deref(),
        found_by: None,
    }
}

fn of_mcpi<'a>(id: FactId, one: &'a McpiAnswer) -> Heard<'a> {
    let ended = match one.meaning {
        Some(Meaning::Nobody) if one.fails_all() => HeardEnd::Failed,
        Some(Meaning::Players { .. } | Meaning::Nobody) => HeardEnd::Answered,
        Some(Meaning::PasswordWanted | Meaning::Banned) => HeardEnd::Failed,
        Some(Meaning::Other) => HeardEnd::Other,
        None => silence(one.ended),
    };
    Heard {
        id,
        address: one.address,
        port: one.port,
        asked: Some(Spoken::Mcpi),
        ended,
        spoken: one.spoken.filter(|spoken| *spoken != Spoken::Mcpi),
        product: one.family.map(|family| family.name()),
        excerpt: one.excerpt.as_deref(),
        found_by: None,
    }
}
