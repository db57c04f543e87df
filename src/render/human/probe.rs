//! How each port answered, as tables: what is rare in full, what is common in numbers.

use std::io::{self, Write};

use colored::{Color, Colorize};

use crate::finding::Role;
use crate::observation::State;
use crate::render::paint::{Look, safe};
use crate::render::table::{Cell, Table};
use crate::report::probe::{Group, Origin, Probed, Row, Statistics};
use crate::text::{Lang, Text};

/// Ports of one state, other than open, that are listed one by one; more are told in numbers, as in nmap.
pub const LISTED: u64 = 25;

/// The order in which states are told.
const STATES: [State; 5] = [State::Open, State::Closed, State::Filtered, State::Unreachable, State::Error];

/// Writes `probed` for a person.
///
/// # Errors
/// Those of the sink.
pub fn probe(probed: &Probed, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if probed.statistics.is_empty() {
        tables(probed, look, out)?;
    } else {
        statistics(&probed.statistics, look, out)?;
    }
    for name in &probed.unresolved {
        let line = name.line.map(|line| format!(" ({} {line})", say(look.lang, "line", "行")));
        let says = say(look.lang, "no address:", "没有地址：");
        let line = line.unwrap_or_default();
        writeln!(out, "{}{line}: {says} {}", safe(&name.host).red().bold(), safe(&name.error))?;
    }
    let more = probed.summary.unresolved.saturating_sub(probed.unresolved.len() as u64);
    if more > 0 {
        writeln!(
            out,
            "{}",
            Text::new(format!("… and {more} more names"), format!("……另有 {more} 个名称")).get(look.lang)
        )?;
    }
    summary(probed, look, out)
}

/// One look of many, as it ends: the lines of `--count`.
///
/// # Errors
/// Those of the sink.
pub fn probe_round(row: &Row, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let round = row.round.unwrap_or(1);
    let state = state(row.state, look.lang).color(color(row.state));
    let from = sender(row).map(|from| format!("  {}", origin(from, look.lang))).unwrap_or_default();
    let rtt = row.rtt_ms.map(|ms| format!("  {}", milliseconds(ms))).unwrap_or_default();
    writeln!(out, "#{round}  {}  {state}  {}{rtt}{}", target(row), row.reason, from.dimmed())
}

fn tables(probed: &Probed, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let counts = &probed.summary.counts;
    let is_listed = |state: State| state == State::Open || counts.of(state) <= LISTED || look.verbose > 0;
    let rows: Vec<&Row> = probed.connections.iter().filter(|row| is_listed(row.state)).collect();
    let groups: Vec<&[&Row]> =
        rows.chunk_by(|one, other| one.host == other.host && one.address == other.address).collect();
    if groups.iter().all(|group| group.len() == 1) {
        table(&rows, target, Text::fixed("TARGET", "目标"), look, out)?;
    } else {
        for group in groups {
            writeln!(out, "{}", machine(group[0]).bold())?;
            table(group, |row| format!("{}/tcp", row.port), Text::fixed("PORT", "端口"), look, out)?;
            writeln!(out)?;
        }
    }
    let listed = |state: State| rows.iter().filter(|row| row.state == state).count() as u64;
    if is_listed(State::Open) && counts.open > listed(State::Open) {
        let more = counts.open - listed(State::Open);
        let text = Text::new(
            format!("… and {more} more open ports; --format jsonl tells all"),
            format!("……另有 {more} 个开放端口；用 --format jsonl 查看全部"),
        );
        writeln!(out, "{}", text.get(look.lang))?;
    }
    not_shown(&probed.summary.groups, |state| counts.of(state) > listed(state) && state != State::Open, look, out)
}

