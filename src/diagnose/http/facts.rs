//! What an exchange says, as the facts that causes look at.

use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::http::run::Run;
use crate::diagnose::journal::Journal;
use crate::observation::{
    Exchange, ExchangeEnd, HandshakeEnd, HttpAnswer, HttpEnd, ProxyAnswer, ProxyEnd, ProxySource, Purpose, Subject,
};
use crate::probe::proxy;
use crate::report::{Expectation, Expected};
use crate::target::Proxy;
use crate::wire::excerpt::excerpt;
use crate::wire::http1::without_query;
use crate::wire::spoken;

/// The most of an answer's text that a fact holds, in characters.
const SHOWN: usize = 200;

/// Writes the facts of `last` down, the last exchange of `run`, each at its time. Tells the target's answer, if one.
pub(crate) fn note(journal: &Journal, last: &Exchange, run: &Run, expectations: &[Expectation]) -> Option<HttpAnswer> {
    if let Some(choice) = run.choice() {
        journal.note_past(journal.start(), Duration::ZERO, choice.clone());
    }
    // Through a proxy, the machine looked up and connected to is the proxy.
    let of_proxy = run.proxy().map(|(proxy, _)| journal.about(Subject::Proxy(proxy.to_string())));
    let reached = of_proxy.as_ref().unwrap_or(journal);
    // A connection used again was opened by an exchange before.
    let all = run.exchanges();
    let opened = all.iter().rposition(|one| !one.reused && one.address == last.address);
    let opened = opened.unwrap_or(all.len().saturating_sub(1));
    let opener = all.get(opened).unwrap_or(last);
    let times = Times::of(opener, run.began(opened).unwrap_or(journal.start()));
    if let Some(found) = &opener.resolution {
        reached.note_past(times.resolve.0, times.resolve.1, found.clone());
    }
    for one in &opener.tried {
        reached.note_past(times.connect.0, times.connect.1, one.clone());
    }
    if let Some(tls) = &opener.proxy_tls {
        reached.note_past(times.proxy.0, times.proxy.1, tls.clone());
    }
    let expected = expectations.iter().any(|one| one.what == Expected::Status && one.met);
    let passage = match run.proxy() {
        Some(proxy) if run.is_asked_in_absolute_form() => absolute(last, proxy, expected),
        _ => last.proxy_answer.clone().or_else(|| opener.proxy_answer.clone()),
    };
    let is_through = passage.as_ref().is_none_or(|answer| answer.ended == ProxyEnd::Opened);
    if let Some(passage) = passage {
        journal.note_past(times.proxy.0, times.proxy.1, passage);
    }
    if let Some(tls) = last.tls.as_ref().or(opener.tls.as_ref()) {
        journal.note_past(times.tls.0, times.tls.1, tls.clone());
    }
    let answer = answer(last, run).filter(|_| is_through)?;
    let answer = HttpAnswer { missed: run.missed(expectations), is_expected: expected, ..answer };
    let times = Times::of(last, run.began(all.len().saturating_sub(1)).unwrap_or(journal.start()));
    journal.note_past(times.answer.0, times.answer.1, answer.clone());
    Some(answer)
}

/// When each phase of an exchange began, and how long it took.
struct Times {
    resolve: (Instant, Duration),
    connect: (Instant, Duration),
    proxy: (Instant, Duration),
    tls: (Instant, Duration),
    answer: (Instant, Duration),
}

impl Times {
    fn of(exchange: &Exchange, began: Instant) -> Times {
        let phases = &exchange.phases;
        let took = |ms: Option<f64>| Duration::try_from_secs_f64(ms.unwrap_or(0.0) / 1000.0).unwrap_or_default();
        let resolve = (began, took(phases.resolve_ms));
        let after = |(began, took): (Instant, Duration), next: Duration| (began + took, next);
        let connect = after(resolve, took(phases.connect_ms));
        let proxy = after(connect, took(phases.proxy_ms));
        let tls = after(proxy, took(phases.tls_ms));
        let whole = took(Some(phases.total_ms));
        let so_far = tls.0.saturating_duration_since(began) + tls.1;
        let answer = after(tls, whole.saturating_sub(so_far));
        Times { resolve, connect, proxy, tls, answer }
    }
}

