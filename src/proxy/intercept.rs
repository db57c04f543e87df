//! TLS ended here, so that its content is seen: for the hosts that the user names, and with certificates that only those
//! who trust the user's own authority take. What is no TLS, or for another host, passes as it is.

use std::sync::Arc;
use std::time::Duration;

use rustls::server::Acceptor;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio::io::AsyncReadExt;

use crate::probe::Stream;
use crate::probe::ahead::Ahead;
use crate::proxy::authority::Authority;
use crate::proxy::context::Context;
use crate::proxy::exchange::{Ending, Exchange};
use crate::proxy::pulse::Pulse;
use crate::proxy::reach;
use crate::proxy::requests::serve_requests;
use crate::proxy::trouble::{Kind, Trouble};
use crate::proxy::tunnel::End;
use crate::proxy::tunnel::switch;
use crate::proxy::wire::Wire;
use crate::serve::Untaken;
use crate::target::Host;
use crate::text::{Lang, Text};

/// How long the client's first bytes are waited for: in some protocols the server speaks first.
const PATIENCE: Duration = Duration::from_secs(2);

/// The most bytes read of a hello.
const MOST: usize = 64 * 1024;

/// What the only protocol is called that is looked into (RFC 7301).
const HTTP: &[u8] = b"http/1.1";

/// True where a tunnel to `host` and `port` is to be looked at: it is named, or it is an address, and the name may come in
/// the hello.
pub(crate) fn concerns(context: &Context, host: &Host, port: u16) -> bool {
    let settings = &context.core.settings;
    settings.authority.is_some()
        && (settings.intercept.matches(host, port)
            || (host.address().is_some() && port == 443 && !settings.intercept.is_empty()))
}

/// Serves a client that has been told that its tunnel to `meant` is open; what is not looked into goes to `place`.
pub(crate) async fn serve(
    context: Context,
    mut client: End,
    meant: (Host, u16),
    place: (Host, u16),
    mut exchange: Box<Exchange>,
) {
    let (host, port) = meant;
    let mut heard = client.ahead.to_vec();
    let hello = tokio::select! {
        hello = tokio::time::timeout(PATIENCE, hello(&mut client.wire, &mut heard)) => hello.ok().flatten(),
        () = context.stop.over() => return,
    };
    client.ahead = heard.into();
    let settings = &context.core.settings;
    let named = hello.as_ref().and_then(|hello| hello.name.as_deref()).and_then(Host::parse);
    let named = named.unwrap_or_else(|| host.clone());
    let is_meant = hello.is_some_and(|hello| hello.is_http) && settings.intercept.matches(&named, port);
    let certified = settings.authority.as_ref().filter(|_| is_meant).map(|authority| certified(authority, &named));
    match certified {
        Some(Ok(own)) => {
            // The client chose where to connect; the name says whom it expects there, and leads nowhere else.
            let led = (named != host).then_some(place);
            accept(Context { led, ..context }, client, (named, port), own, exchange).await;
        }
        Some(Err(trouble)) => exchange.fail(&trouble, Ending::Truncated),
        None => match reach::wire(&context, &place.0, place.1, &mut exchange).await {
            Ok((server, _)) => switch::join(&context, client, server.into(), &mut exchange).await,
            Err(trouble) => exchange.fail(&trouble, Ending::Truncated),
        },
    }
}

fn certified(authority: &Authority, host: &Host) -> Result<Arc<CertifiedKey>, Trouble> {
    authority.certified(host).map_err(|error| Trouble::new(Kind::Internal, Text::same(error.to_string())))
}

/// Ends TLS, and serves what comes out of it.
async fn accept(
    context: Context,
    client: End,
    authority: (Host, u16),
    own: Arc<CertifiedKey>,
    mut exchange: Box<Exchange>,
) {
    let Some(config) = config(own) else {
        let text = Text::fixed("TLS cannot be used here", "此处无法使用 TLS");
        return exchange.fail(&Trouble::new(Kind::Internal, text), Ending::Truncated);
    };
    let stream = Ahead { first: client.ahead.to_vec(), inner: Stream::from(client.wire) };
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let most = context.core.settings.bounds.head_time;
    let shaken = tokio::select! {
        shaken = tokio::time::timeout(most, acceptor.accept(stream)) => shaken,
        () = context.stop.over() => return,
    };
    exchange.intercepted = true;
    let stream: Stream = match shaken {
        Ok(Ok(stream)) => Box::new(stream),
        Ok(Err(error)) => return exchange.fail(&not_taken(&authority.0, &error), Ending::ClientLeft),
        Err(_) => {
            exchange.ending = Ending::Stalled;
            return;
        }
    };
    let user = exchange.user.clone();
    exchange.ending = Ending::Whole;
    // What comes out of the tunnel has records of its own.
    drop(exchange);
    let pulse = Arc::new(Pulse::default());
    serve_requests(Wire::Other(stream), Context { authority: Some(authority), user, pulse, ..context }).await;
}

/// Settings with one certificate, for HTTP/1.1 alone.
fn config(own: Arc<CertifiedKey>) -> Option<rustls::ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    let resolver = Arc::new(SingleCertAndKey::from(CertifiedKey::clone(&own)));
    let mut config = builder.with_no_client_auth().with_cert_resolver(resolver);
    config.alpn_protocols = vec![HTTP.to_vec()];
    Some(config)
}

