//! The way to a place: a connection that waits, a new one, or one through the proxy behind.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::task::Poll;
use std::time::Instant;

use crate::observation::{ProxyAnswer, ProxyEnd, ProxyFault, ProxySource, Purpose};
use crate::probe::Stream;
use crate::probe::proxy::{Passage, pass};
use crate::probe::tls;
use crate::proxy::asked::Asked;
use crate::proxy::connect::{self, Opened};
use crate::proxy::context::Context;
use crate::proxy::exchange::Exchange;
use crate::proxy::line::Line;
use crate::proxy::pool::Place;
use crate::proxy::spelled;
use crate::proxy::trouble::{Kind, Trouble};
use crate::proxy::wire::Wire;
use crate::target::{Host, Proxy, ProxyScheme, Route, Service, Target};
use crate::text::{Lang, Text};

/// True where requests for `asked` are passed on with the whole URL: the next machine is a proxy that fetches.
pub(crate) fn is_fetched(context: &Context, asked: &Asked) -> bool {
    let upstream = context.core.settings.upstream.as_ref();
    !asked.secure && upstream.is_some_and(|proxy| !proxy.scheme.is_socks())
}

/// Where connections for `asked` are kept between requests.
///
/// # Errors
/// Where the place may not be connected to, though it is the proxy behind that would do it.
pub(crate) fn place(context: &Context, asked: &Asked) -> Result<Place, Trouble> {
    judge(context, &asked.host, asked.port)?;
    let from_here = crate::proxy::safety::is_own(context.client.ip());
    Ok(match &context.core.settings.upstream {
        Some(proxy) if is_fetched(context, asked) => {
            Place { secure: false, host: proxy.host.clone(), port: proxy.port, from_here, fetches: true }
        }
        _ => Place { secure: asked.secure, host: asked.host.clone(), port: asked.port, from_here, fetches: false },
    })
}

/// Refuses what is written in a way that tells its address, where another proxy connects and this one never sees it.
fn judge(context: &Context, host: &Host, port: u16) -> Result<(), Trouble> {
    if context.core.settings.upstream.is_none() {
        return Ok(());
    }
    let client = context.client.ip();
    let forbidden = spelled::addresses(host).into_iter().find_map(|address| {
        connect::forbids(&context.core, address, port, client)
            .map(|forbidden| connect::prohibited(host, address, forbidden))
    });
    forbidden.map_or(Ok(()), Err)
}

/// A connection that waits, where one does.
pub(crate) async fn waiting(context: &Context, place: &Place) -> Option<Line> {
    poll_fn(|cx| Poll::Ready(context.core.pool.take(place, cx))).await
}

/// A new connection that takes requests for `asked`.
pub(crate) async fn line(
    context: &Context,
    asked: &Asked,
    place: Place,
    exchange: &mut Exchange,
) -> Result<Line, Trouble> {
    let (wire, to) = match &context.core.settings.upstream {
        Some(proxy) if place.fetches => next_proxy(context, proxy, exchange).await?,
        _ => {
            let (wire, to) = wire(context, &asked.host, asked.port, exchange).await?;
            if asked.secure {
                (secured(context, wire, to, &asked.host, asked.port, exchange).await?, to)
            } else {
                (wire, to)
            }
        }
    };
    let line = Line::new(wire, to, &context.core.settings.bounds).await;
    let mut line = line.map_err(|error| Trouble::new(Kind::Internal, Text::same(error.to_string())))?;
    line.place = Some(place);
    Ok(line)
}

/// A new connection to `host` and `port`, straight or through the proxy behind; and where it leads first.
pub(crate) async fn wire(
    context: &Context,
    host: &Host,
    port: u16,
    exchange: &mut Exchange,
) -> Result<(Wire, SocketAddr), Trouble> {
    match &context.core.settings.upstream {
        None => {
            let opened = dial(context, host, port, Service::Tcp, exchange).await?;
            Ok((Wire::Tcp(opened.stream), opened.to))
        }
        Some(proxy) => through(context, proxy, host, port, exchange).await,
    }
}

/// Connects, notes the times, and has a failure looked into.
async fn dial(
    context: &Context,
    host: &Host,
    port: u16,
    service: Service,
    exchange: &mut Exchange,
) -> Result<Opened, Trouble> {
    let began = Instant::now();
    match connect::open(&context.core, host, port, context.client.ip()).await {
        Ok(opened) => {
            exchange.server = Some(opened.to);
            exchange.phases.resolve = host.name().map(|_| opened.resolve);
            exchange.phases.connect = Some(opened.connect);
            Ok(opened)
        }
        Err(trouble) => {
            exchange.phases.connect = Some(began.elapsed());
            let is_seen = matches!(
                trouble.kind,
                Kind::NameUnknown | Kind::NameTimeout | Kind::Refused | Kind::Unroutable | Kind::ConnectTimeout
            );
            Err(match is_seen {
                true => context.core.doctor.explain(trouble, target(host, port, service)).await,
                false => trouble,
            })
        }
    }
}

/// `trouble` with an origin that was reached, looked into; behind another proxy there is nothing to look at.
pub(crate) async fn explain(context: &Context, trouble: Trouble, asked: &Asked) -> Trouble {
    let service = if asked.secure { Service::Https } else { Service::Http };
    match context.core.settings.upstream {
        None => context.core.doctor.explain(trouble, target(&asked.host, asked.port, service)).await,
        Some(_) => trouble,
    }
}

