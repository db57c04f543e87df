//! What an exchange says, as the facts that causes look at.

use crate::observation::{Exchange, ExchangeEnd, HttpAnswer, HttpEnd, Purpose};
use crate::target::Url;
use crate::wire::excerpt::excerpt;
use crate::wire::http1::without_query;
use crate::wire::spoken;

/// The most of an answer's text that a fact holds, in characters.
const SHOWN: usize = 200;

/// The HTTP answer of `exchange`, where it came so far that the target was asked. `body` is the beginning of its body;
/// `missed` are expectations that it misses, in words; `is_expected` where its status is one that was expected.
pub(crate) fn answer(
    exchange: &Exchange,
    url: &Url,
    host: &str,
    body: &[u8],
    missed: Vec<String>,
    is_expected: bool,
) -> Option<HttpAnswer> {
    let ended = match exchange.ended {
        ExchangeEnd::Answered => HttpEnd::Answered,
        // An answer that was begun is more than none.
        ExchangeEnd::Reset | ExchangeEnd::Closed if exchange.received.bytes > 0 => HttpEnd::Broken,
        ExchangeEnd::Reset => HttpEnd::Reset,
        ExchangeEnd::Closed => HttpEnd::Closed,
        ExchangeEnd::Silent => HttpEnd::Silent,
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
        _ if head.is_some_and(|head| head.status >= 400) => body.to_vec(),
        _ => Vec::new(),
    };
    let field = |name: &str| head.and_then(|head| head.field(name)).map(str::to_owned);
    Some(HttpAnswer {
        address: address.ip(),
        port: address.port(),
        purpose: Purpose::Asked,
        host: host.to_owned(),
        path: without_query(&url.path),
        ended,
        status: head.map(|head| head.status),
        location: field("location").map(|location| without_query(&location)),
        tls: exchange.tls.is_some(),
        via: exchange.proxy.clone(),
        reason: head.map(|head| head.reason.clone()).filter(|reason| !reason.is_empty()),
        server: field("server"),
        spoken: (ended == HttpEnd::NotHttp)
            .then(|| spoken::recognise(&exchange.received.kept()))
            .flatten()
            .map(|(spoken, _)| spoken),
        excerpt: (!text.is_empty()).then(|| excerpt(&text, SHOWN)),
        irregular: exchange.irregular.clone(),
        missed,
        is_expected,
    })
}
