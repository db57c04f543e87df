//! Asks a proxy for the target, and where it does not open the way, what else it would do.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::diagnose::proxies::Named;
use crate::diagnose::speak::Speaker;
use crate::observation::{ProxyAnswer, ProxyEnd, ProxyWay, Purpose, Question, Spoken};
use crate::probe::proxy::{Passage, pass, whole};
use crate::probe::{Road, Stream, speech};
use crate::target::{Proxy, ProxyScheme, Service, Target};

/// How long a further question to the same proxy may take.
const TURN: Duration = Duration::from_millis(800);
/// A proxy that has not answered by then is asked in other ways meanwhile.
const DOUBT: Duration = Duration::from_millis(1200);
/// What a round trip through a proxy may take: how far the target stands behind it is not seen.
const FAR: Duration = Duration::from_millis(100);
/// The port that proxies let through where they let any.
const USUAL: u16 = 443;
/// Each way to speak to a proxy, the commonest first.
const SCHEMES: [ProxyScheme; 4] = [ProxyScheme::Http, ProxyScheme::Socks5h, ProxyScheme::Https, ProxyScheme::Socks4a];

/// One proxy to be asked for one target.
pub(crate) struct Asking<'a> {
    /// What is seen of the proxy itself.
    pub(crate) about: &'a Journal,
    /// Where its answer belongs: to the question, or to the proxy.
    pub(crate) answers: &'a Journal,
    /// True where the connection asked for goes through it.
    pub(crate) is_asked: bool,
    pub(crate) target: &'a Target,
    pub(crate) named: &'a Named,
    pub(crate) options: &'a Options,
    pub(crate) deadline: Instant,
}

