//! How the service asked for was heard: one word for what HTTP answers, TLS handshakes and first bytes tell.

use std::net::IpAddr;

use crate::case::Case;
use crate::observation::{
    FactId, Handshake, HandshakeEnd, HttpAnswer, HttpEnd, Purpose, Question, Speech, SpeechEnd, Spoken,
};
use crate::target::Service;

/// What was heard over one connection on which the service was asked as it wants to be.
#[derive(Debug, Clone)]
pub struct Heard<'a> {
    /// The observation.
    pub id: FactId,
    /// The address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// The protocol asked in; none where nothing was said and a greeting waited for.
    pub asked: Option<Spoken>,
    /// How it ended.
    pub ended: HeardEnd,
    /// The protocol that answered, where it is another.
    pub spoken: Option<Spoken>,
    /// What the other end calls itself.
    pub product: Option<&'a str>,
    /// The beginning of what came.
    pub excerpt: Option<&'a str>,
    /// The observation that tells the other protocol, where it was a further question.
    pub found_by: Option<FactId>,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeardEnd {
    /// The service answered.
    Answered,
    /// The service answered, and says that it fails or does not serve this machine.
    Failed,
    /// Something else answered.
    Other,
    /// The answer broke off, or broke its protocol.
    Broken,
    /// The connection was closed without a byte.
    Closed,
    /// The connection was reset without a byte.
    Reset,
    /// Nothing came in time.
    Silent,
    /// The service began to answer, and was not done in time.
    Slow,
}

/// The protocol that a service speaks; none for plain TCP, and for what is not spoken over TCP.
pub fn own(service: Service) -> Option<Spoken> {
    Some(match service {
        Service::Tcp | Service::Bedrock => return None,
        Service::Http => Spoken::Http,
        Service::Https => Spoken::Tls,
        Service::Minecraft => Spoken::Minecraft,
        Service::Mcpi => Spoken::Mcpi,
        Service::Ssh => Spoken::Ssh,
        Service::Ftp => Spoken::Ftp,
        Service::Smtp => Spoken::Smtp,
        Service::Imap => Spoken::Imap,
        Service::Pop3 => Spoken::Pop3,
        Service::Dns => Spoken::Dns,
        Service::Mysql => Spoken::Mysql,
        Service::Postgres => Spoken::Postgres,
        Service::Redis => Spoken::Redis,
        Service::Mongodb => Spoken::Mongodb,
        Service::Mqtt => Spoken::Mqtt,
        Service::Ldap => Spoken::Ldap,
        Service::Rdp => Spoken::Rdp,
        Service::Vnc => Spoken::Vnc,
        Service::Telnet => Spoken::Telnet,
        Service::Smb => Spoken::Smb,
    })
}

impl<'a> Case<'a> {
    /// Every connection on which the service was asked as it wants to be, in the order seen.
    pub fn heard(&self) -> Vec<Heard<'a>> {
        let http = self.seen.each::<HttpAnswer>().filter(|(_, one)| one.purpose == Purpose::Asked);
        let tls = self.seen.each::<Handshake>().filter(|(_, one)| one.purpose == Purpose::Asked);
        let speech = self.seen.each::<Speech>().filter(|(_, one)| one.purpose == Purpose::Asked);
        let mut all: Vec<Heard> = http.map(|(id, one)| of_http(id, one)).collect();
        // Where the handshake was gone through with, what was asked behind it tells.
        let behind = |at: IpAddr| all.iter().any(|one| one.address == at);
        let tls: Vec<Heard> =
            tls.filter(|(_, one)| !behind(one.address)).map(|(id, one)| of_handshake(id, one)).collect();
        all.extend(tls);
        all.extend(speech.map(|(id, one)| of_speech(id, one, own(self.target.service))));
        all.extend(crate::case::minecraft::heard(self));
        all.iter_mut().for_each(|heard| self.find_out(heard));
        all.sort_by_key(|heard| heard.id);
        all
    }

    /// What answered a further question, where the own one was not answered as such.
    fn find_out(&self, heard: &mut Heard<'a>) {
        // A web server for TLS answers 400 to what is not TLS.
        let turned_away = |id| {
            let answer = self.seen.each::<HttpAnswer>().find(|(other, _)| *other == id).map(|(_, answer)| answer);
            answer.is_some_and(|answer| !answer.tls && answer.status == Some(400))
        };
        let wanted = |spoken: Spoken| match heard.ended {
            HeardEnd::Answered => spoken == Spoken::Tls && turned_away(heard.id),
            HeardEnd::Other => heard.spoken.is_none(),
            HeardEnd::Closed | HeardEnd::Reset | HeardEnd::Silent => true,
            HeardEnd::Failed | HeardEnd::Broken | HeardEnd::Slow => false,
        };
        let other = own(self.target.service);
        let found = self.seen.each::<Speech>().find(|(_, speech)| {
            speech.purpose == Purpose::Again
                && speech.address == heard.address
                && speech.spoken.is_some_and(|spoken| Some(spoken) != other && wanted(spoken))
        });
        if let Some((id, speech)) = found {
            heard.ended = HeardEnd::Other;
            (heard.spoken, heard.found_by) = (speech.spoken, Some(id));
            heard.product = speech.product.as_deref();
            heard.excerpt = Some(speech.excerpt.as_str());
        } else if let Some((id, spoken, stands)) = crate::case::minecraft::further(self, heard, other)
            && wanted(spoken)
        {
            heard.ended = HeardEnd::Other;
            (heard.spoken, heard.found_by, heard.product) = (Some(spoken), Some(id), stands.product);
        } else if let Some(ended) = greeting(other, heard) {
            heard.ended = ended;
        }
    }
}

