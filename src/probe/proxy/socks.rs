//! Asks a SOCKS proxy for a connection.

use tokio::time::Instant;

use crate::observation::{ProxyAnswer, ProxyEnd};
use crate::probe::Stream;
use crate::probe::ahead::Ahead;
use crate::probe::proxy::ear::Ear;
use crate::target::Login;
use crate::wire::excerpt::excerpt;
use crate::wire::socks::{self, Chosen, Destination, Read, Version};
use crate::wire::spoken;

/// The longest message is a reply with a name.
const MOST: usize = 1024;

/// Asks for `destination` and writes into `answer` what comes of it; the connection where it is open.
pub(super) async fn tunnel(
    mut ear: Ear,
    version: Version,
    (destination, port): (&Destination, u16),
    login: Option<&Login>,
    answer: &mut ProxyAnswer,
) -> Option<Stream> {
    let mut heard = Vec::new();
    let way = way(&mut ear, version, (destination, port), login, &mut heard, answer).await;
    match way {
        Err(ended) => {
            answer.ended = ended;
            None
        }
        Ok(()) => {
            answer.ended = ProxyEnd::Opened;
            // The target may have spoken already.
            Some(if heard.is_empty() { ear.stream } else { Box::new(Ahead { first: heard, inner: ear.stream }) })
        }
    }
}

/// Goes the way to its end, or says where it ended. What was heard beyond is left in `heard`.
async fn way(
    ear: &mut Ear,
    version: Version,
    (destination, port): (&Destination, u16),
    login: Option<&Login>,
    heard: &mut Vec<u8>,
    answer: &mut ProxyAnswer,
) -> Result<(), ProxyEnd> {
    let user = login.map_or("", |login| login.user.as_str());
    let request = version.connect(destination, port, user).ok_or(ProxyEnd::NotPossible)?;
    if version == Version::Five {
        log_in(ear, login, heard, answer).await?;
    } else {
        // The user is part of the request; a password there is none.
        answer.login_given = login.is_some();
    }
    let code = ask(ear, &request, |bytes| version.reply(bytes), heard, answer).await?;
    answer.reply = Some(code);
    match (version, code) {
        (Version::Five, 0) | (Version::Four, 90) => Ok(()),
        (Version::Five, 2) => Err(ProxyEnd::Denied),
        (Version::Five, 3..=6) => Err(ProxyEnd::TargetFailed),
        // The address is of a type that it does not know.
        (Version::Five, 8) => Err(ProxyEnd::NotPossible),
        // It wants to hear from an identification server here, or heard of another user from it.
        (Version::Four, 92 | 93) => {
            answer.login_ways = vec!["identd".to_owned()];
            Err(ProxyEnd::LoginRequired)
        }
        // SOCKS 4 knows one code for what is forbidden and what failed.
        _ => Err(ProxyEnd::OtherError),
    }
}

/// The part before the request in SOCKS 5 (RFC 1928 section 3, RFC 1929).
async fn log_in(
    ear: &mut Ear,
    login: Option<&Login>,
    heard: &mut Vec<u8>,
    answer: &mut ProxyAnswer,
) -> Result<(), ProxyEnd> {
    let message = match login {
        Some(login) => Some(socks::login(&login.user, &login.password).ok_or(ProxyEnd::NotPossible)?),
        None => None,
    };
    let chosen = ask_first(ear, socks::greeting(message.is_some()), socks::chosen, heard, answer).await?;
    match (chosen, message) {
        (Chosen::None, _) => Ok(()),
        (Chosen::Password, Some(message)) => {
            answer.login_ways = vec!["username/password".to_owned()];
            answer.login_given = true;
            match ask(ear, &message, socks::accepted, heard, answer).await? {
                true => Ok(()),
                false => Err(ProxyEnd::LoginRequired),
            }
        }
        (chosen, _) => {
            answer.login_ways = way_name(chosen).into_iter().collect();
            Err(ProxyEnd::LoginRequired)
        }
    }
}

/// What people call a way to log in (IANA, "SOCKS Methods"). Which one is wanted is not told where none offered will do.
fn way_name(chosen: Chosen) -> Option<String> {
    match chosen {
        Chosen::None | Chosen::Unacceptable => None,
        Chosen::Password => Some("username/password".to_owned()),
        Chosen::Other(1) => Some("GSSAPI".to_owned()),
        Chosen::Other(3) => Some("CHAP".to_owned()),
        Chosen::Other(6) => Some("TLS".to_owned()),
        Chosen::Other(other) => Some(format!("method {other}")),
    }
}

/// Says `bytes` and reads the answer with `read`, taking it out of `heard`.
async fn ask<T>(
    ear: &mut Ear,
    bytes: &[u8],
    read: impl Fn(&[u8]) -> Read<T>,
    heard: &mut Vec<u8>,
    answer: &mut ProxyAnswer,
) -> Result<T, ProxyEnd> {
    let unsaid = ear.say(bytes).await;
    loop {
        match read(heard) {
            Read::Got(message, used) => {
                heard.drain(..used.min(heard.len()));
                return Ok(message);
            }
            Read::NotSocks => return Err(not_socks(ear, heard, answer).await),
            Read::NeedMore => {}
        }
        if heard.len() >= MOST {
            return Err(ProxyEnd::WrongProtocol);
        }
        if let Err(ended) = ear.hear(heard).await {
            return Err(if heard.is_empty() { unsaid.unwrap_or(ended) } else { ended });
        }
    }
}

/// Hears enough of what is no SOCKS to tell what it is.
async fn not_socks(ear: &mut Ear, heard: &mut Vec<u8>, answer: &mut ProxyAnswer) -> ProxyEnd {
    while spoken::recognise(heard).is_none() && heard.len() < MOST && ear.hear_rest(heard).await.is_ok() {}
    answer.spoken = spoken::recognise(heard).map(|(spoken, _)| spoken);
    answer.excerpt = Some(excerpt(heard, 200));
    ProxyEnd::WrongProtocol
}

/// The same for the first message. An HTTP proxy takes it for the beginning of a line and waits for the end of it
/// (squid): where three quarters of the time passed without a byte, it is given two ends of a line. Who speaks SOCKS
/// would be put out by them, so whatever else is said then comes too late.
async fn ask_first<T>(
    ear: &mut Ear,
    bytes: &[u8],
    read: impl Fn(&[u8]) -> Read<T>,
    heard: &mut Vec<u8>,
    answer: &mut ProxyAnswer,
) -> Result<T, ProxyEnd> {
    let whole = ear.deadline;
    ear.deadline -= whole.saturating_duration_since(Instant::now()) / 4;
    let asked = ask(ear, bytes, read, heard, answer).await;
    ear.deadline = whole;
    if matches!(asked, Err(ProxyEnd::Silent)) && heard.is_empty() {
        ear.say(b"\r\n\r\n").await;
        if ear.hear(heard).await.is_ok() && spoken::recognise(heard).is_some() {
            return Err(not_socks(ear, heard, answer).await);
        }
    }
    asked
}
