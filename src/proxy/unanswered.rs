//! Why an origin that was asked gave no answer.

use crate::proxy::asked::Asked;
use crate::proxy::context::Context;
use crate::proxy::exchange::Exchange;
use crate::proxy::trouble::{Kind, Trouble};
use crate::proxy::{guarded, hyper_word, reach};
use crate::text::{Lang, Text};

/// Why no answer came.
pub(crate) async fn trouble(context: &Context, asked: &Asked, exchange: &Exchange, error: &hyper::Error) -> Trouble {
    // What was wrong with the body of the request is the client's fault, and the origin need not be asked about it.
    if let Some(breach) = context.guard.breach_in_body() {
        return guarded::trouble(&breach);
    }
    if error.is_user() {
        let text = Text::fixed("the body of the request broke off", "请求的正文中断");
        return Trouble::new(Kind::BadRequest, text);
    }
    let from = match exchange.server {
        Some(server) if asked.host.address().is_none() => format!("{} ({server})", asked.host),
        Some(server) => server.to_string(),
        None => asked.host.to_string(),
    };
    let word = hyper_word::of(error);
    let (en, zh) = (word.get(Lang::En), word.get(Lang::Zh));
    if error.is_parse_too_large() {
        let most = context.core.settings.bounds.head;
        let text = Text::new(
            format!("{from} answers with a head of more than {most} bytes (--head-size), or too many fields"),
            format!("{from} 的应答头超过 {most} 字节（--head-size），或字段过多"),
        );
        return Trouble::new(Kind::AnswerHeadTooLarge, text);
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
    reach::explain(context, trouble, asked).await
}
