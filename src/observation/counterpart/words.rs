//! What left and what arrived, in words that both ends can read.

use std::net::IpAddr;

use crate::observation::counterpart::{Side, side};
use crate::text::{Lang, Text};
use crate::wire::peer::{Answer, Listening, Question, Sight, digest};

/// The comparison in one sentence.
pub fn told(question: &Question, answer: &Answer) -> Text {
    let (count, says) = (counted(question, answer), conclusion(side(question, answer), answer));
    let nat = rewritten(question, answer).map(|from| {
        Text::new(
            format!(" They arrive from {from}: addresses are translated on the way (NAT)."),
            format!("它们来自 {from}：途中有地址转换（NAT）。"),
        )
    });
    let say = |lang| {
        let nat = nat.as_ref().map_or("", |nat| nat.get(lang));
        let gap = if lang == Lang::En { " " } else { "" };
        format!("{}{gap}{}{nat}", count.get(lang), says.get(lang))
    };
    Text::new(say(Lang::En), say(Lang::Zh))
}

/// The address that the attempts arrived from, where that is not the one they left from.
pub fn rewritten(question: &Question, answer: &Answer) -> Option<IpAddr> {
    let arrived = answer.attempts.iter().any(|one| one.seen != Sight::Nothing);
    answer.from.filter(|from| arrived && question.from != 0 && digest(*from) != question.from)
}

fn counted(question: &Question, answer: &Answer) -> Text {
    let all = question.attempts.len();
    let of = |sight: Sight| answer.attempts.iter().filter(|one| one.seen == sight).count();
    let (half, whole) = (of(Sight::HalfOpen), of(Sight::Connected));
    let by_time = answer.attempts.iter().any(|one| one.by_time);
    let (en, zh) = if by_time { (", known by their time,", "（按时间对应）") } else { ("", "") };
    let port = question.port;
    match half + whole {
        0 => Text::new(
            format!("Of {all} attempts at port {port} the server saw none."),
            format!("对端口 {port} 的 {all} 次尝试，服务器一次也没有看到。"),
        ),
        arrived => Text::new(
            format!(
                "Of {all} attempts at port {port}{en} {arrived} arrived at the server: {whole} connected, {half} stayed half-open."
            ),
            format!(
                "对端口 {port} 的 {all} 次尝试{zh}，到达服务器 {arrived} 次：{whole} 次建立连接，{half} 次停留在半开。"
            ),
        ),
    }
}

/// What follows from the side.
fn conclusion(side: Side, answer: &Answer) -> Text {
    let elsewhere = answer.own_address == Some(false);
    match side {
        Side::BeforeServer if elsewhere => Text::fixed(
            "Its kernel took in no packet that it did not deliver. The address asked for is not its own, so whatever bears that address does not send this port on to it.",
            "其内核收到的包都已交付。所求的地址不是它自己的，因此持有该地址的设备没有把这个端口转发给它。",
        ),
        Side::BeforeServer => Text::fixed(
            "Its kernel took in no packet that it did not deliver: they were stopped before it.",
            "其内核收到的包都已交付：这些请求在到达它之前就被拦下了。",
        ),
        Side::InServer => Text::fixed(
            "Its kernel took in packets that it gave to nobody, at least as many, and none for a while before: its own filter stops them, most likely.",
            "其内核收下而未交给任何程序的包不少于此数，而此前一段时间没有：很可能是它自己的过滤规则拦下的。",
        ),
        Side::BeforeListener => Text::fixed(
            "They did not reach the listener: they were stopped on the way or by the server's own filter.",
            "它们没有到达监听程序：在途中，或被服务器自己的过滤规则拦下。",
        ),
        Side::NobodyListens => Text::fixed(
            "Nobody listens at that port there, and its kernel answers that with a reset.",
            "那里没有程序监听该端口，内核因此回以 RST。",
        ),
        Side::QueueFull => Text::fixed(
            "A full accept queue turned connections away there meanwhile.",
            "其间那里有连接因接受队列已满而被拒绝。",
        ),
        Side::WayBack => Text::fixed(
            "They arrive and are answered; the answers are lost on the way back.",
            "请求到达并得到了应答；应答在返回途中丢失。",
        ),
        Side::Connected => Text::fixed("The way there is free.", "去程畅通。"),
        Side::AnsweredBefore => Text::fixed(
            "Yet they were answered: another machine answers in its place.",
            "然而请求得到了应答：有另一台机器代它应答。",
        ),
        Side::Unsettled if !answer.covers => Text::fixed(
            "It began to look only after the first of them, so that says nothing.",
            "它在第一次尝试之后才开始观察，因此不能说明什么。",
        ),
        Side::Unsettled if answer.listening == Listening::Unknown => Text::fixed(
            "It cannot see who listens there, so that says nothing.",
            "它无法看到谁在监听，因此不能说明什么。",
        ),
        Side::Unsettled => Text::fixed("That does not settle where they end.", "这还不足以确定它们止于何处。"),
    }
}
