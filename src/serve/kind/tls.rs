//! TLS with a certificate made on the spot, for whatever name the client asks for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::server::{Acceptor, ClientHello};
use tokio_rustls::LazyConfigAcceptor;

use crate::report::{Ending, Endpoint, TlsAsked};
use crate::serve::certificate::{CertificateError, on_the_spot};
use crate::serve::connection::Outcome;
use crate::serve::log::Log;
use crate::serve::server::Server;
use crate::serve::stream::{Io, Replay};
use crate::serve::untaken::Untaken;
use crate::text::{Lang, Text};
use crate::wire::excerpt::excerpt;
use crate::wire::tls::{suite_name, version_name};

/// How long a handshake may take.
const LONGEST: Duration = Duration::from_secs(10);
/// Names for which certificates are kept.
const MOST: usize = 64;

/// The certificates made so far, by name.
#[derive(Debug, Default)]
pub(crate) struct Certificates {
    made: Mutex<HashMap<String, Arc<ServerConfig>>>,
}

impl Certificates {
    /// The settings with a certificate for `name`, or for `address` where none is asked for or none can be made.
    fn of(&self, name: Option<&str>, address: &str) -> Result<Arc<ServerConfig>, CertificateError> {
        let key = name.unwrap_or(address);
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(config) = made.get(key) {
            return Ok(config.clone());
        }
        let names = name.map_or_else(|| vec![address], |name| vec![name, address]);
        let config = Arc::new(on_the_spot(&names).or_else(|_| on_the_spot(&[address]))?);
        if made.len() >= MOST {
            made.clear();
        }
        made.insert(key.to_owned(), config.clone());
        Ok(config)
    }
}

/// Shakes hands, and gives the stream within.
pub(crate) async fn handshake(server: &Server, stream: Replay, log: &mut Log) -> Result<Replay, Outcome> {
    match tokio::time::timeout(LONGEST, accept(server, stream, log)).await {
        Ok(result) => result,
        Err(_) => {
            let note = Text::fixed("the TLS handshake stalled", "TLS 握手中途停顿");
            Err(not_done(log, "it stalled", note))
        }
    }
}

async fn accept(server: &Server, stream: Replay, log: &mut Log) -> Result<Replay, Outcome> {
    let start = match LazyConfigAcceptor::new(Acceptor::default(), stream).await {
        Ok(start) => start,
        Err(error) => return Err(told(log, &error)),
    };
    let hello = start.client_hello();
    let (asked, wants_http) = asked(&hello);
    let address = Endpoint::of(std::net::SocketAddr::new(log.arrival.to.address, 0)).address.to_string();
    let config = server.certificates.of(hello.server_name(), &address);
    log.arrival.tls = Some(asked);
    let mut config = match config {
        Ok(config) => config,
        Err(error) => return Err((Ending::Failed, Some(Text::same(error.to_string())))),
    };
    if wants_http {
        // Where a server names protocols, it must refuse clients that name others only; so it names what it is asked for.
        Arc::make_mut(&mut config).alpn_protocols = vec![b"http/1.1".to_vec()];
    }
    let stream = start.into_stream(config).await.map_err(|error| told(log, &error))?;
    let (_, session) = stream.get_ref();
    let version = session.protocol_version().map(|version| version_name(version.into()));
    let suite = session.negotiated_cipher_suite().map(|suite| suite_name(suite.suite().into()));
    let protocol = session.alpn_protocol().map(|name| excerpt(name, 32));
    if let Some(tls) = &mut log.arrival.tls {
        (tls.version, tls.suite, tls.protocol) = (version, suite, protocol);
    }
    let inner: Box<dyn Io> = Box::new(stream);
    Ok(Replay::new(inner))
}

/// What the client asks for, and whether HTTP/1.1 is among it.
fn asked(hello: &ClientHello<'_>) -> (TlsAsked, bool) {
    let offered: Vec<&[u8]> = hello.alpn().map(|all| all.take(16).collect()).unwrap_or_default();
    let asked = TlsAsked {
        server_name: hello.server_name().map(str::to_owned),
        alpn: offered.iter().map(|name| excerpt(name, 32)).collect(),
        suites: u16::try_from(hello.cipher_suites().len()).unwrap_or(u16::MAX),
        ..TlsAsked::default()
    };
    (asked, offered.contains(&&b"http/1.1"[..]))
}

/// Why a handshake failed.
fn told(log: &mut Log, error: &std::io::Error) -> Outcome {
    let note = Untaken::of(error).tell();
    not_done(log, note.get(Lang::En), note.clone())
}

fn not_done(log: &mut Log, why: &str, note: Text) -> Outcome {
    let tls = log.arrival.tls.get_or_insert_default();
    tls.failed = Some(excerpt(why.as_bytes(), 200));
    (Ending::TlsFailed, Some(note))
}