fn of_http<'a>(id: FactId, answer: &'a HttpAnswer) -> Heard<'a> {
    let ended = match answer.ended {
        HttpEnd::Answered if answer.is_refusal() => HeardEnd::Failed,
        HttpEnd::Answered => HeardEnd::Answered,
        // Meant as HTTP, and not readable as such.
        HttpEnd::NotHttp if answer.spoken == Some(Spoken::Http) => HeardEnd::Broken,
        HttpEnd::NotHttp => HeardEnd::Other,
        HttpEnd::Broken => HeardEnd::Broken,
        HttpEnd::Reset => HeardEnd::Reset,
        HttpEnd::Closed => HeardEnd::Closed,
        HttpEnd::Silent => HeardEnd::Silent,
        HttpEnd::Slow => HeardEnd::Slow,
    };
    Heard {
        id,
        address: answer.address,
        port: answer.port,
        asked: Some(Spoken::Http),
        ended,
        spoken: answer.spoken.filter(|spoken| *spoken != Spoken::Http),
        product: answer.server.as_deref(),
        excerpt: answer.excerpt.as_deref(),
        found_by: None,
    }
}

fn of_handshake<'a>(id: FactId, handshake: &'a Handshake) -> Heard<'a> {
    let ended = match handshake.ended {
        HandshakeEnd::Done if handshake.is_trusted() => HeardEnd::Answered,
        HandshakeEnd::Done | HandshakeEnd::Answered | HandshakeEnd::Alert | HandshakeEnd::Failed => HeardEnd::Failed,
        HandshakeEnd::NotTls => HeardEnd::Other,
        HandshakeEnd::Reset => HeardEnd::Reset,
        HandshakeEnd::Closed => HeardEnd::Closed,
        HandshakeEnd::Silent => HeardEnd::Silent,
    };
    Heard {
        id,
        address: handshake.address,
        port: handshake.port,
        asked: Some(Spoken::Tls),
        ended,
        spoken: handshake.spoken,
        product: None,
        excerpt: handshake.excerpt.as_deref(),
        found_by: None,
    }
}

/// How a server of mail or files greets that does not say which it is: well, or by saying no.
fn greeting(own: Option<Spoken>, heard: &Heard) -> Option<HeardEnd> {
    let excerpt = heard.excerpt.filter(|_| heard.ended == HeardEnd::Other && heard.spoken.is_none())?;
    let begins = |words: &[&str]| words.iter().any(|word| excerpt.starts_with(word));
    let (well, no): (&[&str], &[&str]) = match own? {
        Spoken::Smtp | Spoken::Ftp => (&["220 ", "220-"], &["421 ", "421-", "521 ", "530 ", "554 ", "554-"]),
        Spoken::Pop3 => (&["+OK"], &["-ERR"]),
        _ => return None,
    };
    match (begins(well), begins(no)) {
        (true, _) => Some(HeardEnd::Answered),
        (_, true) => Some(HeardEnd::Failed),
        _ => None,
    }
}

/// An IMAP server may say good-bye in place of a greeting (RFC 9051 section 7.1.5).
fn says_goodbye(speech: &Speech) -> bool {
    speech.spoken == Some(Spoken::Imap) && speech.excerpt.starts_with("* BYE")
}

fn of_speech<'a>(id: FactId, speech: &'a Speech, own: Option<Spoken>) -> Heard<'a> {
    let ended = match (speech.ended, speech.spoken) {
        (SpeechEnd::Closed, _) => HeardEnd::Closed,
        (SpeechEnd::Reset, _) => HeardEnd::Reset,
        (SpeechEnd::Silent, _) => HeardEnd::Silent,
        // Of plain TCP nothing is expected.
        (SpeechEnd::Answered, _) if own.is_none() => HeardEnd::Answered,
        (SpeechEnd::Answered, spoken) if spoken != own || spoken.is_none() => HeardEnd::Other,
        (SpeechEnd::Answered, _) if speech.says_no.is_some() || says_goodbye(speech) => HeardEnd::Failed,
        (SpeechEnd::Answered, _) => HeardEnd::Answered,
    };
    Heard {
        id,
        address: speech.address,
        port: speech.port,
        asked: match speech.question {
            Question::Listen => None,
            Question::Ask(spoken) | Question::Announced(spoken) => Some(spoken),
            Question::Join => Some(Spoken::Minecraft),
        },
        ended,
        spoken: speech.spoken.filter(|spoken| Some(*spoken) != own),
        product: speech.product.as_deref(),
        excerpt: Some(&speech.excerpt),
        found_by: None,
    }
}
