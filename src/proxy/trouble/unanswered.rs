//! Why an origin that was asked gave no answer.

use std::sync::atomic::Ordering;

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
    let read = match error.is_parse() {
        true => Unreadable::new(first, &exchange.method),
        false => Unreadable::whole(first, &exchange.method),
    };
    // What is cut off before the library can tell that it is none is none all the same.
    let is_none = error.is_parse() || !first.is_empty() && !read.is_begun();
    let word = if is_none { read.tell() } else { None }.unwrap_or_else(|| hyper_word::of(error));
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
        return match (is_none, read.is_begun()) {
            (true, true) => behind::malformed(proxy, &asked.name, en, zh),
            (true, false) => behind::no_http(proxy, en, zh),
            (false, true) => behind::broke_off(proxy, &asked.name, &broke_off(&read, &word)),
            (false, false) => {
                let speaks = context.core.behind_answers.load(Ordering::Relaxed);
                let does = ("ends the connection", "断开了连接");
                behind::mute(proxy, &asked.name, Kind::Terminated, does, speaks)
            }
        };
    }
    let trouble = match (is_none, read.is_begun()) {
        (false, true) => {
            let told = broke_off(&read, &word);
            let (en, zh) = (told.get(Lang::En), told.get(Lang::Zh));
            Trouble::new(Kind::Incomplete, Text::new(format!("{from} {en}"), format!("{from} {zh}")))
        }
        (true, _) => Trouble::new(
            Kind::Protocol,
            Text::new(
                format!("{from} answers, but not as HTTP does: {en}"),
                format!("{from} 有应答，但不是 HTTP：{zh}"),
            ),
        ),
        (false, false) => Trouble::new(
            Kind::Terminated,
            Text::new(format!("{from} gave no answer: {en}"), format!("{from} 没有应答：{zh}")),
        ),
    };
    // What was answered tells more than what would be, asked again.
    if first.is_empty() {
        return reach::explain(context, trouble, asked).await;
    }
    match exchange.server.and_then(|at| reach::judged(context, asked, &read, at)) {
        Some((found, mend)) => Trouble { found: Some(found), mend, ..trouble },
        None => trouble,
    }
}

/// That an answer was begun and broke off in its head; who broke it off is the subject.
fn broke_off(read: &Unreadable<'_>, word: &Text) -> Text {
    let (en, zh) = (word.get(Lang::En), word.get(Lang::Zh));
    match read.came() {
        (_, Some(status)) => Text::new(
            format!("gave an interim answer ({status}) and none after it: {en}"),
            format!("只给出了中间应答（{status}），此后没有应答：{zh}"),
        ),
        (some, None) => Text::new(
            format!("began an answer and broke off in its head, after {some} bytes: {en}"),
            format!("的应答在头部 {some} 字节之后中断：{zh}"),
        ),
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
