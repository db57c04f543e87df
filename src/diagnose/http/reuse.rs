//! Whether a connection was shared, and why not where it was not. Pure.

use crate::observation::{Exchange, ExchangeEnd, Framing};
use crate::report::Reuse;
use crate::text::Text;

/// What `exchanges`, of which `wanted` were to share one connection, say of it.
pub(crate) fn judge(exchanges: &[Exchange], wanted: u32) -> Reuse {
    let count = |holds: &dyn Fn(&Exchange) -> bool| {
        u32::try_from(exchanges.iter().filter(|one| holds(one)).count()).unwrap_or(u32::MAX)
    };
    let again = exchanges.iter().skip(1).position(|next| !next.reused).and_then(|at| exchanges.get(at));
    Reuse {
        wanted,
        answered: count(&|one| one.ended == ExchangeEnd::Answered),
        reused: count(&|one| one.reused),
        connections: count(&|one| !one.reused && one.address.is_some()),
        why_not: again.map(why),
    }
}

/// Why the connection of `exchange` could not carry the next.
fn why(exchange: &Exchange) -> Text {
    let Some(head) = &exchange.head else {
        return Text::fixed(
            "A request was not answered, so its connection was given up.",
            "有请求未得到应答，连接已放弃。",
        );
    };
    let has = |option: &str| {
        let options = head.every("connection").flat_map(|value| value.split(','));
        options.map(str::trim).any(|own| own.eq_ignore_ascii_case(option))
    };
    let framing = exchange.body.as_ref().map(|body| body.framing);
    if has("close") {
        return Text::fixed(
            "The server says `Connection: close` and so ends the connection after its answer.",
            "服务器声明 `Connection: close`，应答后即关闭连接。",
        );
    }
    if framing == Some(Framing::Close) {
        return Text::fixed(
            "The answer gives no length, so only the end of the connection could end it.",
            "应答没有给出长度，只能以关闭连接来结束。",
        );
    }
    if head.version == "HTTP/1.0" && !has("keep-alive") {
        return Text::fixed(
            "The server speaks HTTP/1.0, which ends the connection after each answer.",
            "服务器使用 HTTP/1.0，每次应答后关闭连接。",
        );
    }
    if !exchange.irregular.is_empty() {
        return Text::fixed(
            "The answer breaks the protocol, so nobody can know where the next one would begin.",
            "应答违反协议，无法确定下一个应答从何处开始。",
        );
    }
    Text::fixed(
        "The server closed the connection, though its answer would have let it stay open.",
        "服务器关闭了连接，尽管其应答本允许保持连接。",
    )
}
