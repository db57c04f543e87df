//! A hello of an older kind: what a server chooses that clients of today cannot agree with, and what it shows.

use std::net::SocketAddr;

use rustls::pki_types::{CertificateDer, UnixTime};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use crate::observation::{Handshake, HandshakeEnd, Looked, Purpose};
use crate::probe::Stream;
use crate::probe::tls::Settings;
use crate::probe::tls::shake::{blank, judge, not_tls};
use crate::target::Host;
use crate::wire::tls::{Begins, Flight, MOST_BYTES, older_hello, suite_name, version_name};

/// Sends a hello that offers TLS 1.2 at most, with the suites of old, over `stream`; reads what the server says in
/// the open, and closes. The chain it shows is judged, though a server that goes no further does not prove that it
/// holds the key.
pub async fn shake_as_of_old(
    mut stream: Stream,
    at: SocketAddr,
    name: &Host,
    purpose: Purpose,
    via: Option<String>,
    settings: &Settings,
    deadline: Instant,
) -> Handshake {
    let began = Instant::now();
    let mut seen = blank(at, name, purpose, via, settings);
    seen.offered = ["TLSv1.2", "TLSv1.1", "TLSv1.0"].map(str::to_owned).to_vec();
    let mut random = [0; 32];
    // It need not be secret, so that zeros do where the system gives none.
    let _ = rustls::crypto::ring::default_provider().secure_random.fill(&mut random);
    let hello = older_hello(seen.server_name.as_deref(), random);
    let (received, end) = match timeout_at(deadline, stream.write_all(&hello)).await {
        Ok(Ok(())) => read(&mut stream, deadline).await,
        Ok(Err(_)) => (Vec::new(), HandshakeEnd::Reset),
        Err(_) => (Vec::new(), HandshakeEnd::Silent),
    };
    let flight = Flight::read(&received);
    seen.ended = match (flight.begins, flight.hello, &flight.alert) {
        (Begins::Other, ..) => HandshakeEnd::NotTls,
        (_, Some(_), _) => HandshakeEnd::Answered,
        (_, None, Some(_)) => HandshakeEnd::Alert,
        (_, None, None) => end,
    };
    if seen.ended == HandshakeEnd::NotTls {
        not_tls(&mut seen, &received);
    }
    if let Some(hello) = flight.hello {
        (seen.version, seen.cipher) = (Some(version_name(hello.version)), Some(suite_name(hello.suite)));
    }
    let chain: Vec<CertificateDer<'_>> = flight.certificates.iter().map(|der| der.as_slice().into()).collect();
    if !chain.is_empty() {
        let (chain, trust) = judge(&seen.expected_name, settings).judge(&chain, UnixTime::now());
        (seen.chain, seen.trust) = (chain, Looked::Saw(trust));
    }
    seen.alert = flight.alert;
    seen.client_certificate_wanted = flight.asks_for_certificate;
    seen.took_ms = Some(began.elapsed().as_secs_f64() * 1000.0);
    seen
}

/// Reads until the server has said all that it says in the open, or how it ended before.
async fn read(stream: &mut Stream, deadline: Instant) -> (Vec<u8>, HandshakeEnd) {
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let flight = Flight::read(&received);
        if flight.is_over || flight.begins == Begins::Other || received.len() >= MOST_BYTES {
            return (received, HandshakeEnd::Closed);
        }
        match timeout_at(deadline, stream.read(&mut buffer)).await {
            Ok(Ok(0)) => return (received, HandshakeEnd::Closed),
            Ok(Ok(read)) => received.extend_from_slice(&buffer[..read]),
            Ok(Err(_)) => return (received, HandshakeEnd::Reset),
            Err(_) => return (received, HandshakeEnd::Silent),
        }
    }
}
