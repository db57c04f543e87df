//! An arrival for people: one line, and with `-v` what its SYN and its request said.

use std::io::{self, Write};

use colored::{ColoredString, Colorize};

use crate::render::paint::{Look, safe, wrap};
use crate::report::{ArrivalDocument, Ending, Family, Opening};
use crate::text::{Lang, Text};

/// Characters of a request target or of what a client says that are shown.
const MOST: usize = 200;

/// Writes `arrival` for a person. The time is shown as the document has it, without its zone.
///
/// # Errors
/// Those of the sink.
pub fn arrival(arrival: &ArrivalDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let lang = look.lang;
    let time = arrival.at.get(11..19).unwrap_or(&arrival.at);
    let mut line = format!("{time} {} ({})", arrival.from, distance(arrival).get(lang));
    if let Some(header) = &arrival.proxy_header {
        let source = header.source.map_or("?".to_owned(), |source| source.to_string());
        line.push_str(Text::new(format!(" for {source}"), format!(" 代表 {source}")).get(lang));
    }
    if let Some(protocol) = arrival.protocol {
        line.push(' ');
        line.push_str(&spoken(arrival, protocol));
    }
    let said = match (&arrival.request, &arrival.says, &arrival.first_bytes) {
        (Some(request), ..) => format!("{} {}", request.method, shortened(&request.target)),
        (_, Some(says), _) => shortened(says),
        (_, _, Some(bytes)) if arrival.protocol == Some(Opening::Unknown) => format!("\"{}\"", shortened(bytes)),
        _ => String::new(),
    };
    if !said.is_empty() {
        line.push(' ');
        line.push_str(&said);
    }
    line.push_str(" → ");
    line.push_str(result(arrival).get(lang));
    if let Some(fault) = &arrival.fault {
        line.push_str(Text::new(format!(" [fault on purpose: {fault}]"), format!("［故意的故障：{fault}］")).get(lang));
    }
    if let Some(note) = &arrival.note {
        line.push_str(Text::fixed("; ", "；").get(lang));
        line.push_str(note.get(lang));
    }
    let wrapped = wrap(&safe(&line), look.width, "", "         ");
    let (first, rest) = wrapped.split_once(' ').unwrap_or((&wrapped, ""));
    writeln!(out, "{} {}", first.dimmed(), painted(arrival, rest))?;
    if look.verbose > 0 {
        details(arrival, look, out)?;
    }
    Ok(())
}

/// How far away the client is.
fn distance(arrival: &ArrivalDocument) -> Text {
    let address = arrival.from.address;
    match arrival.hops {
        _ if address.is_loopback() || address == arrival.to.address => Text::fixed("this machine", "本机"),
        Some(1) => Text::fixed("1 hop", "1 跳"),
        Some(hops) => Text::new(format!("{hops} hops"), format!("{hops} 跳")),
        None if arrival.syn.is_some() => Text::fixed("sent with a small TTL", "以很小的 TTL 发出"),
        None => match arrival.family {
            Family::Ipv4 => Text::same("IPv4"),
            Family::Ipv6 => Text::same("IPv6"),
        },
    }
}

fn spoken(arrival: &ArrivalDocument, protocol: Opening) -> String {
    let Some(tls) = &arrival.tls else { return protocol.name().to_owned() };
    let inside = tls.inside.filter(|inside| *inside != Opening::Unknown).map(|inside| format!("{} in ", inside.name()));
    let version = tls.version.as_deref().unwrap_or(protocol.name());
    let name = tls.server_name.as_ref().map(|name| format!(" for {name}"));
    format!("{}{version}{}", inside.unwrap_or_default(), name.unwrap_or_default())
}

/// How it ended, and how much went each way.
fn result(arrival: &ArrivalDocument) -> Text {
    let (received, sent) = (bytes(arrival.received_bytes), bytes(arrival.sent_bytes));
    let ms = match arrival.took_ms {
        ms if ms < 10.0 => format!("{ms:.1} ms"),
        ms if ms < 10_000.0 => format!("{ms:.0} ms"),
        ms => format!("{:.0} s", ms / 1e3),
    };
    let how = match (arrival.end, arrival.status) {
        (Ending::Answered, Some(status)) => Text::same(status.to_string()),
        (end, Some(status)) => {
            let word = word(end);
            Text::new(format!("{status}, {}", word.get(Lang::En)), format!("{status}，{}", word.get(Lang::Zh)))
        }
        (end, None) => word(end),
    };
    let (en, zh) = (how.get(Lang::En), how.get(Lang::Zh));
    match arrival.received_bytes + arrival.sent_bytes {
        0 => Text::new(format!("{en} after {ms}"), format!("{zh}（{ms}）")),
        _ => {
            Text::new(format!("{en}, {received} in, {sent} out, {ms}"), format!("{zh}，收 {received}，发 {sent}，{ms}"))
        }
    }
}

fn word(end: Ending) -> Text {
    match end {
        Ending::Answered => Text::fixed("answered", "已应答"),
        Ending::Closed => Text::fixed("closed by the client", "客户端关闭"),
        Ending::Reset => Text::fixed("reset by the client", "客户端重置"),
        Ending::Silent => Text::fixed("connected, and silent so far", "已连接，至今没有内容"),
        Ending::Open => Text::fixed("still open", "仍在进行"),
        Ending::Slow => Text::fixed("cut off", "已切断"),
        Ending::Refused => Text::fixed("refused", "已拒绝"),
        Ending::TlsFailed => Text::fixed("TLS failed", "TLS 失败"),
        Ending::NotSpoken => Text::fixed("closed", "已关闭"),
        Ending::Fault => Text::fixed("a fault on purpose", "有意的故障"),
        Ending::Stopped => Text::fixed("netwhy was ended", "netwhy 被结束"),
        Ending::Failed => Text::fixed("failed on this machine", "本机失败"),
    }
}

