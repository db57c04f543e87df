//! Asks a proxy for the target, and where it does not open the way, what else it would do.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::Options;
use crate::diagnose::journal::Journal;
use crate::diagnose::proxies::Named;
use crate::observation::{HandshakeEnd, ProxyAnswer, ProxyEnd, ProxyWay, Purpose, Spoken};
use crate::probe::proxy::{Passage, pass};
use crate::probe::{Road, Stream};
use crate::target::{Proxy, ProxyScheme, Target};

/// How long a further question to the same proxy may take.
const TURN: Duration = Duration::from_millis(800);
/// The port that proxies let through where they let any.
const USUAL: u16 = 443;
/// Each way to speak to a proxy, the commonest first.
const SCHEMES: [ProxyScheme; 4] =
    [ProxyScheme::Http, ProxyScheme::Socks5h, ProxyScheme::Https, ProxyScheme::Socks4a];

/// One proxy to be asked for one target.
pub(crate) struct Asking<'a> {
    /// What is seen of the proxy itself.
    pub(crate) about: &'a Journal,
    /// Where its answer belongs: to the question, or to the proxy.
    pub(crate) answers: &'a Journal,
    pub(crate) target: &'a Target,
    pub(crate) named: &'a Named,
    pub(crate) options: &'a Options,
    pub(crate) deadline: Instant,
}

impl Asking<'_> {
    /// Asks over `stream`, which leads to the proxy at `to`; where it says no, asks on for the reason.
    pub(crate) async fn passage(&self, stream: Stream, to: SocketAddr) -> ProxyEnd {
        let asked = Asked { proxy: &self.named.proxy, port: self.target.port, purpose: Purpose::Asked };
        let (answer, is_tls) = self.ask(self.answers, stream, to, &asked, self.deadline).await;
        match answer.ended {
            ProxyEnd::WrongProtocol | ProxyEnd::Closed | ProxyEnd::Reset | ProxyEnd::Silent => {
                self.other_ways(to, answer.spoken).await;
            }
            ProxyEnd::TlsFailed if !is_tls => self.other_ways(to, None).await,
            ProxyEnd::Denied if answer.way == ProxyWay::Connect && self.target.port != USUAL => {
                self.usual_port(to).await;
            }
            _ => {}
        }
        answer.ended
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
        Some(self.ask(self.about, stream, to, asked, until).await.0)
    }

    /// Asks and notes the answer in `answers`. False beside it where the proxy does not speak TLS and should.
    async fn ask(
        &self,
        answers: &Journal,
        stream: Stream,
        to: SocketAddr,
        asked: &Asked<'_>,
        until: Instant,
    ) -> (ProxyAnswer, bool) {
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
        let passed = pass(stream, to, &passage, until).await;
        let is_tls = passed.handshake.as_ref().is_none_or(|one| one.ended != HandshakeEnd::NotTls);
        if let Some(handshake) = passed.handshake {
            self.about.note(began, handshake);
        }
        answers.note(began, passed.answer.clone());
        (passed.answer, is_tls)
    }
}

/// What is asked of it.
struct Asked<'a> {
    proxy: &'a Proxy,
    port: u16,
    purpose: Purpose,
}
