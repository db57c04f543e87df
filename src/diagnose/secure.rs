//! What a TLS service shows, whether it can be trusted, and whether a name or an old version decides it.

use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::journal::Journal;
use crate::diagnose::web::wants_the_page;
use crate::observation::{Alert, Handshake, HandshakeEnd, HttpAnswer, Purpose, TimeTrust};
use crate::probe::tls::{ServerName, Settings, shake, shake_as_of_old};
use crate::probe::{self, HttpQuestion, Road, Stream};
use crate::target::Target;

/// A name that no server takes for its own and no filter minds (RFC 2606 section 3).
const OTHER_NAME: &str = "example.com";
/// How long the first handshake may take, so that silence leaves time for the other looks.
const PATIENCE: Duration = Duration::from_millis(2900);
/// How long each further one may take: where names are filtered, the answer comes at once.
const FURTHER: Duration = Duration::from_millis(900);

/// One TLS service, and the way new connections to it are made.
pub(crate) struct Secure<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) target: &'a Target,
    pub(crate) road: &'a Road,
    pub(crate) tls: &'a Settings,
    pub(crate) deadline: Instant,
}

impl Secure<'_> {
    /// Shakes hands with the service and, where it is trusted, asks for the target's page. Tells the first handshake;
    /// `None` where no connection opened.
    pub(crate) async fn look(&self) -> Option<Handshake> {
        let tls = self.tls.clone().offering(&["http/1.1"]);
        let (seen, stream) = self.shake(Purpose::Asked, &tls, PATIENCE).await?;
        match seen.ended {
            HandshakeEnd::Done => {
                if let Some(stream) = stream {
                    self.ask(&seen, stream).await;
                }
            }
            HandshakeEnd::Alert | HandshakeEnd::Failed => self.refused(&seen).await,
            HandshakeEnd::Reset | HandshakeEnd::Closed | HandshakeEnd::Silent => self.cut(&seen).await,
            HandshakeEnd::NotTls | HandshakeEnd::Answered => {}
        }
        Some(seen)
    }

    /// A server that is trusted is asked for the page: without its body, and with it where that is answered by an
    /// error, for its text. One whose certificate is out of date is asked what time it is, and nothing that could be
    /// private.
    async fn ask(&self, seen: &Handshake, stream: Stream) {
        let out_of_date = seen.trust.saw().is_some_and(|trust| trust.time != TimeTrust::Valid);
        let host = self.target.authority();
        if !seen.is_trusted() {
            if out_of_date {
                let question = HttpQuestion { method: "HEAD", host, path: "/".to_owned(), purpose: Purpose::Again };
                self.exchange(stream, &question, self.deadline.min(Instant::now() + FURTHER)).await;
            }
            return;
        }
        let path = self.target.path.clone().unwrap_or_else(|| "/".to_owned());
        let question = HttpQuestion { method: "HEAD", host, path, purpose: Purpose::Asked };
        let answer = self.exchange(stream, &question, self.deadline).await;
        if wants_the_page(&answer) {
            let tls = self.tls.clone().offering(&["http/1.1"]);
            let again = self.handshake(Purpose::Again, &tls, FURTHER).await;
            if let Some((_, Some(stream))) = again.filter(|(again, _)| again.is_trusted()) {
                let question = HttpQuestion { method: "GET", ..question };
                self.exchange(stream, &question, self.deadline.min(Instant::now() + FURTHER)).await;
            }
        }
    }

    async fn exchange(&self, stream: Stream, question: &HttpQuestion, deadline: Instant) -> HttpAnswer {
        let began = Instant::now();
        let (answer, clock) = probe::ask_over(stream, true, self.road, question, deadline).await;
        self.journal.note(began, answer.clone());
        if let Some(clock) = clock {
            self.journal.note(began, clock);
        }
        answer
    }

    /// An alert, or an answer that cannot be accepted: does the server know an older version, or another name?
    async fn refused(&self, seen: &Handshake) {
        let unknown_name = seen.alert.as_ref().is_some_and(|alert| alert.name == "unrecognized_name");
        if !unknown_name && may_be_of_old(seen) && self.older().await == Some(HandshakeEnd::Answered) {
            return;
        }
        if seen.server_name.is_some() {
            self.shake(Purpose::Again, &self.tls.clone().nobody().naming(ServerName::Unsent), FURTHER).await;
        }
    }

    /// Reset, closed or left alone at the hello: does that happen for another name, or for none?
    async fn cut(&self, seen: &Handshake) {
        if seen.server_name.is_some() {
            for name in [ServerName::Other(OTHER_NAME.to_owned()), ServerName::Unsent] {
                let other = self.shake(Purpose::Again, &self.tls.clone().nobody().naming(name), FURTHER).await;
                let Some((other, _)) = other else { return };
                if !is_cut(other.ended) {
                    self.cut_again().await;
                    return;
                }
            }
        }
        if seen.ended != HandshakeEnd::Silent {
            self.older().await;
        }
    }

    /// Another name is answered: is the own one cut each time? A server may drop connections by chance, or by turns.
    async fn cut_again(&self) {
        for _ in 0..2 {
            let own = self.shake(Purpose::Again, &self.tls.clone().offering(&["http/1.1"]), FURTHER).await;
            if own.is_none_or(|(own, _)| !is_cut(own.ended)) {
                return;
            }
        }
    }

    /// Shakes hands and writes it down.
    async fn shake(&self, purpose: Purpose, tls: &Settings, patience: Duration) -> Option<(Handshake, Option<Stream>)> {
        let began = Instant::now();
        let (seen, stream) = self.handshake(purpose, tls, patience).await?;
        self.journal.note(began, seen.clone());
        Some((seen, stream))
    }

    async fn handshake(
        &self,
        purpose: Purpose,
        tls: &Settings,
        patience: Duration,
    ) -> Option<(Handshake, Option<Stream>)> {
        let began = Instant::now();
        let deadline = self.deadline.min(began + patience);
        let stream = self.road.open(deadline.saturating_duration_since(began)).await?;
        let (to, host, via) = (self.road.to, &self.target.host, self.road.via());
        Some(shake(stream, to, host, purpose, via, tls, deadline).await)
    }

    async fn older(&self) -> Option<HandshakeEnd> {
        let began = Instant::now();
        let deadline = self.deadline.min(began + FURTHER);
        let stream = self.road.open(deadline.saturating_duration_since(began)).await?;
        let (to, host, via) = (self.road.to, &self.target.host, self.road.via());
        let seen = shake_as_of_old(stream, to, host, Purpose::Again, via, self.tls, deadline).await;
        let ended = seen.ended;
        self.journal.note(began, seen);
        Some(ended)
    }
}