/// The line with the colour of how it ended.
fn painted(arrival: &ArrivalDocument, line: &str) -> String {
    let Some((before, after)) = line.split_once('→') else { return line.to_owned() };
    let colour: fn(&str) -> ColoredString = match (arrival.end, arrival.status) {
        (Ending::Answered, None | Some(100..=399)) => |text| text.green(),
        (Ending::Answered, Some(400..=499))
        | (Ending::Silent | Ending::Open | Ending::NotSpoken | Ending::Closed, _) => |text| text.yellow(),
        (Ending::Stopped | Ending::Fault, _) => |text| text.dimmed(),
        _ => |text| text.red(),
    };
    format!("{before}→{}", colour(after))
}

fn details(arrival: &ArrivalDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut put = |text: &str| writeln!(out, "{}", wrap(&safe(text), look.width, "         ", "           "));
    if let Some(syn) = &arrival.syn {
        let mss = syn.mss.map_or("-".to_owned(), |mss| mss.to_string());
        let text = Text::new(
            format!("SYN: TTL {} left, MSS {mss}, window {}, options {}", syn.ttl, syn.window, syn.options.join(" ")),
            format!("SYN：剩余 TTL {}，MSS {mss}，窗口 {}，选项 {}", syn.ttl, syn.window, syn.options.join(" ")),
        );
        put(text.get(look.lang))?;
    }
    if let Some(tls) = &arrival.tls {
        let alpn = if tls.alpn.is_empty() { "-".to_owned() } else { tls.alpn.join(" ") };
        let suite = tls.suite.as_deref().unwrap_or("-");
        let text = Text::new(
            format!("TLS: {} suites offered, ALPN {alpn}, agreed on {suite}", tls.suites),
            format!("TLS：提供 {} 个套件，ALPN {alpn}，商定 {suite}", tls.suites),
        );
        put(text.get(look.lang))?;
    }
    for field in arrival.request.iter().flat_map(|request| &request.fields) {
        put(&format!("{}: {}", field.name, shortened(&field.value)))?;
    }
    Ok(())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn bytes(count: u64) -> String {
    match count {
        0..10_000 => format!("{count} B"),
        10_000..10_000_000 => format!("{} kB", count / 1000),
        _ => format!("{} MB", count / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::RequestSeen;

    fn shown(arrival: &ArrivalDocument, lang: Lang, width: usize, verbose: u8) -> String {
        colored::control::set_override(false);
        let mut out = Vec::new();
        super::arrival(arrival, &Look { lang, width, verbose }, &mut out).expect("a sink");
        String::from_utf8(out).expect("text")
    }

    fn sample() -> ArrivalDocument {
        let (from, to) = ("192.0.2.7:5000", "192.0.2.1:80");
        let (from, to) = (from.parse().expect("an address"), to.parse().expect("an address"));
        let mut arrival = ArrivalDocument::new(1, "2026-11-22T22:01:03.5Z".to_owned(), from, to, None);
        arrival.hops = Some(3);
        arrival.protocol = Some(Opening::Http);
        (arrival.received_bytes, arrival.sent_bytes, arrival.took_ms) = (80, 12_345, 1.25);
        (arrival.end, arrival.status) = (Ending::Answered, Some(200));
        let target = "/a\u{1b}[31m".to_owned();
        arrival.request = Some(RequestSeen { method: "GET".to_owned(), target, ..RequestSeen::default() });
        arrival
    }

    #[test]
    fn a_request_is_one_line_with_nothing_that_a_terminal_obeys() {
        let line = shown(&sample(), Lang::En, 100, 0);
        let wanted = "22:01:03 192.0.2.7:5000 (3 hops) HTTP GET /a\\u{1b}[31m → 200, 80 B in, 12 kB out, 1.2 ms\n";
        assert_eq!(line, wanted);
        let line = shown(&sample(), Lang::Zh, 100, 0);
        assert!(line.contains("（") || line.contains("3 跳") && line.contains("收 80 B"), "{line}");
    }

    #[test]
    fn on_a_narrow_terminal_lines_are_broken() {
        for lang in [Lang::En, Lang::Zh] {
            let text = shown(&sample(), lang, 40, 1);
            assert!(text.lines().count() > 1 && text.lines().skip(1).all(|line| line.starts_with("   ")), "{text}");
        }
    }

    #[test]
    fn every_ending_has_words() {
        let mut arrival = sample();
        (arrival.request, arrival.status, arrival.protocol) = (None, None, Some(Opening::Unknown));
        arrival.first_bytes = Some("hello\\n".to_owned());
        for end in [Ending::Silent, Ending::Open, Ending::Slow, Ending::TlsFailed, Ending::Stopped, Ending::Failed] {
            arrival.end = end;
            let line = shown(&arrival, Lang::En, 100, 0);
            assert!(line.contains("unknown \"hello\\n\" → "), "{line}");
        }
    }
}
