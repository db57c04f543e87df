//! One handshake, finished whatever the trust, and everything seen in it.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use rustls::client::{ResolvesClientCert, Resumption};
use rustls::sign::CertifiedKey;
use rustls::{AlertDescription, ClientConfig, Error, ProtocolVersion, SignatureScheme};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{Instant, timeout_at};
use tokio_rustls::client::TlsStream;

use crate::observation::{Alert, Handshake, HandshakeEnd, Looked, Purpose};
use crate::probe::Stream;
use crate::probe::ahead::Ahead;
use crate::probe::tls::judge::Judge;
use crate::probe::tls::tap::{self, End, Shared, Tap};
use crate::probe::tls::{Identity, Settings};
use crate::target::Host;
use crate::wire::excerpt::excerpt;
use crate::wire::spoken::recognise;
use crate::wire::tls::{Begins, Flight, suite_name, version_name};
use crate::wire::x509;

/// The most authorities that are kept of a server's wish for a client certificate.
const MOST_AUTHORITIES: usize = 10;

/// Makes a handshake over `stream` with the host named `name` at `at`, by `deadline`. The stream comes back where
/// the handshake was completed, which says nothing of trust: see [`Handshake::is_trusted`].
pub async fn shake(
    stream: Stream,
    at: SocketAddr,
    name: &Host,
    purpose: Purpose,
    via: Option<String>,
    settings: &Settings,
    deadline: Instant,
) -> (Handshake, Option<Stream>) {
    let began = Instant::now();
    let mut seen = blank(at, name, purpose, via, settings);
    seen.offered = vec!["TLSv1.3".to_owned(), "TLSv1.2".to_owned()];
    let stream = connect(stream, &mut seen, settings, began, deadline).await;
    seen.took_ms = Some(began.elapsed().as_secs_f64() * 1000.0);
    (seen, stream)
}

/// A handshake of which nothing has been seen.
pub(super) fn blank(
    at: SocketAddr,
    name: &Host,
    purpose: Purpose,
    via: Option<String>,
    settings: &Settings,
) -> Handshake {
    let (expected_name, server_name) = settings.names(name);
    Handshake {
        address: at.ip(),
        port: at.port(),
        purpose,
        via,
        server_name,
        expected_name,
        offered: Vec::new(),
        ended: HandshakeEnd::Silent,
        alert: None,
        alert_sent: None,
        version: None,
        cipher: None,
        group: None,
        alpn: None,
        chain: Vec::new(),
        trust: Looked::NotLooked("no certificate was shown".to_owned()),
        client_certificate_wanted: false,
        client_certificate_given: false,
        client_authorities: Vec::new(),
        spoken: None,
        excerpt: None,
        detail: None,
        took_ms: None,
    }
}

/// The judge of a handshake that expects `expected`.
pub(super) fn judge(expected: &str, settings: &Settings) -> Judge {
    Judge {
        trust: settings.trust().clone(),
        expected: rustls::pki_types::ServerName::try_from(expected.to_owned()).ok(),
        ignored: settings.insecure,
        algorithms: rustls::crypto::ring::default_provider().signature_verification_algorithms,
        shown: Mutex::new(None),
    }
}

async fn connect(
    stream: Stream,
    seen: &mut Handshake,
    settings: &Settings,
    began: Instant,
    deadline: Instant,
) -> Option<Stream> {
    let judge = Arc::new(judge(&seen.expected_name, settings));
    let wish = Arc::new(Wish { identity: settings.identity.clone(), asked: Mutex::new(None) });
    let Some(mut config) = config(&judge, &wish) else {
        (seen.ended, seen.detail) = (HandshakeEnd::Failed, Some("TLS cannot be used here".to_owned()));
        return None;
    };
    config.alpn_protocols.clone_from(&settings.alpn);
    config.enable_sni = seen.server_name.is_some();
    let sent = seen.server_name.clone().unwrap_or_else(|| seen.expected_name.clone());
    let sent = rustls::pki_types::ServerName::try_from(sent).unwrap_or_else(|_| {
        // A name that TLS cannot send: the server is met without one.
        (config.enable_sni, seen.server_name) = (false, None);
        rustls::pki_types::ServerName::from(seen.address)
    });
    let (tap, log) = Tap::new(stream);
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let result = timeout_at(deadline, connector.connect(sent, tap)).await;
    if let Some((chain, trust)) = judge.verdict() {
        (seen.chain, seen.trust) = (chain, Looked::Saw(trust));
    }
    wish.tell(seen);
    let stream = match result {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => {
            fail(seen, &log, Some(&error));
            return None;
        }
        Err(_) => {
            fail(seen, &log, None);
            return None;
        }
    };
    seen.ended = HandshakeEnd::Done;
    facts(seen, &stream);
    finish(stream, seen, &log, began, deadline).await
}

/// Settings for one handshake; `None` where TLS cannot be used at all.
fn config(judge: &Arc<Judge>, wish: &Arc<Wish>) -> Option<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    let builder = builder.dangerous().with_custom_certificate_verifier(Arc::clone(judge) as Arc<_>);
    let mut config = builder.with_client_cert_resolver(Arc::clone(wish) as Arc<_>);
    // A resumed session shows no certificates.
    config.resumption = Resumption::disabled();
    Some(config)
}