/// What the proxy that was given the whole URL answered: its own no, or, by passing the target's answer on, that the way
/// is open. Where both could have said it, an answer that is as `expected` is the target's.
fn absolute(last: &Exchange, (proxy, from): &(Proxy, ProxySource), expected: bool) -> Option<ProxyAnswer> {
    if let Some(own) = &last.proxy_answer
        && !(own.unsure && expected)
    {
        return Some(own.clone());
    }
    // What answers a TLS handshake in another protocol is no proxy over TLS.
    let plain = last.proxy_tls.as_ref().filter(|tls| tls.ended == HandshakeEnd::NotTls);
    let ended = match last.ended {
        ExchangeEnd::Answered | ExchangeEnd::Incomplete | ExchangeEnd::Misframed | ExchangeEnd::Bounded => {
            ProxyEnd::Opened
        }
        ExchangeEnd::Interrupted if last.head.is_some() => ProxyEnd::Opened,
        ExchangeEnd::Reset => ProxyEnd::Reset,
        ExchangeEnd::Closed => ProxyEnd::Closed,
        ExchangeEnd::TimedOut if last.head.is_some() => ProxyEnd::Opened,
        ExchangeEnd::Silent | ExchangeEnd::TimedOut => ProxyEnd::Silent,
        ExchangeEnd::NotHttp => ProxyEnd::WrongProtocol,
        ExchangeEnd::ProxyFailed if plain.is_some() => ProxyEnd::WrongProtocol,
        ExchangeEnd::ProxyFailed => ProxyEnd::TlsFailed,
        ExchangeEnd::Interrupted | ExchangeEnd::Unresolved | ExchangeEnd::NotConnected | ExchangeEnd::TlsFailed => {
            return None;
        }
    };
    let asked = proxy::Asked {
        proxy,
        from,
        at: last.address?,
        purpose: Purpose::Asked,
        url: &last.url,
        login_given: proxy.login.is_some(),
        took_ms: last.phases.first_byte_ms,
    };
    let spoken = (ended == ProxyEnd::WrongProtocol).then(|| spoken::recognise(&last.received.kept())).flatten();
    Some(ProxyAnswer {
        status: last.head.as_ref().map(|head| head.status),
        spoken: plain.map_or_else(|| spoken.map(|(spoken, _)| spoken), |tls| tls.spoken),
        ..proxy::ended(&asked, ended)
    })
}

/// The HTTP answer of `exchange`, where it came so far that the target was asked.
fn answer(exchange: &Exchange, run: &Run) -> Option<HttpAnswer> {
    let ended = match exchange.ended {
        ExchangeEnd::Answered if exchange.body.as_ref().is_some_and(|body| body.decode_fault.is_some()) => {
            HttpEnd::Broken
        }
        ExchangeEnd::Answered => HttpEnd::Answered,
        // An answer that was begun is more than none.
        ExchangeEnd::Reset | ExchangeEnd::Closed if exchange.received.bytes > 0 => HttpEnd::Broken,
        ExchangeEnd::Reset => HttpEnd::Reset,
        ExchangeEnd::Closed => HttpEnd::Closed,
        ExchangeEnd::Silent => HttpEnd::Silent,
        ExchangeEnd::TimedOut => HttpEnd::Slow,
        ExchangeEnd::NotHttp => HttpEnd::NotHttp,
        ExchangeEnd::Incomplete | ExchangeEnd::Misframed | ExchangeEnd::Bounded => HttpEnd::Broken,
        ExchangeEnd::Interrupted if exchange.head.is_some() => HttpEnd::Answered,
        ExchangeEnd::Interrupted
        | ExchangeEnd::Unresolved
        | ExchangeEnd::NotConnected
        | ExchangeEnd::ProxyFailed
        | ExchangeEnd::TlsFailed => return None,
    };
    let address = exchange.address?;
    let head = exchange.head.as_ref();
    let text = match ended {
        HttpEnd::NotHttp => exchange.received.kept(),
        _ if head.is_some_and(|head| head.status >= 400) => run.body().to_vec(),
        _ => Vec::new(),
    };
    let secrets = run.secrets();
    let field = |name: &str| head.and_then(|head| head.field(name)).map(|value| secrets.strike_text(value));
    Some(HttpAnswer {
        address: address.ip(),
        port: address.port(),
        purpose: Purpose::Asked,
        host: secrets.strike_text(&run.host()),
        path: secrets.strike_text(&without_query(&run.url().path)),
        ended,
        status: head.map(|head| head.status),
        location: field("location").map(|location| without_query(&location)),
        tls: run.url().is_secure(),
        via: exchange.proxy.clone(),
        reason: head.map(|head| secrets.strike_text(&head.reason)).filter(|reason| !reason.is_empty()),
        server: field("server"),
        spoken: (ended == HttpEnd::NotHttp)
            .then(|| spoken::recognise(&exchange.received.kept()))
            .flatten()
            .map(|(spoken, _)| spoken),
        excerpt: (!text.is_empty()).then(|| excerpt(&secrets.strike(&text), SHOWN)),
        irregular: exchange.irregular.clone(),
        missed: Vec::new(),
        is_expected: false,
        unfinished: run.is_unfinished(),
    })
}
