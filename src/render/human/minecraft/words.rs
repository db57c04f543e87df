//! What an answer amounts to, in a few words.

use crate::observation::{
    BedrockStatus, Console, JavaStatus, McpiAnswer, Meaning, QueryAnswer, RconAnswer, Reason, SpeechEnd, State,
};
use crate::render::human::probe::words::proxy_said;
use crate::report::Port;
use crate::text::{Lang, Text};

/// The port's state where nothing could be asked.
pub(super) fn state<T>(port: &Port<T>) -> Text {
    match (port.state, port.reason) {
        (_, Reason::Proxy) => {
            let said = |lang| proxy_said(port.proxy.as_ref(), port.reason, lang);
            Text::new(said(Lang::En), said(Lang::Zh))
        }
        (State::Closed, _) if port.address.is_loopback() => {
            Text::fixed("closed: nothing listens there", "关闭：没有程序监听")
        }
        // From afar a firewall that resets looks the same.
        (State::Closed, _) => Text::fixed("closed: refused", "关闭：被拒绝"),
        (State::Filtered, Reason::NoResponse) => Text::fixed("no answer", "没有应答"),
        (State::Open, _) => Text::fixed("open", "开放"),
        (state, reason) => Text::same(format!("{state} ({reason})")),
    }
}

fn unasked(ended: SpeechEnd) -> Text {
    match ended {
        SpeechEnd::Answered => Text::fixed("open, and another protocol answers", "开放，但应答的是别的协议"),
        SpeechEnd::Closed => Text::fixed("open, and closes when asked", "开放，但一询问就关闭"),
        SpeechEnd::Reset => Text::fixed("open, and resets when asked", "开放，但一询问就重置"),
        SpeechEnd::Silent => Text::fixed("open, and says nothing when asked", "开放，但询问后一言不发"),
    }
}

fn speaks(spoken: Option<crate::observation::Spoken>, ended: SpeechEnd) -> Text {
    match spoken {
        Some(spoken) => {
            let name = spoken.name();
            Text::new(format!("open, and speaks {name}"), format!("开放，但使用 {name}"))
        }
        None => unasked(ended),
    }
}

/// True where what was asked for is there, and what to say of it.
pub(super) fn java(answer: &JavaStatus) -> (bool, Text) {
    match &answer.status {
        Some(_) => (true, Text::fixed("answers", "有应答")),
        None => (false, speaks(answer.spoken, answer.ended)),
    }
}

/// The same of Bedrock.
pub(super) fn bedrock(answer: &BedrockStatus) -> Option<(bool, Text)> {
    match (&answer.pong, answer.reason) {
        (Some(_), _) => Some((true, Text::fixed("answers", "有应答"))),
        (None, Reason::UdpResponse) => Some((false, Text::fixed("something else answers", "应答者不是 Bedrock"))),
        (None, _) => None,
    }
}

/// The same of mcpi.
pub(super) fn mcpi(answer: &McpiAnswer) -> (bool, Text) {
    let family = answer.family.map(|family| format!(" ({})", family.name())).unwrap_or_default();
    match &answer.meaning {
        Some(Meaning::Players { ids }) => {
            let count = ids.len();
            let players = if count == 1 { "player" } else { "players" };
            (true, Text::new(format!("answers, {count} {players} online"), format!("有应答，在线玩家 {count} 名")))
        }
        Some(Meaning::Nobody) if answer.fails_all() => {
            (false, Text::fixed("is there and answers `Fail` to everything", "存在，但对一切都答 `Fail`"))
        }
        Some(Meaning::Nobody) => {
            (true, Text::new(format!("answers, nobody is online{family}"), format!("有应答，无人在线{family}")))
        }
        Some(Meaning::PasswordWanted) => {
            (false, Text::new(format!("is there and wants a password{family}"), format!("存在，但要求密码{family}")))
        }
        Some(Meaning::Banned) => (
            false,
            Text::new(format!("says that this address is banned{family}"), format!("说本机地址已被封禁{family}")),
        ),
        Some(Meaning::Other) | None => (false, speaks(answer.spoken, answer.ended)),
    }
}

/// The same of Query.
pub(super) fn query(answer: &QueryAnswer) -> Option<(bool, Text)> {
    match (&answer.answer, answer.reason) {
        (Some(_), _) => Some((true, Text::fixed("answers", "有应答"))),
        (None, Reason::UdpResponse) => Some((false, Text::fixed("answers in part", "只应答了一部分"))),
        (None, _) => None,
    }
}

/// The same of RCON.
pub(super) fn rcon(answer: &RconAnswer) -> (bool, Text) {
    match answer.console {
        Some(Console::WantsLogin) => (true, Text::fixed("is there, and wants a login", "存在，需要登录")),
        Some(Console::Open) => {
            (true, Text::fixed("is there, and takes commands WITHOUT A LOGIN", "存在，而且无需登录即可执行命令！"))
        }
        Some(Console::Other) | None => (false, speaks(answer.spoken, answer.ended)),
    }
}
