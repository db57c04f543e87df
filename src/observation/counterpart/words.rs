//! What left and what arrived, in words that both ends can read.

use std::net::IpAddr;

use crate::observation::counterpart::side::{may_be_reset, may_overflow};
use crate::observation::counterpart::{Side, side};
use crate::text::{Lang, Text};
use crate::wire::peer::{Answer, BoundElsewhere, Ended, Listening, Question, Sight, digest};

/// The comparison in one sentence.
pub fn told(question: &Question, answer: &Answer) -> Text {
    let (count, says) = (counted(question, answer), conclusion(question, answer));
    let nat = rewritten(question, answer).map(|from| {
        Text::new(
            format!(" They arrive from {from}: addresses are translated on the way (NAT)."),
            format!("它们来自 {from}：途中有地址转换（NAT）。"),
        )
    });
    let moved = answer.arrived_at.map(|port| {
        Text::new(
            format!(" They arrive at its port {port}: a machine on the way changes the port (DNAT)."),
            format!("它们到达的是它的端口 {port}：途中有设备改写了端口（DNAT）。"),
        )
    });
    let say = |lang| {
        let nat = nat.as_ref().map_or("", |nat| nat.get(lang));
        let moved = moved.as_ref().map_or("", |moved| moved.get(lang));
        let gap = if lang == Lang::En { " " } else { "" };
        format!("{}{gap}{}{moved}{nat}", count.get(lang), says.get(lang))
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
    let (en, zh) = if by_time { (" (known by their time)", "（按时间对应）") } else { ("", "") };
    let port = question.port;
    if half + whole == 0 {
        return Text::new(
            format!("{} at port {port}: the server saw none.", of_them(all)),
            format!("对端口 {port} 的 {all} 次尝试，服务器一次也没有看到。"),
        );
    }
    let (became_en, became_zh) = match (whole, half) {
        (_, 0) => ("connected".to_owned(), "建立了连接".to_owned()),
        (0, _) => ("stayed half-open".to_owned(), "停留在半开".to_owned()),
        _ => {
            (format!("{whole} connected, {half} stayed half-open"), format!("{whole} 次建立连接，{half} 次停留在半开"))
        }
    };
    let (some_en, some_zh) = match (half + whole, all) {
        (1, 1) => ("it arrived".to_owned(), "到达了服务器".to_owned()),
        (arrived, all) if arrived == all => ("all arrived".to_owned(), "全部到达服务器".to_owned()),
        (arrived, _) => (format!("{arrived} arrived"), format!("{arrived} 次到达服务器")),
    };
    Text::new(
        format!("{} at port {port}: {some_en} at the server{en}, and {became_en}.", of_them(all)),
        format!("对端口 {port} 的 {all} 次尝试{zh}，{some_zh}，{became_zh}。"),
    )
}

fn of_them(all: usize) -> String {
    if all == 1 { "1 attempt".to_owned() } else { format!("{all} attempts") }
}

/// What follows from the side.
fn conclusion(question: &Question, answer: &Answer) -> Text {
    let elsewhere = answer.own_address == Some(false);
    match side(question, answer) {
        Side::BeforeServer if elsewhere => Text::fixed(
            "Its kernel took in no packet that it did not deliver. The address asked for is not its own: either what bears it does not send this port on to it, or they were stopped before that.",
            "其内核收到的包都已交付。所求的地址不是它自己的：要么持有该地址的设备没有把这个端口转发给它，要么这些请求更早就被拦下了。",
        ),
        Side::BeforeServer if answer.attempts.iter().any(|one| one.seen != Sight::Nothing) => Text::fixed(
            "Its kernel took in no packet that it did not deliver: the others were stopped before it.",
            "其内核收到的包都已交付：其余的在到达它之前就被拦下了。",
        ),
        Side::BeforeServer => Text::fixed(
            "Its kernel took in no packet that it did not deliver: they were stopped before it.",
            "其内核收到的包都已交付：这些请求在到达它之前就被拦下了。",
        ),
        Side::InServer => Text::fixed(
            "Its kernel took in packets that it gave to nobody, at least as many, and none for a while before: its own filter stops them, most likely.",
            "其内核收下而未交给任何程序的包不少于此数，而此前一段时间没有：很可能是它自己的过滤规则拦下的。",
        ),
        Side::BeforeListener if may_be_reset(answer) => Text::fixed(
            "They were stopped on the way or by the server's own filter, or they arrived and their answers were reset on the way back; half-open connections were reset there meanwhile, of these or of others.",
            "它们在途中或被服务器自己的过滤规则拦下，或者到达后其应答在返回途中遇到 RST；其间那里有半开连接被 RST 终止，可能是这些，也可能是别的。",
        ),
        Side::BeforeListener if may_overflow(answer) => Text::fixed(
            "They did not reach the listener: they were stopped on the way or by the server's own filter, or turned away by a full accept queue; one there turned connections away meanwhile.",
            "它们没有到达监听程序：在途中，或被服务器自己的过滤规则拦下；也可能因接受队列已满而被拒绝，那里其间有队列拒绝过连接。",
        ),
        Side::BeforeListener => Text::fixed(
            "They did not reach the listener: they were stopped on the way or by the server's own filter.",
            "它们没有到达监听程序：在途中，或被服务器自己的过滤规则拦下。",
        ),
        Side::NobodyListens if answer.bound_elsewhere == Some(BoundElsewhere::Loopback) => Text::fixed(
            "Nobody listens at that address there, and its kernel answers that with a reset: the program at that port is bound to the loopback (127.0.0.1 or ::1), which takes connections from the server itself only.",
            "那里没有程序在该地址监听，内核因此回以 RST：该端口的程序绑定在环回地址（127.0.0.1 或 ::1），只接受来自服务器自身的连接。",
        ),
        Side::NobodyListens if answer.bound_elsewhere.is_some() => Text::fixed(
            "Nobody listens at that address there, and its kernel answers that with a reset: the program at that port is bound to another address.",
            "那里没有程序在该地址监听，内核因此回以 RST：该端口的程序绑定在另一个地址。",
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
        Side::AnswersReset => Text::fixed(
            "Its kernel counts as many half-open connections that a reset ended, and none for a while before: they arrive and are answered, and the answers meet a reset on the way back, most likely.",
            "其内核记下了至少同样多的因 RST 而终止的半开连接，而此前一段时间没有：很可能请求到达并得到了应答，应答在返回途中遇到 RST。",
        ),
        Side::SaidNotHeard => Text::fixed(
            "On most of its connections nothing arrives of what the client says: that is lost on the way there.",
            "在它的多数连接上，客户端发出的内容没有到达：丢失在去程。",
        ),
        Side::AnswerNotHeard => Text::fixed(
            "What the client says on it arrives and is answered; the answer is lost on the way back.",
            "客户端在连接上发出的内容到达并得到了应答；应答在返回途中丢失。",
        ),
        Side::AfterHandshake if answer.listening == Listening::Other => Text::fixed(
            "For the client they stand, so the answers come back, and what it sent after that does not arrive; unless the program there asks for data before it takes a connection (TCP_DEFER_ACCEPT).",
            "在客户端看来连接已经建立，可见应答回来了，而它此后发出的没有到达；除非那里的程序要先收到数据才接受连接（TCP_DEFER_ACCEPT）。",
        ),
        Side::AfterHandshake => Text::fixed(
            "For the client they stand, so the answers come back, and what it sent after that does not arrive: it is lost on the way there.",
            "在客户端看来连接已经建立，可见应答回来了，而它此后发出的没有到达：丢失在去程。",
        ),
        Side::Connected if question.attempts.iter().all(|one| one.ended == Ended::Open) => {
            Text::fixed("Both ends agree: the connection stands.", "两端一致：连接已经建立。")
        }
        Side::Connected if question.attempts.iter().any(|one| one.ended == Ended::Unheard) => match answer.heard {
            Some(true) => Text::fixed(
                "What the client says on it arrives; the server gives no answer.",
                "客户端在连接上发出的内容到达了；服务器没有给出应答。",
            ),
            _ => Text::fixed(
                "Whether what the client says on it arrives does not show.",
                "客户端在连接上发出的内容是否到达，看不出来。",
            ),
        },
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
