//! Whether the service asked for answers once the port is open, and what really does where it does not.

use std::time::Duration;

use tokio::time::Instant;

use crate::case::own;
use crate::diagnose::game::Game;
use crate::diagnose::journal::Journal;
use crate::diagnose::secure::Secure;
use crate::diagnose::web;
use crate::observation::{Handshake, HandshakeEnd, HttpAnswer, HttpEnd, Purpose, Question, Speech, SpeechEnd, Spoken};
use crate::probe::tls::Settings;
use crate::probe::{self, Road};
use crate::target::{Service, Target};

/// What is asked where the own question is not answered as such, after what the port suggests. None of them names
/// anybody or changes anything. The commoner they are, the earlier.
const FURTHER: &[Spoken] = &[
    Spoken::Http,
    Spoken::Tls,
    Spoken::Minecraft,
    Spoken::Mcpi,
    Spoken::Redis,
    Spoken::Postgres,
    Spoken::Socks5,
    Spoken::Rdp,
    Spoken::Mqtt,
    Spoken::Ldap,
];
/// The most further questions, each on a connection of its own.
const MOST: usize = 10;
/// How long a port of which nothing is expected is listened to: for a greeting, and for a hasty end.
const MOMENT: Duration = Duration::from_millis(100);
/// What a game server that answers once a tick takes, and a round trip on top.
const TURN: Duration = Duration::from_millis(200);

/// One open port, and the way new connections to it are made.
pub(crate) struct Speaker<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) target: &'a Target,
    pub(crate) road: &'a Road,
    /// Whom to trust over TLS, and who to be.
    pub(crate) tls: &'a Settings,
    /// The round trip.
    pub(crate) rtt: Duration,
    pub(crate) deadline: Instant,
}