/// What was agreed on.
fn facts(seen: &mut Handshake, stream: &TlsStream<Tap>) {
    let (_, agreed) = stream.get_ref();
    seen.version = agreed.protocol_version().map(|version| version_name(u16::from(version)));
    seen.cipher = agreed.negotiated_cipher_suite().map(|suite| suite_name(u16::from(suite.suite())));
    seen.group = agreed.negotiated_key_exchange_group().map(|group| format!("{:?}", group.name()));
    seen.alpn = agreed.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
}

/// In TLS 1.3 a server judges the client's certificate only once the client is done: its answer is awaited here, as
/// long as it may take one that answered the hello so fast.
async fn finish(
    mut stream: TlsStream<Tap>,
    seen: &mut Handshake,
    log: &Shared,
    began: Instant,
    deadline: Instant,
) -> Option<Stream> {
    let judged_late = stream.get_ref().1.protocol_version() == Some(ProtocolVersion::TLSv1_3);
    if !(judged_late && seen.client_certificate_wanted) {
        tap::close(log);
        return Some(Box::new(stream));
    }
    let patience = (began.elapsed() * 2).clamp(Duration::from_millis(100), Duration::from_millis(900));
    let mut first = vec![0; 4096];
    let answer = poll_fn(|cx| {
        let mut buffer = ReadBuf::new(&mut first);
        match Pin::new(&mut stream).poll_read(cx, &mut buffer) {
            Poll::Ready(result) => Poll::Ready(result.map(|()| Some(buffer.filled().len()))),
            // Session tickets come from a server that is content.
            Poll::Pending if stream.get_ref().1.tls13_tickets_received() > 0 => Poll::Ready(Ok(None)),
            Poll::Pending => Poll::Pending,
        }
    });
    let read = match timeout_at(deadline.min(Instant::now() + patience), answer).await {
        Err(_) | Ok(Ok(None)) => 0,
        Ok(Ok(Some(0))) => {
            seen.ended = HandshakeEnd::Closed;
            return None;
        }
        Ok(Ok(Some(read))) => read,
        Ok(Err(error)) => {
            fail(seen, log, Some(&error));
            return None;
        }
    };
    tap::close(log);
    first.truncate(read);
    Some(Box::new(Ahead { first, inner: stream }))
}

/// Reads from what passed why there was no handshake.
fn fail(seen: &mut Handshake, log: &Shared, error: Option<&std::io::Error>) {
    let (received, sent, end) = tap::with(log, |log| (log.received.clone(), log.sent.clone(), log.end));
    let flight = Flight::read(&received);
    let tls = error.and_then(|error| error.get_ref()).and_then(|inner| inner.downcast_ref::<Error>());
    let alert = match tls {
        Some(Error::AlertReceived(alert)) => Some(Alert::of(u8::from(*alert))),
        _ => flight.alert.clone(),
    };
    seen.ended = match (flight.begins, &alert, tls, end) {
        (Begins::Other, ..) => HandshakeEnd::NotTls,
        (_, Some(alert), ..) if alert.code == u8::from(AlertDescription::CloseNotify) => HandshakeEnd::Closed,
        (_, Some(_), ..) => HandshakeEnd::Alert,
        (.., Some(_), _) => HandshakeEnd::Failed,
        (.., Some(End::Reset)) => HandshakeEnd::Reset,
        (.., Some(End::Closed)) => HandshakeEnd::Closed,
        _ if error.is_some() => HandshakeEnd::Closed,
        _ => HandshakeEnd::Silent,
    };
    seen.alert = alert;
    seen.alert_sent = Flight::read(&sent).alert;
    if seen.ended == HandshakeEnd::NotTls {
        not_tls(seen, &received);
    }
    if seen.ended == HandshakeEnd::Failed {
        seen.detail = tls.map(ToString::to_string);
    }
    if let (Some(hello), None) = (flight.hello, &seen.version) {
        (seen.version, seen.cipher) = (Some(version_name(hello.version)), Some(suite_name(hello.suite)));
    }
    seen.client_certificate_wanted |= flight.asks_for_certificate;
}

/// What is answered, where that is not TLS.
pub(super) fn not_tls(seen: &mut Handshake, received: &[u8]) {
    seen.spoken = recognise(received).map(|(spoken, _)| spoken);
    seen.excerpt = Some(excerpt(received, 200));
}

/// Notes that the server asks for a client certificate, and gives the own one.
#[derive(Debug)]
struct Wish {
    identity: Option<Identity>,
    /// The authorities that it takes, once it has asked; and whether one was given.
    asked: Mutex<Option<(Vec<String>, bool)>>,
}

impl Wish {
    fn tell(&self, seen: &mut Handshake) {
        let asked = self.asked.lock().map(|asked| asked.clone()).unwrap_or_default();
        if let Some((authorities, given)) = asked {
            (seen.client_certificate_wanted, seen.client_certificate_given) = (true, given);
            seen.client_authorities = authorities;
        }
    }
}

impl ResolvesClientCert for Wish {
    fn resolve(&self, authorities: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let names = authorities.iter().take(MOST_AUTHORITIES).filter_map(|der| x509::distinguished_name(der));
        if let Ok(mut asked) = self.asked.lock() {
            *asked = Some((names.collect(), self.identity.is_some()));
        }
        self.identity.as_ref().map(|identity| Arc::clone(&identity.key))
    }

    fn has_certs(&self) -> bool {
        true
    }
}