/// The place as `diagnose` takes it.
fn target(host: &Host, port: u16, service: Service) -> Target {
    let mut target = Target {
        input: String::new(),
        host: host.clone(),
        port,
        service,
        path: None,
        route: Route::Direct,
        assumed: false,
    };
    target.input = target.to_string();
    target
}

/// TLS with the origin, whose certificate must be one to trust.
async fn secured(
    context: &Context,
    wire: Wire,
    to: SocketAddr,
    host: &Host,
    port: u16,
    exchange: &mut Exchange,
) -> Result<Wire, Trouble> {
    let (core, began) = (&context.core, Instant::now());
    let deadline = tokio::time::Instant::now() + core.settings.bounds.connect;
    let via = core.settings.upstream.as_ref().map(ToString::to_string);
    let settings = core.settings.tls.clone().offering(&["http/1.1"]);
    let (seen, stream) = tls::shake(Stream::from(wire), to, host, Purpose::Asked, via, &settings, deadline).await;
    exchange.phases.tls = Some(began.elapsed());
    match stream {
        Some(stream) if seen.is_trusted() || settings.insecure => Ok(Wire::Other(stream)),
        stream => {
            let kind = if stream.is_some() { Kind::Certificate } else { Kind::Tls };
            let trouble = Trouble::new(kind, seen.describe());
            Err(match core.settings.upstream {
                None => core.doctor.explain(trouble, target(host, port, Service::Https)).await,
                Some(_) => trouble,
            })
        }
    }
}

/// A connection to the proxy behind, TLS and all where it wants that.
async fn next_proxy(context: &Context, proxy: &Proxy, exchange: &mut Exchange) -> Result<(Wire, SocketAddr), Trouble> {
    let opened = dial_proxy(context, proxy, exchange).await?;
    if proxy.scheme != ProxyScheme::Https {
        return Ok((Wire::Tcp(opened.stream), opened.to));
    }
    let deadline = tokio::time::Instant::now() + context.core.settings.bounds.connect;
    let mut settings = context.core.settings.tls.clone().for_another();
    // A login must not go to whoever stands in for the proxy.
    settings.insecure = false;
    let stream: Stream = Box::new(opened.stream);
    let (seen, stream) = tls::shake(stream, opened.to, &proxy.host, Purpose::Asked, None, &settings, deadline).await;
    match stream {
        Some(stream) if seen.is_trusted() => Ok((Wire::Other(stream), opened.to)),
        _ => Err(behind(proxy, &seen.describe(), Kind::Tls)),
    }
}

async fn dial_proxy(context: &Context, proxy: &Proxy, exchange: &mut Exchange) -> Result<Opened, Trouble> {
    // The user named it, whoever the client is.
    let own = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    let as_user = Context { client: SocketAddr::new(own, 0), ..context.clone() };
    let opened = dial(&as_user, &proxy.host, proxy.port, Service::Tcp, exchange).await;
    opened.map_err(|trouble| Trouble { sentence: behind(proxy, &trouble.sentence, trouble.kind).sentence, ..trouble })
}

/// The kind of what the proxy behind says, in the words of RFC 9209.
fn kind(answer: &ProxyAnswer) -> Kind {
    match (answer.ended, answer.fault()) {
        (ProxyEnd::Silent, _) => Kind::ConnectTimeout,
        (ProxyEnd::TlsFailed, _) => Kind::Tls,
        (ProxyEnd::TargetFailed, Some(ProxyFault::Refused)) => Kind::Refused,
        (ProxyEnd::TargetFailed, Some(ProxyFault::TimedOut)) => Kind::ConnectTimeout,
        (ProxyEnd::TargetFailed, Some(ProxyFault::Unreachable)) => Kind::Unroutable,
        (ProxyEnd::TargetFailed, Some(ProxyFault::NameUnknown)) => Kind::NameUnknown,
        _ => Kind::Upstream,
    }
}

/// That it is the proxy behind which fails.
fn behind(proxy: &Proxy, what: &Text, kind: Kind) -> Trouble {
    let text = Text::new(
        format!("the proxy behind, {proxy}: {}", what.get(Lang::En)),
        format!("上级代理 {proxy}：{}", what.get(Lang::Zh)),
    );
    Trouble::new(kind, text)
}

/// The way to `host` and `port` through the proxy behind.
async fn through(
    context: &Context,
    proxy: &Proxy,
    host: &Host,
    port: u16,
    exchange: &mut Exchange,
) -> Result<(Wire, SocketAddr), Trouble> {
    judge(context, host, port)?;
    let opened = dial_proxy(context, proxy, exchange).await?;
    let settings = context.core.settings.tls.clone();
    let passage =
        Passage { proxy, from: &ProxySource::Option, host, port, fields: &[], tls: &settings, purpose: Purpose::Asked };
    // It connects in its turn, and waits as long as it pleases.
    let (began, most) = (Instant::now(), context.core.settings.bounds.connect * 2);
    let passed = pass(Box::new(opened.stream), opened.to, &passage, tokio::time::Instant::now() + most).await;
    exchange.phases.proxy = Some(began.elapsed());
    match passed.stream {
        Some(stream) => Ok((Wire::Other(stream), opened.to)),
        None => Err(Trouble::new(kind(&passed.answer), passed.answer.describe())),
    }
}
