//! The words for ports and for who answers for them.

use colored::Color;

use crate::finding::Role;
use crate::observation::{ProxyEnd, Reason, State};
use crate::render::paint::safe;
use crate::report::probe::{Origin, ProxySaid, Row};
use crate::text::{Lang, Text};

/// The order in which states are told.
pub(crate) const STATES: [State; 5] = [State::Open, State::Closed, State::Filtered, State::Unreachable, State::Error];

/// Who answered, where that needs saying: that an open port is the target's own is what one expects.
pub(crate) fn sender(row: &Row) -> Option<&Origin> {
    row.from.as_ref().filter(|_| row.state != State::Open)
}

/// One of two words.
pub(crate) fn say(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

/// The machine that a table is about.
pub(crate) fn machine(row: &Row) -> String {
    if let Some(via) = &row.via {
        return format!("{} ← {}", safe(&row.host), safe(via));
    }
    let address = row.address.to_string();
    if row.host == address { address } else { format!("{} ({address})", safe(&row.host)) }
}

pub(crate) fn target(row: &Row) -> String {
    if row.via.is_some() {
        let host = safe(&row.host);
        return if host.contains(':') { format!("[{host}]:{}", row.port) } else { format!("{host}:{}", row.port) };
    }
    let to = endpoint(&row.address, row.port);
    if row.host == row.address.to_string() { to } else { format!("{} {to}", safe(&row.host)) }
}

/// What a proxy said of the port, with its code.
pub(crate) fn proxy_said(said: Option<&ProxySaid>, reason: Reason, lang: Lang) -> String {
    let Some(said) = said else {
        return say(lang, "the proxy was not reached", "未能连接代理").to_owned();
    };
    if said.ended == ProxyEnd::Opened {
        return reason.to_string();
    }
    let words = crate::render::human::word::passage(said.ended);
    let code = match (said.status, said.reply) {
        (Some(status), _) => format!(" ({status})"),
        (None, Some(reply)) => format!(" (SOCKS {reply})"),
        (None, None) => String::new(),
    };
    format!("{reason}: {}{code}", words.get(lang))
}

pub(crate) fn endpoint(address: &std::net::IpAddr, port: u16) -> String {
    std::net::SocketAddr::new(*address, port).to_string()
}

pub(crate) fn origin(from: &Origin, lang: Lang) -> String {
    let role = match from.role {
        Role::ThisMachine => Text::fixed("own", "本机"),
        Role::Gateway => Text::fixed("gateway", "网关"),
        Role::Path | Role::BetweenEnds => Text::fixed("path", "途中"),
        Role::Target => Text::fixed("target", "目标"),
        Role::Proxy => Text::fixed("proxy", "代理"),
        Role::Resolver => Text::fixed("name server", "域名服务器"),
    };
    format!("{} ({})", from.address, role.get(lang))
}

pub(crate) fn state(state: State, lang: Lang) -> String {
    let zh = match state {
        State::Open => "开放",
        State::Closed => "关闭",
        State::Filtered => "被过滤",
        State::Unreachable => "不可达",
        State::Error => "出错",
    };
    Text::new(state.to_string(), zh).get(lang).to_owned()
}

pub(crate) fn color(state: State) -> Color {
    match state {
        State::Open => Color::Green,
        State::Closed => Color::Red,
        State::Filtered => Color::Yellow,
        State::Unreachable | State::Error => Color::Magenta,
    }
}

pub(crate) fn milliseconds(ms: f64) -> String {
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.1} ms") }
}

pub(crate) fn plural(count: u64, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// A number with a comma between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
