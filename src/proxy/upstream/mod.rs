//! The way through the proxy behind (`--upstream`).

pub(crate) mod behind;
pub(crate) mod itself;
pub(crate) mod nested;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::observation::{ProxyEnd, ProxySource, Purpose, Question, Spoken};
use crate::probe::proxy::{Passage, pass};
use crate::probe::{Road, Stream, speech, tls};
use crate::proxy::connect::Opened;
use crate::proxy::context::Context;
use crate::proxy::exchange::Exchange;
use crate::proxy::trouble::{Kind, Trouble};
use crate::proxy::wire::Wire;
use crate::proxy::{connect, reach};
use crate::target::{Host, Proxy, ProxyScheme, Service};

/// How long a proxy that was silent may take to show that it is one.
const DOUBT: Duration = Duration::from_millis(800);

/// A connection to the proxy behind, TLS and all where it wants that.
pub(crate) async fn next(
    context: &Context,
    proxy: &Proxy,
    exchange: &mut Exchange,
) -> Result<(Wire, SocketAddr), Trouble> {
    let opened = dial(context, proxy, exchange).await?;
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
        _ => Err(behind::no_tls(proxy, &seen.describe())),
    }
}

/// The way to `host` and `port` through the proxy behind.
pub(crate) async fn through(
    context: &Context,
    proxy: &Proxy,
    host: &Host,
    port: u16,
    exchange: &mut Exchange,
) -> Result<(Wire, SocketAddr), Trouble> {
    let known;
    let host = match host {
        // Looked up here, it is judged here, and no second look-up may lead elsewhere.
        Host::Name(_) if matches!(proxy.scheme, ProxyScheme::Socks4 | ProxyScheme::Socks5) => {
            let may = connect::permitted(&context.core, host, port, context.client.ip()).await?;
            let of_four = may.iter().find(|address| address.is_ipv4() || proxy.scheme == ProxyScheme::Socks5);
            known = of_four.or(may.first()).map(|address| Host::Address { address: *address, zone: None });
            known.as_ref().unwrap_or(host)
        }
        _ => host,
    };
    let opened = dial(context, proxy, exchange).await?;
    let to = opened.to;
    let place = format!("{host}:{port}");
    let comes_from_there = to.ip().to_canonical() == context.client.ip().to_canonical();
    let _in_the_making = match comes_from_there {
        false => None,
        true => Some(context.core.nested.enter(place.clone()).ok_or_else(|| behind::circle(proxy, &place, ""))?),
    };
    // By this field a proxy knows what has passed through it before (RFC 9110 section 7.6.3).
    let own = context.core.via[0].to_str().unwrap_or_default();
    let via = exchange.via.as_ref().map_or_else(|| own.to_owned(), |before| format!("{before}, {own}"));
    let (fields, settings) = ([("Via".to_owned(), via)], context.core.settings.tls.clone());
    let (from, fields) = (&ProxySource::Option, &fields[..]);
    let passage = Passage { proxy, from, host, port, fields, tls: &settings, purpose: Purpose::Asked };
    // It connects in its turn, and waits as long as it pleases.
    let (began, most) = (Instant::now(), context.core.settings.bounds.connect * 2);
    let passed = pass(Box::new(opened.stream), to, &passage, tokio::time::Instant::now() + most).await;
    exchange.phases.proxy = Some(began.elapsed());
    match passed.stream {
        Some(stream) => {
            context.core.behind_answers.store(true, Ordering::Relaxed);
            Ok((Wire::Other(stream), to))
        }
        None => {
            let is_known = context.core.behind_answers.load(Ordering::Relaxed);
            let speaks = is_known || passed.answer.ended == ProxyEnd::Silent && speaks(context, proxy, to).await;
            Err(behind::refusal(proxy, &passed.answer, speaks))
        }
    }
}

/// A connection to the proxy behind.
async fn dial(context: &Context, proxy: &Proxy, exchange: &mut Exchange) -> Result<Opened, Trouble> {
    // The user named it, whoever the client is.
    let own = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let as_user = Context { client: SocketAddr::new(own, 0), ..context.clone() };
    let opened = reach::dial(&as_user, &proxy.host, proxy.port, Service::Tcp, exchange).await;
    opened.map_err(|trouble| behind::unreachable(proxy, trouble))
}

/// That no answer to a request for `name` came as long as there was patience.
pub(crate) async fn late(context: &Context, proxy: &Proxy, name: &str, exchange: &Exchange) -> Trouble {
    let speaks = match exchange.server {
        _ if context.core.behind_answers.load(Ordering::Relaxed) => true,
        Some(to) => speaks(context, proxy, to).await,
        None => false,
    };
    behind::late(proxy, name, Kind::AnswerTimeout, speaks)
}

/// True where a proxy that did not answer is there all the same: what it answers by itself needs nobody else.
async fn speaks(context: &Context, proxy: &Proxy, to: SocketAddr) -> bool {
    let own = match proxy.scheme {
        _ if !context.core.settings.diagnoses => return false,
        ProxyScheme::Http => Spoken::Http,
        ProxyScheme::Https => Spoken::Tls,
        ProxyScheme::Socks4 | ProxyScheme::Socks4a => return false,
        ProxyScheme::Socks5 | ProxyScheme::Socks5h => Spoken::Socks5,
    };
    let heard = speech(&Road::direct(to), Question::Ask(own), Purpose::Again, DOUBT).await;
    heard.is_some_and(|heard| heard.spoken == Some(own))
}