impl Asking<'_> {
    /// Asks over `stream`, which leads to the proxy at `to`; where it says no, asks on for the reason.
    pub(crate) async fn passage(&self, stream: Stream, to: SocketAddr) -> ProxyEnd {
        let asked = Asked { proxy: &self.named.proxy, port: self.target.port, purpose: Purpose::Asked };
        let asking = self.ask(self.answers, stream, to, &asked, self.deadline);
        tokio::pin!(asking);
        let Ok(answer) = tokio::time::timeout(DOUBT, &mut asking).await else {
            // It may be waiting for the target, or for words of another kind.
            let (answer, ()) = futures_util::future::join(asking, self.doubt(to)).await;
            return answer.ended;
        };
        match answer.ended {
            ProxyEnd::WrongProtocol | ProxyEnd::Closed | ProxyEnd::Reset => self.other_ways(to, answer.spoken).await,
            ProxyEnd::Denied if answer.way == ProxyWay::Connect && self.target.port != USUAL => {
                self.usual_port(to).await;
            }
            _ => {}
        }
        answer.ended
    }

    /// Is it there at all? What a proxy answers by itself needs no target.
    async fn doubt(&self, to: SocketAddr) {
        let own = match self.named.proxy.scheme {
            ProxyScheme::Http => Spoken::Http,
            ProxyScheme::Https => Spoken::Tls,
            ProxyScheme::Socks4 | ProxyScheme::Socks4a => return,
            ProxyScheme::Socks5 | ProxyScheme::Socks5h => Spoken::Socks5,
        };
        let began = Instant::now();
        let patience = TURN.min(self.deadline.saturating_duration_since(began));
        let heard = speech(&Road::direct(to), Question::Ask(own), Purpose::Again, patience).await;
        let Some(heard) = heard else { return };
        self.about.note(began, heard.clone());
        if heard.spoken != Some(own) {
            self.other_ways(to, heard.spoken).await;
        }
    }

    /// Asks in the other ways until one is answered as a proxy answers. The login is not given away by them.
    async fn other_ways(&self, to: SocketAddr, spoken: Option<Spoken>) {
        let own = self.named.proxy.scheme;
        let hinted = match spoken {
            None => None,
            Some(Spoken::Http) => Some(ProxyScheme::Http),
            Some(Spoken::Tls) => Some(ProxyScheme::Https),
            Some(Spoken::Socks5) => Some(ProxyScheme::Socks5h),
            Some(Spoken::Socks4) => Some(ProxyScheme::Socks4a),
            Some(_) => return,
        };
        let kind = |scheme: ProxyScheme| match scheme {
            ProxyScheme::Socks4 => ProxyScheme::Socks4a,
            ProxyScheme::Socks5 => ProxyScheme::Socks5h,
            other => other,
        };
        let others = SCHEMES.into_iter().filter(|scheme| *scheme != kind(own) && Some(*scheme) != hinted);
        for scheme in hinted.into_iter().chain(others) {
            let proxy = Proxy { scheme, login: None, ..self.named.proxy.clone() };
            let asked = Asked { proxy: &proxy, port: self.target.port, purpose: Purpose::Again };
            let Some(answer) = self.ask_anew(to, &asked).await else { return };
            use ProxyEnd::{Denied, LoginRequired, Opened, TargetFailed};
            if matches!(answer.ended, Opened | LoginRequired | Denied | TargetFailed) {
                return;
            }
        }
    }

    /// Whether the port that is let through most is let through for the same host.
    async fn usual_port(&self, to: SocketAddr) {
        let asked = Asked { proxy: &self.named.proxy, port: USUAL, purpose: Purpose::OtherPort };
        // Only its answer is of use, and it writes that down itself.
        let _ = self.ask_anew(to, &asked).await;
    }

    /// Asks over a connection of its own, and notes the answer as the proxy's. `None` where there is no time or no way.
    async fn ask_anew(&self, to: SocketAddr, asked: &Asked<'_>) -> Option<ProxyAnswer> {
        let now = Instant::now();
        let until = self.deadline.min(now + TURN);
        let stream = Road::direct(to).open(until.saturating_duration_since(now)).await?;
        Some(self.ask(self.about, stream, to, asked, until).await)
    }

    /// Asks and notes the answer in `answers`.
    async fn ask(
        &self,
        answers: &Journal,
        stream: Stream,
        to: SocketAddr,
        asked: &Asked<'_>,
        until: Instant,
    ) -> ProxyAnswer {
        let passage = Passage {
            proxy: asked.proxy,
            from: &self.named.from,
            host: &self.target.host,
            port: asked.port,
            fields: &[],
            tls: &self.options.tls,
            purpose: asked.purpose,
        };
        let began = Instant::now();
        let is_plain = self.target.service == Service::Http && !asked.proxy.scheme.is_socks();
        let (answer, handshake) = match is_plain && asked.purpose == Purpose::Asked {
            true => {
                let paged = whole(stream, to, &passage, self.target, until).await;
                // A proxy names itself on what it passes on; who does not may have given a page of its own.
                let unnamed = paged.answer.ended == ProxyEnd::Opened && paged.answer.via.is_none();
                let own_page = unnamed && self.answers_anything(to, &passage).await;
                if self.is_asked && !own_page {
                    if let Some(page) = paged.page {
                        answers.note(began, page);
                    }
                    if let Some(clock) = paged.clock {
                        answers.note(began, clock);
                    }
                }
                (paged.answer, paged.handshake)
            }
            false => {
                let passed = pass(stream, to, &passage, until).await;
                (passed.answer, passed.handshake)
            }
        };
        if let Some(handshake) = handshake {
            self.about.note(began, handshake);
        }
        answers.note(began, answer.clone());
        answer
    }

    /// True where it gives a page of a host that does not exist, too: an ordinary web server does.
    async fn answers_anything(&self, to: SocketAddr, passage: &Passage<'_>) -> bool {
        let began = Instant::now();
        let until = self.deadline.min(began + TURN);
        let Ok(target) = format!("http://{}/", ProxyAnswer::NOWHERE).parse::<Target>() else { return false };
        let Some(stream) = Road::direct(to).open(until.saturating_duration_since(began)).await else { return false };
        let passage = Passage { host: &target.host, port: target.port, purpose: Purpose::Again, ..*passage };
        let paged = whole(stream, to, &passage, &target, until).await;
        let gives = paged.answer.ended == ProxyEnd::Opened;
        self.about.note(began, paged.answer);
        gives
    }

    /// Speaks to the service behind the proxy at `to`, over connections of their own that it opens.
    pub(crate) async fn speak(&self, to: SocketAddr) {
        let (proxy, from, tls) = (&self.named.proxy, &self.named.from, &self.options.tls);
        let road = Road::through(to, proxy, from, (&self.target.host, self.target.port), &[], tls);
        // The page of an http target was asked for by its URL, and has come.
        if self.target.service != Service::Http || proxy.scheme.is_socks() {
            let (journal, target, deadline) = (self.answers, self.target, self.deadline);
            Speaker { journal, target, road: &road, tls, rtt: FAR, deadline }.look().await;
        }
    }
}

/// What is asked of it.
struct Asked<'a> {
    proxy: &'a Proxy,
    port: u16,
    purpose: Purpose,
}
