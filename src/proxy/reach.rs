//! The way to a place: a connection that waits, a new one, or one through the proxy behind.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::task::Poll;
use std::time::Instant;

use crate::observation::{HandshakeEnd, Purpose};
use crate::probe::{Stream, tls};
use crate::proxy::asked::Asked;
use crate::proxy::connect::{self, Opened};
use crate::proxy::context::Context;
use crate::proxy::doctor;
use crate::proxy::exchange::Exchange;
use crate::proxy::line::Line;
use crate::proxy::pool::Place;
use crate::proxy::safety::spelled;
use crate::proxy::trouble::hyper_word;
use crate::proxy::trouble::unreadable::Unreadable;
use crate::proxy::trouble::{Found, Kind, Trouble};
use crate::proxy::upstream;
use crate::proxy::wire::Wire;
use crate::target::{Host, Proxy, Route, Service, Target};
use crate::text::Text;

/// True where requests for `asked` are passed on with the whole URL: the next machine is a proxy that fetches.
pub(crate) fn is_fetched(context: &Context, asked: &Asked) -> bool {
    fetching(context, asked).is_some()
}

/// The proxy behind, where that fetches what is `asked`.
pub(crate) fn fetching<'a>(context: &'a Context, asked: &Asked) -> Option<&'a Proxy> {
    let upstream = context.core.settings.upstream.as_ref();
    upstream.filter(|proxy| !asked.secure && !proxy.scheme.is_socks())
}

/// Where connections for `asked` are kept between requests.
///
/// # Errors
/// Where the place may not be connected to, though it is the proxy behind that would do it.
pub(crate) fn place(context: &Context, asked: &Asked) -> Result<Place, Trouble> {
    let (host, port) = asked.leads();
    judge(context, host, port)?;
    let from_here = crate::proxy::safety::is_own(context.client.ip());
    Ok(match &context.core.settings.upstream {
        Some(proxy) if is_fetched(context, asked) => {
            Place { secure: false, host: proxy.host.clone(), port: proxy.port, led: None, from_here, fetches: true }
        }
        _ => {
            let (host, led) = (asked.host.clone(), asked.led.clone());
            Place { secure: asked.secure, host, port: asked.port, led, from_here, fetches: false }
        }
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
        Some(proxy) if place.fetches => upstream::next(context, proxy, exchange).await?,
        _ => {
            let (host, port) = asked.leads();
            let (wire, to) = wire(context, host, port, exchange).await?;
            if asked.secure { (secured(context, wire, to, asked, exchange).await?, to) } else { (wire, to) }
        }
    };
    let line = Line::new(wire, to, &context.core.settings.bounds).await;
    let mut line = line.map_err(|error| Trouble::new(Kind::Internal, hyper_word::of(&error)))?;
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
        Some(proxy) => {
            judge(context, host, port)?;
            upstream::through(context, proxy, host, port, exchange).await
        }
    }
}

/// Connects, notes the times, and has a failure looked into.
pub(crate) async fn dial(
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

/// `trouble` with an origin that was reached, looked into; behind another proxy there is nothing to look at, and a host that
/// is not where its name leads cannot be looked at by that.
pub(crate) async fn explain(context: &Context, trouble: Trouble, asked: &Asked) -> Trouble {
    let service = if asked.secure { Service::Https } else { Service::Http };
    match context.core.settings.upstream {
        None if asked.led.is_none() => {
            context.core.doctor.explain(trouble, target(&asked.host, asked.port, service)).await
        }
        _ => trouble,
    }
}

/// The cause that shows in an answer itself, from the origin at `at`.
pub(crate) fn judged(
    context: &Context,
    asked: &Asked,
    answer: &Unreadable<'_>,
    at: SocketAddr,
) -> Option<(Found, Option<Text>)> {
    context.core.doctor.is_in().then(|| answer.cause(as_asked(context, asked), at)).flatten()
}

/// What was asked for as `diagnose` takes it, with the way it went.
fn as_asked(context: &Context, asked: &Asked) -> Target {
    let service = if asked.secure { Service::Https } else { Service::Http };
    let upstream = context.core.settings.upstream.as_ref();
    let route = upstream.map_or(Route::Direct, |proxy| Route::Via(Proxy { login: None, ..proxy.clone() }));
    Target { route, ..target(&asked.host, asked.port, service) }
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
    asked: &Asked,
    exchange: &mut Exchange,
) -> Result<Wire, Trouble> {
    let (core, began) = (&context.core, Instant::now());
    let deadline = tokio::time::Instant::now() + core.settings.bounds.connect;
    let via = core.settings.upstream.as_ref().map(ToString::to_string);
    let settings = core.settings.tls.clone().offering(&["http/1.1"]);
    let (seen, stream) =
        tls::shake(Stream::from(wire), to, &asked.host, Purpose::Asked, via, &settings, deadline).await;
    exchange.phases.tls = Some(began.elapsed());
    match stream {
        Some(stream) if seen.is_trusted() || settings.insecure => Ok(Wire::Other(stream)),
        stream => {
            let kind = match (&stream, seen.ended) {
                (Some(_), _) => Kind::Certificate,
                (None, HandshakeEnd::Silent) => Kind::ConnectTimeout,
                (None, _) => Kind::Tls,
            };
            let trouble = Trouble::new(kind, seen.describe());
            if core.settings.upstream.is_none() && asked.led.is_none() {
                return Err(explain(context, trouble, asked).await);
            }
            // No second look leads there; this one is judged by what it saw.
            let (target, looks) = (as_asked(context, asked), core.doctor.is_in());
            Err(match looks.then(|| doctor::of_fact(target, seen)).flatten() {
                Some((found, mend)) => Trouble { found: Some(found), mend, ..trouble },
                None => trouble,
            })
        }
    }
}
