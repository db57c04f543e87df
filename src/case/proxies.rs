//! The proxies of a question: which were named, by what, and what was seen of each beside the direct way.

use crate::case::Case;
use crate::observation::{
    Connection, FactId, ProxyAnswer, ProxyChoice, ProxyEnd, ProxySource, Purpose, Seen, Speech, Spoken, State, Subject,
};
use crate::target::{Proxy, ProxyScheme, Route, Target};

/// A proxy that the option or a variable names for the target, and what was seen of it.
#[derive(Debug, Clone)]
pub struct Known {
    /// The proxy, without its login.
    pub proxy: Proxy,
    /// What names it.
    pub from: ProxySource,
    /// True for the one that the question goes through, or that programs here take.
    pub used: bool,
    /// The choice that names it, where it was noted.
    pub choice: Option<FactId>,
    /// What was seen of the machine itself, as of a target of its own.
    pub seen: Seen,
    /// What it answered when asked for the target.
    pub answer: Option<(FactId, ProxyAnswer)>,
}

impl Known {
    /// The proxy as a target of its own.
    pub fn target(&self) -> Target {
        self.proxy.as_target()
    }

    /// True where it opened the way to the target.
    pub fn opens(&self) -> bool {
        self.ended() == Some(ProxyEnd::Opened) && self.answers_anything().is_none()
    }

    /// Its answer of a host that does not exist, where it gave a page of that, too: then it is no proxy.
    pub fn answers_anything(&self) -> Option<FactId> {
        let nowhere = |answer: &ProxyAnswer| answer.asked_for.contains(ProxyAnswer::NOWHERE);
        let mut others = self.others(Purpose::Again).filter(|(_, answer)| nowhere(answer));
        others.find(|(_, answer)| answer.ended == ProxyEnd::Opened).map(|(id, _)| id)
    }

    /// How asking it ended.
    pub fn ended(&self) -> Option<ProxyEnd> {
        self.answer.as_ref().map(|(_, answer)| answer.ended)
    }

    /// A connection to it that opened.
    pub fn connected(&self) -> Option<FactId> {
        let mut tried = self.seen.each::<Connection>().filter(|(_, c)| is_asked(c));
        tried.find(|(_, c)| c.state == State::Open).map(|(id, _)| id)
    }

    /// True where it was looked at at all.
    pub fn was_looked_at(&self) -> bool {
        self.answer.is_some() || self.seen.iter().any(|seen| !seen.fact.is_of_this_machine())
    }

    /// What it said of its own to an opening question in the protocol of its scheme, where it spoke that.
    pub fn speaks(&self) -> Option<FactId> {
        let own = match self.proxy.scheme {
            ProxyScheme::Http => Spoken::Http,
            ProxyScheme::Https => Spoken::Tls,
            ProxyScheme::Socks4 | ProxyScheme::Socks4a => Spoken::Socks4,
            ProxyScheme::Socks5 | ProxyScheme::Socks5h => Spoken::Socks5,
        };
        self.seen.each::<Speech>().find(|(_, heard)| heard.spoken == Some(own)).map(|(id, _)| id)
    }

    /// Further answers of it: to the same question asked in another way, or to a question for another port.
    pub fn others(&self, purpose: Purpose) -> impl Iterator<Item = (FactId, &ProxyAnswer)> {
        self.seen.each::<ProxyAnswer>().filter(move |(_, answer)| answer.purpose == purpose)
    }
}

impl<'a> Case<'a> {
    /// The proxy that the connection asked for goes through, if one.
    pub fn via(&self) -> Option<&'a Proxy> {
        match &self.target.route {
            Route::Direct => None,
            Route::Via(proxy) => Some(proxy),
        }
    }

    /// What the proxy that was asked for passage answered: that it opened, where it did for any of its addresses.
    pub fn passage(&self) -> Option<(FactId, &'a ProxyAnswer)> {
        self.via()?;
        best(self.seen)
    }

    /// Every proxy that bears on the question: the one it goes through, or those that the settings name.
    pub fn proxies(&self) -> Vec<Known> {
        let choice = self.seen.first::<ProxyChoice>();
        let known = |proxy: Proxy, from: &ProxySource, used: bool, answer: Option<(FactId, ProxyAnswer)>| {
            let seen = self.seen.about(&Subject::Proxy(proxy.to_string()));
            let answer = answer.or_else(|| best(&seen).map(|(id, answer)| (id, answer.clone())));
            Known { proxy, from: from.clone(), used, choice: choice.map(|(id, _)| id), seen, answer }
        };
        if let Some(proxy) = self.via() {
            let answer = best(self.seen).map(|(id, answer)| (id, answer.clone()));
            // A request may go through the proxy that a variable names, without an option that says so.
            let chosen = choice.and_then(|(_, choice)| choice.used()).filter(|one| one.proxy == proxy.to_string());
            let from = chosen.map_or(&ProxySource::Option, |one| &one.from);
            return vec![known(proxy.clone(), from, true, answer)];
        }
        let candidates = choice.map(|(_, choice)| choice.candidates.as_slice()).unwrap_or_default();
        let named = candidates.iter().filter_map(|one| Some((one.proxy.parse::<Proxy>().ok()?, one)));
        named.map(|(proxy, one)| known(proxy, &one.from, one.used, None)).filter(Known::was_looked_at).collect()
    }

    /// The direct way to the target: of a question through a proxy, what was seen of it for comparison.
    pub fn direct(&self) -> (Target, Seen) {
        let target = Target { route: Route::Direct, ..self.target.clone() };
        let seen = if self.via().is_some() { self.seen.about(&Subject::Direct) } else { self.seen.clone() };
        (target, seen)
    }

    /// A connection that opened by the direct way.
    pub fn opens_directly(&self) -> Option<FactId> {
        let open = |c: &Connection| is_asked(c) && c.state == State::Open;
        match self.via() {
            None => self.seen.each::<Connection>().find(|(_, c)| open(c)).map(|(id, _)| id),
            Some(_) => self.direct().1.each::<Connection>().find(|(_, c)| open(c)).map(|(id, _)| id),
        }
    }
}

fn is_asked(connection: &Connection) -> bool {
    matches!(connection.purpose, Purpose::Asked | Purpose::Again)
}

fn best(seen: &Seen) -> Option<(FactId, &ProxyAnswer)> {
    let asked = seen.each::<ProxyAnswer>().filter(|(_, answer)| answer.purpose == Purpose::Asked);
    asked.min_by_key(|(_, answer)| answer.ended != ProxyEnd::Opened)
}
