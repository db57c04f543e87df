//! Asks the netwhy on the server what arrived there.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::probe::interface_index::scoped;
use crate::target::Host;
use crate::wire::peer::{Answer, Question};

/// The longest answer that is read, in bytes.
const MOST: u64 = 4096;

/// A port of the server that works, and what shows that this client was told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerPlace {
    host: Host,
    port: u16,
    token: String,
}

/// Why a text names no such place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "write it as `netwhy serve --peer` on the server shows it: HOST:PORT/TOKEN; `--peer` alone gives a text to carry there"
)]
pub struct NoPlace;

impl FromStr for PeerPlace {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<PeerPlace, NoPlace> {
        let text = text.strip_prefix("http://").unwrap_or(text);
        let (authority, rest) = text.split_once('/').ok_or(NoPlace)?;
        let token = rest.strip_prefix("peer/").unwrap_or(rest).trim_end_matches('/');
        let is_plain = (1..=64).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let (host, port) = authority.rsplit_once(':').ok_or(NoPlace)?;
        let host = match host.strip_prefix('[') {
            Some(inner) => inner.strip_suffix(']').ok_or(NoPlace)?,
            // Without brackets the port could not be told from the address.
            None if host.contains(':') => return Err(NoPlace),
            None => host,
        };
        let host = Host::parse(host).filter(|host| host.fault().is_none()).ok_or(NoPlace)?;
        let port = port.parse().ok().filter(|port| *port != 0).ok_or(NoPlace)?;
        is_plain.then(|| PeerPlace { host, port, token: token.to_owned() }).ok_or(NoPlace)
    }
}

impl fmt::Display for PeerPlace {
    /// Without the token, which is a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Address { address, .. } if address.is_ipv6() => write!(f, "[{}]:{}", self.host, self.port),
            host => write!(f, "{host}:{}", self.port),
        }
    }
}

/// An answer, and what the asking showed of the clocks.
#[derive(Debug, Clone)]
pub struct PeerSaid {
    /// The answer.
    pub answer: Answer,
    /// How far the server's clock is ahead, in milliseconds.
    pub ahead_ms: i64,
    /// How wrong that may be, in milliseconds.
    pub within_ms: i64,
}

/// Asks `question` at `place` within `patience`.
///
/// # Errors
/// What came instead of an answer, in words.
pub async fn ask_peer(place: &PeerPlace, question: &Question, patience: Duration) -> Result<PeerSaid, String> {
    let deadline = Instant::now() + patience;
    let asked = tokio::time::timeout_at(deadline, ask(place, question)).await;
    asked.unwrap_or_else(|_| Err(format!("{place} does not answer within {:.1} s", patience.as_secs_f64())))
}

async fn ask(place: &PeerPlace, question: &Question) -> Result<PeerSaid, String> {
    let mut stream = open(place).await.map_err(|error| format!("{place} cannot be reached: {error}"))?;
    let body = question.text();
    let request = format!(
        "POST /peer/{} HTTP/1.1\r\nHost: {place}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        place.token,
        body.len()
    );
    let lost = |error: std::io::Error| format!("{place} ends the conversation: {error}");
    let before = jiff::Timestamp::now().as_millisecond();
    stream.write_all(request.as_bytes()).await.map_err(lost)?;
    let mut bytes = Vec::new();
    // What came before a connection ended badly may be whole.
    let read = (&mut stream).take(MOST).read_to_end(&mut bytes).await;
    let after = jiff::Timestamp::now().as_millisecond();
    let text = String::from_utf8_lossy(&bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return Err(match read {
            Err(error) => lost(error),
            Ok(_) => format!("{place} answers, but not as `netwhy serve --peer` does"),
        });
    };
    match head.split(' ').nth(1) {
        Some("200") => {}
        Some("403") => return Err(format!("{place} does not take that token; copy it anew from the server")),
        _ => return Err(format!("{place} answers, but not as `netwhy serve --peer` does")),
    }
    let answer = Answer::read(body).map_err(|error| format!("{place}: {error}"))?;
    if !answer.is_to(question) {
        return Err(format!("{place} answers another question"));
    }
    // It looked at its clock somewhere between, so half-way is off by half at most.
    let clock = i64::try_from(answer.clock_ms).unwrap_or(i64::MAX);
    Ok(PeerSaid { ahead_ms: clock.saturating_sub(before.midpoint(after)), within_ms: (after - before) / 2 + 1, answer })
}

async fn open(place: &PeerPlace) -> std::io::Result<TcpStream> {
    let addresses: Vec<SocketAddr> = match &place.host {
        Host::Address { address, zone } => vec![scoped(*address, zone.as_deref(), place.port)],
        Host::Name(name) => tokio::net::lookup_host((name.as_str(), place.port)).await?.collect(),
    };
    TcpStream::connect(addresses.as_slice()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_shown() {
        for (text, shown) in [
            ("10.0.0.1:8000/abc2", "10.0.0.1:8000"),
            ("http://10.0.0.1:8000/peer/abc2", "10.0.0.1:8000"),
            ("[2001:db8::1]:8000/abc2/", "[2001:db8::1]:8000"),
            ("Server.Example:1/x", "server.example:1"),
        ] {
            assert_eq!(text.parse::<PeerPlace>().unwrap().to_string(), shown);
        }
        for text in [
            "",
            "10.0.0.1",
            "10.0.0.1:8000",
            "10.0.0.1:8000/",
            "10.0.0.1:0/a",
            ":8000/a",
            "a:b/c",
            "a:1/c d",
            "2001:db8::1:8000/abc",
        ] {
            assert!(text.parse::<PeerPlace>().is_err(), "{text}");
        }
    }
}