/// The handshake with a control host over TLS: who signs for it? It learns nothing of who asks. Where it is trusted,
/// `question` is asked of it.
pub(crate) async fn control(
    journal: &Journal,
    control: &Target,
    road: &Road,
    tls: &Settings,
    question: Option<&HttpQuestion>,
    deadline: Instant,
) {
    let tls = tls.clone().naming(ServerName::OfHost).nobody().offering(&["http/1.1"]);
    let looked = Secure { journal, target: control, road, tls: &tls, deadline };
    let shaken = looked.shake(Purpose::Control, &tls, PATIENCE).await;
    if let (Some((seen, Some(stream))), Some(question)) = (shaken, question)
        && seen.is_trusted()
    {
        looked.exchange(stream, question, deadline).await;
    }
}

fn is_cut(ended: HandshakeEnd) -> bool {
    matches!(ended, HandshakeEnd::Reset | HandshakeEnd::Closed | HandshakeEnd::Silent)
}

/// True where the server may have ended it because it knows only older versions or suites.
fn may_be_of_old(seen: &Handshake) -> bool {
    let says_so = |alert: &Alert| {
        matches!(
            alert.name.as_str(),
            "protocol_version" | "handshake_failure" | "insufficient_security" | "internal_error"
        )
    };
    seen.ended == HandshakeEnd::Failed || seen.alert.as_ref().is_some_and(says_so)
}