fn table(
    rows: &[&Row],
    first: impl Fn(&Row) -> String,
    title: Text,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let titles = [
        title,
        Text::fixed("STATE", "状态"),
        Text::fixed("REASON", "原因"),
        Text::fixed("FROM", "来自"),
        Text::fixed("RTT", "往返"),
        Text::fixed("SERVICE", "服务"),
    ];
    let mut table = Table::new(titles.iter().map(|title| title.get(look.lang)));
    for row in rows {
        let reason = match &row.error {
            Some(error) if row.icmp.is_none() => format!("{} ({error})", row.reason),
            _ => row.reason.to_string(),
        };
        let from = sender(row);
        table.row(vec![
            Cell::plain(first(row)),
            Cell::colored(state(row.state, look.lang), color(row.state)),
            Cell::plain(reason),
            Cell::plain(from.map(|from| origin(from, look.lang)).unwrap_or_default()),
            Cell::plain(row.rtt_ms.map(milliseconds).unwrap_or_default()),
            Cell::plain(row.service.map(|service| service.to_string()).unwrap_or_default()),
        ]);
    }
    for line in table.lines(look.width, &[3, 5]) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn not_shown(groups: &[Group], hidden: impl Fn(State) -> bool, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    for group in groups.iter().filter(|group| hidden(group.state)) {
        let from = group.from.as_ref().map(|from| origin(from, look.lang));
        let by = from.map(|from| match look.lang {
            Lang::En => format!(" by {from}"),
            Lang::Zh => format!("，来自 {from}"),
        });
        let by = by.unwrap_or_default();
        let (count, state, reason) = (grouped(group.count), state(group.state, look.lang), group.reason);
        let text = Text::new(
            format!("Not shown: {count} {state} {} ({reason}{by})", plural(group.count, "port")),
            format!("未列出：{count} 个{state}端口（{reason}{by}）"),
        );
        writeln!(out, "{}", text.get(look.lang))?;
    }
    Ok(())
}

fn statistics(all: &[Statistics], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    for one in all {
        let to = endpoint(&one.address, one.port);
        let name = if one.host == one.address.to_string() { to } else { format!("{} ({to})", safe(&one.host)) };
        let states: Vec<String> = STATES
            .iter()
            .filter(|state| one.counts.of(**state) > 0)
            .map(|one_state| format!("{} {}", one.counts.of(*one_state), state(*one_state, look.lang)))
            .collect();
        let states = states.join(", ");
        let (sent, answered, loss) = (one.sent, one.answered, one.loss_percent);
        let text = Text::new(
            format!("{name}: {sent} tried, {answered} answered, {loss:.0}% loss ({states})"),
            format!("{name}：尝试 {sent} 次，应答 {answered} 次，丢失 {loss:.0}%（{states}）"),
        );
        writeln!(out, "{}", text.get(look.lang).bold())?;
        if let (Some(min), Some(avg), Some(max), Some(mdev)) =
            (one.rtt_min_ms, one.rtt_avg_ms, one.rtt_max_ms, one.rtt_mdev_ms)
        {
            let name = say(look.lang, "round trip", "往返");
            writeln!(out, "    {name} min/avg/max/mdev = {min:.3}/{avg:.3}/{max:.3}/{mdev:.3} ms")?;
        }
    }
    Ok(())
}

fn summary(probed: &Probed, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let summary = &probed.summary;
    let counts: Vec<String> = STATES
        .iter()
        .filter(|state| summary.counts.of(**state) > 0)
        .map(|one| format!("{} {}", grouped(summary.counts.of(*one)), state(*one, look.lang)))
        .collect();
    let total = summary.counts.total();
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    let seconds = summary.took_ms / 1000.0;
    let text = Text::new(
        format!("{} {}{counts}; {seconds:.2} s", grouped(total), plural(total, "answer")),
        format!("共 {} 个结果{counts}；{seconds:.2} 秒", grouped(total)),
    );
    writeln!(out, "{}", text.get(look.lang))?;
    if summary.interrupted {
        let text = Text::fixed("Interrupted; the rest was not looked at.", "已中断，其余未查看。");
        writeln!(out, "{}", text.get(look.lang))?;
    }
    Ok(())
}

/// Who answered, where that needs saying: that an open port is the target's own is what one expects.
fn sender(row: &Row) -> Option<&Origin> {
    row.from.as_ref().filter(|_| row.state != State::Open)
}

/// One of two words.
fn say(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

/// The machine that a table is about.
fn machine(row: &Row) -> String {
    let address = row.address.to_string();
    if row.host == address { address } else { format!("{} ({address})", safe(&row.host)) }
}

fn target(row: &Row) -> String {
    let to = endpoint(&row.address, row.port);
    if row.host == row.address.to_string() { to } else { format!("{} {to}", safe(&row.host)) }
}

fn endpoint(address: &std::net::IpAddr, port: u16) -> String {
    std::net::SocketAddr::new(*address, port).to_string()
}

fn origin(from: &Origin, lang: Lang) -> String {
    let role = match from.role {
        Role::ThisMachine => Text::fixed("own", "本机"),
        Role::Gateway => Text::fixed("gateway", "网关"),
        Role::Path => Text::fixed("path", "途中"),
        Role::Target => Text::fixed("target", "目标"),
        Role::Proxy => Text::fixed("proxy", "代理"),
        Role::Resolver => Text::fixed("name server", "域名服务器"),
    };
    format!("{} ({})", from.address, role.get(lang))
}

fn state(state: State, lang: Lang) -> String {
    let zh = match state {
        State::Open => "开放",
        State::Closed => "关闭",
        State::Filtered => "被过滤",
        State::Unreachable => "不可达",
        State::Error => "出错",
    };
    Text::new(state.to_string(), zh).get(lang).to_owned()
}

fn color(state: State) -> Color {
    match state {
        State::Open => Color::Green,
        State::Closed => Color::Red,
        State::Filtered => Color::Yellow,
        State::Unreachable | State::Error => Color::Magenta,
    }
}

fn milliseconds(ms: f64) -> String {
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.1} ms") }
}

fn plural(count: u64, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// A number with a comma between thousands.
fn grouped(number: u64) -> String {
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
