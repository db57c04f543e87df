//! The direct way held against each proxy: one line each, and which works.

use colored::Colorize;
use unicode_width::UnicodeWidthStr;

use crate::case::{Case, Known};
use crate::observation::{Connection, ProxyAnswer, ProxyEnd, ProxySource, Resolution, State};
use crate::render::human::probe::words;
use crate::render::human::word;
use crate::render::paint::{Look, pad, safe, wrap};
use crate::report::Report;
use crate::text::{Lang, Text};

/// The lines; none where no proxy was looked at.
pub(crate) fn lines(report: &Report, look: &Look) -> Vec<String> {
    let case = Case { target: &report.target, seen: &report.observations };
    let proxies = case.proxies();
    if proxies.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![direct(&case)];
    rows.extend(proxies.iter().map(|known| row(known, &case)));
    let widest = rows.iter().map(|row| row.way.get(look.lang).width()).max().unwrap_or(0);
    // Where the terminal is narrow, what came of it goes below.
    let beside = widest + 24 <= look.width;
    rows.iter()
        .map(|row| {
            let mark = if row.works { "✓" } else { "✗" };
            let way = safe(row.way.get(look.lang));
            let said = safe(row.said.get(look.lang));
            let first = match beside {
                true => format!("  {mark} {}  ", pad(&way, widest)),
                false => format!("  {mark} {way}\n      "),
            };
            let indent = if beside { " ".repeat(widest + 6) } else { " ".repeat(6) };
            let lines = wrap(&said, look.width, if beside { &first } else { "      " }, &indent);
            let rest = lines.strip_prefix(if beside { first.as_str() } else { "      " }).unwrap_or(&lines);
            let painted = if row.works { first.green() } else { first.red() };
            format!("{painted}{rest}")
        })
        .collect()
}

/// One way to the target.
struct Row {
    way: Text,
    said: Text,
    works: bool,
}

fn direct(case: &Case) -> Row {
    let way = Text::fixed("directly", "直连");
    let (target, seen) = case.direct();
    let direct = Case { target: &target, seen: &seen };
    let opened = direct.asked().find(|(_, c)| c.state == State::Open).map(|(_, c)| c);
    match (opened, direct.failed()) {
        (Some(open), _) => {
            let tail = open.rtt_ms.map(|ms| format!(" ({ms:.1} ms)")).unwrap_or_default();
            Row { way, said: both(&Text::fixed("open", "开放"), &tail), works: true }
        }
        (None, Some((_, failed))) => Row { way, said: ended(failed), works: false },
        (None, None) => {
            let said = match case.target.host.name().filter(|_| seen.first::<Resolution>().is_some()) {
                Some(name) => Text::new(format!("{name} has no address here"), format!("本机查不到 {name} 的地址")),
                None => Text::fixed("not looked at", "未查看"),
            };
            Row { way, said, works: false }
        }
    }
}

fn row(known: &Known, case: &Case) -> Row {
    let proxy = &known.proxy;
    let way = match (&known.from, known.used) {
        (ProxySource::Option, _) => Text::same(proxy.to_string()),
        (ProxySource::Variable(name), true) => Text::new(format!("{proxy} ({name})"), format!("{proxy}（{name}）")),
        (ProxySource::Variable(name), false) => {
            Text::new(format!("{proxy} ({name}, not taken)"), format!("{proxy}（{name}，未采用）"))
        }
    };
    let said = match &known.answer {
        Some((_, answer)) => answered(answer),
        None => {
            let target = known.target();
            let own = Case { target: &target, seen: &known.seen };
            match own.failed() {
                Some((_, failed)) => prefixed(ended(failed)),
                None if known.connected().is_some() => {
                    Text::fixed("its port opens; it was not asked for the target", "端口开放；未向它请求目标")
                }
                None => Text::new(
                    format!("{} has no address here", proxy.host),
                    format!("本机查不到 {} 的地址", proxy.host),
                ),
            }
        }
    };
    let works = known.opens() && (case.via().is_none() || case.is_open());
    Row { way, said, works }
}

/// It is the proxy's own port that fails.
fn prefixed(ended: Text) -> Text {
    Text::new(format!("the proxy itself: {}", ended.get(Lang::En)), format!("代理本身：{}", ended.get(Lang::Zh)))
}

fn answered(answer: &ProxyAnswer) -> Text {
    let opened = answer.ended == ProxyEnd::Opened;
    let tail = match (answer.status, answer.reply, answer.took_ms) {
        (_, _, Some(ms)) if opened => format!(" ({ms:.1} ms)"),
        _ if opened => String::new(),
        (Some(status), ..) => format!(" ({status})"),
        (None, Some(reply), _) => format!(" (SOCKS {reply})"),
        (None, None, _) => String::new(),
    };
    both(&word::passage(answer.ended), &tail)
}

fn both(text: &Text, tail: &str) -> Text {
    Text::new(format!("{}{tail}", text.get(Lang::En)), format!("{}{tail}", text.get(Lang::Zh)))
}

fn ended(failed: &Connection) -> Text {
    let who = failed.from.as_ref().map(|from| from.address).filter(|from| *from != failed.address);
    let by = who.map_or((String::new(), String::new()), |who| (format!(" by {who}"), format!("，来自 {who}")));
    let (reason, state) = (failed.reason, |lang| words::state(failed.state, lang));
    Text::new(format!("{}: {reason}{}", state(Lang::En), by.0), format!("{}：{reason}{}", state(Lang::Zh), by.1))
}
