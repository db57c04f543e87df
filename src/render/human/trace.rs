//! The way to a port, for people: one line a hop, and how it ends.

use std::io::{self, Write};

use colored::Colorize;
use unicode_width::UnicodeWidthStr;

use crate::observation::{Hop, Reason, State};
use crate::render::paint::{Look, pad, safe, wrap};
use crate::report::TraceDocument;
use crate::text::{Lang, Text};

/// Writes `trace` for a person.
///
/// # Errors
/// Those of the sink.
pub fn trace(trace: &TraceDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let host = match trace.target.host.name() {
        Some(name) => format!("{name} ({})", trace.address),
        None => trace.target.host.to_string(),
    };
    let port = trace.target.port;
    let title = Text::new(format!("The way to {host}, TCP port {port}"), format!("到 {host} TCP 端口 {port} 的路径"));
    writeln!(out, "{}", safe(title.get(look.lang)).bold())?;
    let heard = trace.hops.iter().rposition(|hop| hop.answer != Reason::NoResponse).map_or(0, |last| last + 1);
    let widest = trace.hops[..heard].iter().map(|hop| who(trace, hop).width()).max().unwrap_or(0);
    for hop in &trace.hops[..heard] {
        let who = who(trace, hop);
        let time = hop.rtt_ms.map(|ms| format!("{ms:.2} ms")).unwrap_or_default();
        let line = format!("  {:>3}  {}  {:>10}  {}", hop.ttl, pad(&who, widest), time, answer(hop, look.lang));
        writeln!(out, "{}", line.trim_end())?;
    }
    if heard < trace.hops.len() {
        let silence = Text::fixed("no answer", "无应答");
        let range = format!("{}–{}", heard + 1, trace.hops.len());
        writeln!(out, "  {range}  {}", silence.get(look.lang).dimmed())?;
    }
    writeln!(out, "{}", wrap(&safe(end(trace).get(look.lang)), look.width, "", ""))
}

fn who(trace: &TraceDocument, hop: &Hop) -> String {
    match (hop.address, &hop.name) {
        (Some(address), Some(name)) => format!("{address} ({})", safe(name)),
        (Some(address), None) => address.to_string(),
        // A reset or a handshake bears the target's address, whoever sent it.
        (None, _) if matches!(hop.answer, Reason::SynAck | Reason::Reset) => trace.address.to_string(),
        (None, _) => "*".to_owned(),
    }
}

fn answer(hop: &Hop, lang: Lang) -> String {
    match hop.answer {
        Reason::TimeExceeded => String::new(),
        Reason::NoResponse => Text::fixed("no answer", "无应答").get(lang).dimmed().to_string(),
        Reason::SynAck => Text::fixed("open", "开放").get(lang).green().to_string(),
        other => other.to_string().red().to_string(),
    }
}

/// True where one router answers at three hops or more.
fn goes_in_circle(trace: &TraceDocument) -> bool {
    let routers = || trace.hops.iter().filter(|hop| hop.answer == Reason::TimeExceeded).filter_map(|hop| hop.address);
    routers().any(|router| routers().filter(|other| *other == router).count() > 2)
}

/// How the way ends, in one sentence that claims no more than was seen.
fn end(trace: &TraceDocument) -> Text {
    let port = trace.target.port;
    let last = trace.hops.iter().rev().find(|hop| hop.answer == Reason::TimeExceeded);
    let last_name = last.and_then(|hop| hop.address).map_or("-".to_owned(), |address| address.to_string());
    let Some(end) = &trace.end else {
        if trace.connection.is_local_failure() {
            let name = trace.connection.error.as_ref().map_or("?", |error| error.name.as_str()).to_owned();
            return Text::new(
                format!("No packet left this machine ({name}); `netwhy diagnose` tells why."),
                format!("没有包离开本机（{name}）；用 `netwhy diagnose` 查明原因。"),
            );
        }
        if trace.connection.state == State::Open {
            return Text::fixed(
                "The port is open, but the probes that should show the way stayed unanswered.",
                "端口开放，但用来显示路径的探测没有应答。",
            );
        }
        if goes_in_circle(trace) {
            return Text::new(
                format!(
                    "The same routers come again and again up to hop {}: the packets go in a circle and never arrive.",
                    trace.hops.len()
                ),
                format!("直到第 {} 跳都是同几台路由器反复出现：数据包在打转，永远到不了。", trace.hops.len()),
            );
        }
        let (hop, rounds) = (last.map_or(0, |hop| hop.ttl), trace.rounds);
        let (times, times_zh) = if rounds > 1 {
            (format!(", asked {rounds} times"), format!("（询问了 {rounds} 次）"))
        } else {
            Default::default()
        };
        return Text::new(
            format!(
                "Behind hop {hop} ({last_name}) nothing answered{times}: port {port} is dropped at or just after it, or the routers behind it do not speak."
            ),
            format!(
                "第 {hop} 跳（{last_name}）之后没有任何应答{times_zh}：端口 {port} 在该处或其后被丢弃，或其后的路由器不作声。"
            ),
        );
    };
    let at = end.at;
    match (end.answer, end.forged, end.address) {
        (Reason::SynAck, Some(true), _) | (Reason::Reset, Some(true), _) => {
            let hop = end.sent_from_hop.unwrap_or(0);
            let by = trace
                .hops
                .iter()
                .find(|h| h.ttl == hop)
                .and_then(|h| h.address)
                .map_or("?".to_owned(), |a| a.to_string());
            let answer = end.answer;
            Text::new(
                format!(
                    "The {answer} arises at TTL {at} but was sent from hop {hop} ({by}): a machine on the way answers in the host's name."
                ),
                format!("{answer} 在 TTL {at} 处触发，却是从第 {hop} 跳（{by}）发出：途中的机器冒名应答。"),
            )
        }
        (Reason::SynAck, _, _) => {
            Text::new(format!("Port {port} is open at hop {at}."), format!("端口 {port} 在第 {at} 跳开放。"))
        }
        (Reason::Reset, forged, _) => {
            let (en, zh) = match forged {
                Some(false) => (", sent from that very hop", "，就从该跳发出"),
                _ => ("; whether the host itself sent it was not settled", "；是否由主机本身发出未能确定"),
            };
            Text::new(
                format!("Port {port} is closed: a reset at hop {at}{en}."),
                format!("端口 {port} 关闭：第 {at} 跳发来 RST{zh}。"),
            )
        }
        (answer, _, Some(address)) => Text::new(
            format!("{address} rejects port {port} at TTL {at} (ICMP {answer})."),
            format!("{address} 在 TTL {at} 处拒绝端口 {port}（ICMP {answer}）。"),
        ),
        (answer, _, None) => {
            Text::new(format!("The way ends at TTL {at}: {answer}."), format!("路径止于 TTL {at}：{answer}。"))
        }
    }
}