/// That the client does not go on.
fn not_taken(host: &Host, error: &std::io::Error) -> Trouble {
    let why = Untaken::of(error);
    let said = why.tell();
    let text = Text::new(
        format!("{}; TLS was ended here for {host}", said.get(Lang::En)),
        format!("{}；此处为 {host} 终止了 TLS", said.get(Lang::Zh)),
    );
    let trouble = Trouble::new(Kind::ClientLeft, text);
    match why {
        Untaken::Distrusts(_) => trouble.with_mend(Text::fixed(
            "Let the client trust the file of --ca, or leave the host out of --intercept.",
            "请让客户端信任 --ca 的文件，或从 --intercept 中去掉该主机。",
        )),
        Untaken::Left(_) => trouble.with_mend(Text::fixed(
            "Clients that do not trust a certificate often leave so: see that it trusts the file of --ca, or leave the host out of --intercept.",
            "不信任证书的客户端常会这样离开：请确认它信任 --ca 的文件，或从 --intercept 中去掉该主机。",
        )),
        Untaken::Alert(_) | Untaken::NothingInCommon | Untaken::Malformed => trouble.with_mend(Text::fixed(
            "Leave the host out of --intercept: the client and the server then speak to each other alone.",
            "请从 --intercept 中去掉该主机：客户端将与服务器直接对话。",
        )),
    }
}

/// What a client's hello says.
struct Hello {
    name: Option<String>,
    /// True where it speaks HTTP/1.1, or does not say what it speaks.
    is_http: bool,
}

/// Reads a hello into `heard`; nothing where something else comes.
async fn hello(wire: &mut Wire, heard: &mut Vec<u8>) -> Option<Hello> {
    loop {
        match read(heard) {
            Read::Got(hello) => return Some(hello),
            Read::Other => return None,
            Read::More if heard.len() >= MOST => return None,
            Read::More => {}
        }
        let mut piece = [0; 4096];
        let some = wire.read(&mut piece).await.ok().filter(|some| *some > 0)?;
        heard.extend_from_slice(&piece[..some]);
    }
}

/// What bytes amount to.
enum Read {
    Got(Hello),
    More,
    Other,
}

/// Reads a hello from its beginning.
fn read(bytes: &[u8]) -> Read {
    // A record of a handshake, of any version (RFC 8446 section 5.1).
    if bytes.first().is_some_and(|kind| *kind != 22) || bytes.get(1).is_some_and(|major| *major != 3) {
        return Read::Other;
    }
    let (mut acceptor, mut rest) = (Acceptor::default(), bytes);
    while !rest.is_empty() {
        // Reading from memory fails where the library takes no more.
        if acceptor.read_tls(&mut rest).is_err() {
            return Read::Other;
        }
        match acceptor.accept() {
            Ok(None) => {}
            Ok(Some(accepted)) => {
                let hello = accepted.client_hello();
                let is_http = hello.alpn().is_none_or(|mut all| all.any(|one| one == HTTP));
                return Read::Got(Hello { name: hello.server_name().map(str::to_owned), is_http });
            }
            Err(_) => return Read::Other,
        }
    }
    Read::More
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hello of a client that goes to `name`, and speaks `alpn`.
    fn said(name: &'static str, alpn: &[&str]) -> Vec<u8> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = rustls::ClientConfig::builder_with_provider(provider);
        let builder = builder.with_safe_default_protocol_versions().expect("versions");
        let mut config = builder.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        config.alpn_protocols = alpn.iter().map(|one| one.as_bytes().to_vec()).collect();
        let name = name.try_into().expect("a name");
        let mut client = rustls::ClientConnection::new(Arc::new(config), name).expect("a client");
        let mut bytes = Vec::new();
        client.write_tls(&mut bytes).expect("in memory");
        bytes
    }

    #[test]
    fn hellos_are_read_once_they_are_whole() {
        for (name, alpn, wanted) in [
            ("a.example", &[][..], (Some("a.example"), true)),
            ("a.example", &["h2", "http/1.1"], (Some("a.example"), true)),
            ("a.example", &["h2"], (Some("a.example"), false)),
            ("127.0.0.1", &["http/1.1"], (None, true)),
        ] {
            let bytes = said(name, alpn);
            for end in 0..bytes.len() {
                assert!(matches!(read(&bytes[..end]), Read::More), "{end} of {}", bytes.len());
            }
            let Read::Got(hello) = read(&bytes) else { panic!("{name} {alpn:?}") };
            assert_eq!((hello.name.as_deref(), hello.is_http), wanted);
        }
        for other in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"SSH-2.0-x\r\n", b"\x16\x02", b"\x16\x03\x01\x00\x04\x05\0\0\0"]
        {
            assert!(matches!(read(other), Read::Other), "{other:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>, at in 0usize..300, byte: u8) {
            let _ = read(&bytes);
            let _ = read(&[&b"\x16\x03\x01"[..], &bytes].concat());
            let mut hello = said("a.example", &["http/1.1"]);
            let at = at.min(hello.len() - 1);
            hello[at] = byte;
            let _ = read(&hello);
        }
    }
}
