//! Why an origin that was asked gave no answer.

use crate::proxy::asked::Asked;
use crate::proxy::context::Context;
use crate::proxy::exchange::Exchange;
use crate::proxy::trouble::hyper_word;
use crate::proxy::trouble::unreadable::Unreadable;
use crate::proxy::trouble::{Kind, Trouble};
use crate::proxy::upstream::behind;
use crate::proxy::{guarded, reach, upstream};
use crate::text::{Lang, Text};

/// Why no answer came.
pub(crate) async fn trouble(
    context: &Context,
    asked: &Asked,
    exchange: &Exchange,
    error: &hyper::Error,
    first: &[u8],
) -> Trouble {
    // What was wrong with the body of the request is the client's fault, and the origin need not be asked about it.
    if let Some(breach) = context.guard.breach_in_body() {
        return guarded::trouble(&breach);
    }
    if error.is_user() {
        let text = Text::fixed("the client left before its request was whole", "客户端在请求发完之前离开");
        return Trouble::new(Kind::ClientLeft, text);
    }
    // Through a tunnel of the proxy behind, the address is not that of who was asked.
    let server = exchange.server.filter(|_| context.core.settings.upstream.is_none());
    let from = match server {
        Some(server) if asked.host.address().is_none() => format!("{} ({server})", asked.host),
        Some(server) => server.to_string(),
        None => asked.host.to_string(),
    };
    let read = Unreadable::new(first, &exchange.method);
    let word = if error.is_parse() { read.tell() } else { None }.unwrap_or_else(|| hyper_word::of(error));
    let (en, zh) = (word.get(Lang::En), word.get(Lang::Zh));
    if error.is_parse_too_large() {
        let most = context.core.settings.bounds.head;
        let text = Text::new(
            format!("{from} answers with a head of more than {most} bytes (--head-size), or too many fields"),
            format!("{from} 的应答头超过 {most} 字节（--head-size），或字段过多"),
        );
        return Trouble::new(Kind::AnswerHeadTooLarge, text);
    }
    if let Some(proxy) = reach::fetching(context, asked) {
        return match error.is_parse() {
            true => behind::no_http(proxy, en, zh),
            false => behind::mute(proxy, &asked.name, Kind::Terminated, "ends the connection", "断开了连接"),
        };
    }
    let trouble = match error.is_parse() {
        true => Trouble::new(
            Kind::Protocol,
            Text::new(
                format!("{from} answers, but not as HTTP does: {en}"),
                format!("{from} 有应答，但不是 HTTP：{zh}"),
            ),
        ),
        false => Trouble::new(
            Kind::Terminated,
            Text::new(format!("{from} gave no answer: {en}"), format!("{from} 没有应答：{zh}")),
        ),
    };
    // What was answered tells more than what would be, asked again.
    let judged = exchange.server.filter(|_| error.is_parse()).and_then(|at| reach::judged(context, asked, &read, at));
    match judged {
        Some((found, mend)) => Trouble { found: Some(found), mend, ..trouble },
        None => reach::explain(context, trouble, asked).await,
    }
}

/// That no answer came as long as there was patience.
pub(crate) async fn late(context: &Context, asked: &Asked, exchange: &Exchange) -> Trouble {
    if let Some(proxy) = reach::fetching(context, asked) {
        return upstream::late(context, proxy, &asked.name, exchange).await;
    }
    let name = &asked.name;
    let text = Text::new(format!("{name} gave no answer in time"), format!("{name} 未在限定时间内应答"));
    Trouble::new(Kind::AnswerTimeout, text)
}
