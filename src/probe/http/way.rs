//! The way to where a request is sent: to the target, through a proxy, or to the proxy itself.

use std::net::SocketAddr;

use tokio::time::Instant;

use crate::observation::{Exchange, ExchangeEnd, Handshake, ProxySource, Purpose};
use crate::probe::Stream;
use crate::probe::http::client::ms;
use crate::probe::http::reach::reach;
use crate::probe::http::{Request, Settings};
use crate::probe::proxy::{Passage, pass};
use crate::probe::tls;
use crate::target::{Detour, Host, Proxy, ProxyScheme, Service};

/// What a connection must lead to so that it serves for `request`.
pub(super) fn whereto(request: &Request, settings: &Settings) -> String {
    match &settings.proxy {
        Some((proxy, _)) if settings.is_asked_in_absolute_form(&request.target) => proxy.to_string(),
        _ => format!("{}://{}", request.target.service.scheme(), request.target),
    }
}

/// Opens the way for `request` by `deadline`; where it stays shut, `seen` says why. The address is that of the machine
/// connected to.
pub(super) async fn open(
    request: &Request,
    settings: &Settings,
    seen: &mut Exchange,
    deadline: Instant,
) -> Option<(Stream, SocketAddr)> {
    let target = &request.target;
    let (host, port) = Detour::take(&settings.detours, &target.host, target.port);
    let (stream, address) = match &settings.proxy {
        None => reach(&host, port, settings, seen, deadline).await?,
        Some((proxy, from)) => {
            let (stream, address) = reach(&proxy.host, proxy.port, settings, seen, deadline).await?;
            let began = Instant::now();
            let stream = match settings.is_asked_in_absolute_form(target) {
                true => own(stream, address, proxy, settings, seen, deadline).await,
                false => tunnel(stream, address, (proxy, from), (&host, port), settings, seen, deadline).await,
            };
            let is_asked = proxy.scheme != ProxyScheme::Http || seen.proxy_answer.is_some();
            seen.phases.proxy_ms = is_asked.then(|| ms(began.elapsed()));
            (stream?, address)
        }
    };
    if target.service != Service::Https {
        return Some((stream, address));
    }
    let began = Instant::now();
    let via = seen.proxy.clone();
    let (handshake, stream) =
        tls::shake(stream, address, &target.host, Purpose::Asked, via, &settings.tls, deadline).await;
    seen.phases.tls_ms = Some(ms(began.elapsed()));
    let stream = trusted(&handshake, stream);
    seen.tls = Some(handshake);
    if stream.is_none() {
        seen.ended = ExchangeEnd::TlsFailed;
    }
    Some((stream?, address))
}

/// Asks the proxy to pass on to `place`.
async fn tunnel(
    stream: Stream,
    at: SocketAddr,
    (proxy, from): (&Proxy, &ProxySource),
    (host, port): (&Host, u16),
    settings: &Settings,
    seen: &mut Exchange,
    deadline: Instant,
) -> Option<Stream> {
    let fields = &settings.proxy_fields;
    let passage = Passage { proxy, from, host, port, fields, tls: &settings.tls, purpose: Purpose::Asked };
    let passed = pass(stream, at, &passage, deadline).await;
    (seen.proxy_answer, seen.proxy_tls) = (Some(passed.answer), passed.handshake);
    if passed.stream.is_none() {
        seen.ended = ExchangeEnd::ProxyFailed;
    }
    passed.stream
}

/// Speaks to the proxy itself, over TLS where it is of that kind.
async fn own(
    stream: Stream,
    at: SocketAddr,
    proxy: &Proxy,
    settings: &Settings,
    seen: &mut Exchange,
    deadline: Instant,
) -> Option<Stream> {
    if proxy.scheme != ProxyScheme::Https {
        return Some(stream);
    }
    let tls = settings.tls.clone().for_proxy();
    let (handshake, stream) = tls::shake(stream, at, &proxy.host, Purpose::Asked, None, &tls, deadline).await;
    let stream = trusted(&handshake, stream);
    seen.proxy_tls = Some(handshake);
    if stream.is_none() {
        seen.ended = ExchangeEnd::ProxyFailed;
    }
    stream
}

fn trusted(handshake: &Handshake, stream: Option<Stream>) -> Option<Stream> {
    stream.filter(|_| handshake.is_trusted())
}