impl Speaker<'_> {
    /// Asks the service as it wants to be asked, and finds out what answers where it does not.
    pub(crate) async fn look(&self) {
        match (self.target.service, own(self.target.service)) {
            (Service::Http, _) => self.web().await,
            (Service::Https, _) => self.secure().await,
            // Not a byte is sent where no protocol was asked for.
            (_, None) => {
                self.ask(Question::Listen, Purpose::Asked, MOMENT + self.rtt * 2).await;
            }
            (Service::Minecraft, _) => self.game(Game::Java).await,
            (Service::Mcpi, _) => self.game(Game::Mcpi).await,
            (_, Some(own)) => self.service(own).await,
        }
    }

    async fn web(&self) {
        if let Some(answer) = web::look(self).await {
            self.look_behind(&answer).await;
        }
    }

    /// What an answer to a plain HTTP request leaves open: what speaks there, where it is not a web server as such.
    pub(crate) async fn look_behind(&self, answer: &HttpAnswer) {
        match answer.ended {
            // A web server for TLS says so by this status.
            HttpEnd::Answered if answer.status == Some(400) => {
                self.ask(Question::Ask(Spoken::Tls), Purpose::Again, self.turn()).await;
            }
            HttpEnd::Answered | HttpEnd::Slow => {}
            HttpEnd::NotHttp if answer.spoken.is_some() => {}
            HttpEnd::NotHttp if is_code(answer.excerpt.as_deref().unwrap_or_default()) => self.mail_or_files().await,
            HttpEnd::NotHttp => self.find_out(Spoken::Http, SpeechEnd::Answered).await,
            HttpEnd::Closed | HttpEnd::Broken => self.doubt_web(SpeechEnd::Closed).await,
            HttpEnd::Reset => self.doubt_web(SpeechEnd::Reset).await,
            HttpEnd::Silent => self.doubt_web(SpeechEnd::Silent).await,
        }
    }

    /// Whether it answers under another name, and else what does answer.
    async fn doubt_web(&self, ended: SpeechEnd) {
        if !web::other_name(self).await {
            self.find_out(Spoken::Http, ended).await;
        }
    }

    async fn secure(&self) {
        let Speaker { journal, target, road, tls, deadline, .. } = *self;
        let Some(seen) = (Secure { journal, target, road, tls, deadline }).look().await else { return };
        let ended = match seen.ended {
            HandshakeEnd::NotTls if seen.spoken.is_none() => SpeechEnd::Answered,
            HandshakeEnd::Closed => SpeechEnd::Closed,
            HandshakeEnd::Reset => SpeechEnd::Reset,
            HandshakeEnd::Silent => SpeechEnd::Silent,
            _ => return,
        };
        // Where any hello is answered, it is the name or the version that decides, and not the protocol.
        let cut = |end: HandshakeEnd| {
            matches!(end, HandshakeEnd::NotTls | HandshakeEnd::Closed | HandshakeEnd::Reset | HandshakeEnd::Silent)
        };
        let here = |one: &Handshake| one.address == road.to.ip() && one.purpose != Purpose::Control;
        if journal.read(|seen| seen.each::<Handshake>().all(|(_, one)| !here(one) || cut(one.ended))) {
            self.find_out(Spoken::Tls, ended).await;
        }
    }

    /// A service other than the web: hears its greeting, or asks its own question.
    async fn service(&self, own: Spoken) {
        let question = if own.greets() { Question::Listen } else { Question::Ask(own) };
        let Some(heard) = self.ask(question, Purpose::Asked, self.patience()).await else { return };
        match (heard.ended, heard.spoken) {
            (SpeechEnd::Answered, Some(_)) => {}
            (SpeechEnd::Answered, None) if is_code(&heard.excerpt) => self.mail_or_files().await,
            (ended, _) => self.find_out(own, ended).await,
        }
    }

    /// Mail and file servers greet alike: which is it?
    async fn mail_or_files(&self) {
        for which in [Spoken::Smtp, Spoken::Ftp] {
            let told = self.ask(Question::Ask(which), Purpose::Again, self.turn()).await;
            if told.is_none_or(|told| told.spoken.is_some()) {
                return;
            }
        }
    }

    /// Asks in other protocols until one answers. `ended` is what came of asking in `own`.
    pub(crate) async fn find_out(&self, own: Spoken, ended: SpeechEnd) {
        let hasty = |end: SpeechEnd| matches!(end, SpeechEnd::Closed | SpeechEnd::Reset);
        if hasty(ended) {
            // What ends the connection unasked ends it whatever is asked.
            let listened = !own.greets();
            if !listened {
                return;
            }
            let unasked = self.ask(Question::Listen, Purpose::Again, MOMENT + self.rtt * 2).await;
            if unasked.is_none_or(|heard| hasty(heard.ended) || heard.spoken.is_some()) {
                return;
            }
            if announces(own) {
                // It closes at once where the header is not wanted.
                let announced = self.ask(Question::Announced(own), Purpose::Again, self.turn() * 4).await;
                let Some(announced) = announced else { return };
                if announced.spoken == Some(own) {
                    // Is it the header that makes the difference, or does it close now and then?
                    self.ask(Question::Ask(own), Purpose::Again, self.turn()).await;
                    return;
                }
            }
        }
        let suggested = crate::case::own(Service::from_port(self.road.to.port()));
        let all = suggested.into_iter().chain(FURTHER.iter().copied());
        let mut asked = vec![own];
        for spoken in all.filter(|spoken| crate::wire::spoken::question(*spoken).is_some()) {
            if asked.contains(&spoken) || asked.len() > MOST || Instant::now() + self.turn() > self.deadline {
                continue;
            }
            asked.push(spoken);
            let heard = self.ask(Question::Ask(spoken), Purpose::Again, self.turn()).await;
            if heard.is_none_or(|heard| heard.spoken.is_some()) {
                return;
            }
        }
    }

    /// How long the own question may take. It is given up before others are asked: a server that takes one
    /// connection after the other would answer none of them.
    pub(crate) fn patience(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now()) * 3 / 5
    }

    /// How long one further question may take.
    pub(crate) fn turn(&self) -> Duration {
        TURN + self.rtt * 3
    }

    pub(crate) async fn ask(&self, question: Question, purpose: Purpose, patience: Duration) -> Option<Speech> {
        let began = Instant::now();
        let patience = patience.min(self.deadline.saturating_duration_since(began));
        let heard = probe::speech(self.road, question, purpose, patience).await?;
        self.journal.note(began, heard.clone());
        Some(heard)
    }
}

/// Protocols that stand behind load balancers, and whose answer shows that the header was taken for one.
fn announces(own: Spoken) -> bool {
    matches!(own, Spoken::Http | Spoken::Tls | Spoken::Minecraft)
}

/// A greeting of mail and file servers.
fn is_code(excerpt: &str) -> bool {
    excerpt.starts_with("220 ") || excerpt.starts_with("220-")
}
