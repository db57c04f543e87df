//! One DNS exchange over TLS (RFC 7858) or HTTPS (RFC 8484), with the server's certificate checked.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::iocompat::AsyncIoTokioAsStd;
use hickory_resolver::net::xfer::{DnsRequestSender, FirstAnswer};
use hickory_resolver::proto::op::{DnsRequest, DnsRequestOptions, Message};
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use crate::observation::{Answer, Transport};
use crate::probe::resolve::{Ask, tcp};
use crate::probe::tls::Trust;
use crate::wire::dns::Fault;

/// What an encrypted way needs besides an address.
#[derive(Debug, Clone)]
pub struct Encrypted {
    /// The name or address that the certificate must hold.
    pub name: String,
    /// The path of the HTTPS resource.
    pub path: String,
    /// Who may vouch for the certificate.
    pub trust: Trust,
}

/// Sends `message` over TLS or HTTPS, as `ask` says, and gives the answer as `read` takes it. The identifier of an
/// answer over HTTPS is 0 (RFC 8484 section 4.1), which `read` is told.
pub(super) async fn exchange<T>(
    ask: &Ask,
    encrypted: &Encrypted,
    message: &[u8],
    time: Duration,
    read: impl FnOnce(&[u8], Option<u16>) -> Result<T, Fault>,
) -> Result<T, Answer> {
    let end = Instant::now() + time;
    let stream = tcp::connect(ask.server, time).await?;
    let over_https = ask.transport == Transport::Https;
    let work = async {
        match over_https {
            true => https(stream, ask, encrypted, message).await,
            false => tls(stream, encrypted, message).await,
        }
    };
    let bytes = match timeout_at(end, work).await {
        Err(_) => return Err(Answer::Unanswered),
        Ok(result) => result?,
    };
    read(&bytes, over_https.then_some(0)).map_err(|fault| Answer::Garbled { detail: fault.to_string() })
}

async fn tls(stream: TcpStream, encrypted: &Encrypted, message: &[u8]) -> Result<Vec<u8>, Answer> {
    let name = ServerName::try_from(encrypted.name.clone()).map_err(|error| untrusted(&error))?;
    let connector = tokio_rustls::TlsConnector::from(encrypted.trust.config(b"dot").ok_or_else(unusable)?);
    let stream = connector.connect(name, stream).await.map_err(|error| match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof => tcp::broken(&error),
        _ => untrusted(&error),
    })?;
    tcp::converse(stream, message).await.map_err(|error| tcp::broken(&error))
}

async fn https(stream: TcpStream, ask: &Ask, encrypted: &Encrypted, message: &[u8]) -> Result<Vec<u8>, Answer> {
    let config = encrypted.trust.config(b"h2").ok_or_else(unusable)?;
    let (name, path): (Arc<str>, Arc<str>) = (encrypted.name.as_str().into(), encrypted.path.as_str().into());
    let stream = async { Ok(AsyncIoTokioAsStd(stream)) };
    let connected = hickory_resolver::net::h2::connect(stream, config, ask.server, name, path, None).await;
    let mut sender = connected.map_err(|error| failed(&error))?;
    let message = Message::from_vec(message).map_err(|error| untrusted(&error))?;
    let mut answers = sender.send_message(DnsRequest::new(message, DnsRequestOptions::default()));
    let answer = (&mut answers).first_answer().await.map_err(|error| failed(&error))?;
    Ok(answer.into_buffer())
}

/// What an error of the HTTPS client says.
fn failed(error: &NetError) -> Answer {
    match error {
        NetError::Timeout => Answer::Unanswered,
        NetError::Io(error) => untrusted(error),
        error => Answer::Garbled { detail: error.to_string() },
    }
}

/// A TLS handshake that failed; the text is rustls' own, which names what was wrong with the certificate.
fn untrusted(error: &dyn std::fmt::Display) -> Answer {
    Answer::Untrusted { detail: error.to_string() }
}

fn unusable() -> Answer {
    untrusted(&"TLS cannot be used here")
}
