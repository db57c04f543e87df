//! How each port answered, as tables: what is rare in full, what is common in numbers.

mod rounds;
pub(crate) mod words;

pub use rounds::probe_round;

use std::io::{self, Write};

use colored::Colorize;

use crate::observation::{Reason, State};
use crate::render::human::probe::words::{
    STATES, color, grouped, machine, milliseconds, origin, plural, proxy_said, say, sender, state, target,
};
use crate::render::paint::{Look, safe};
use crate::render::table::{Cell, Table};
use crate::report::probe::{Group, Probed, Row};
use crate::text::{Lang, Text};

/// Ports of one state, other than open, that are listed one by one; more are told in numbers, as in nmap.
pub const LISTED: u64 = 25;

/// Writes `probed` for a person.
///
/// # Errors
/// Those of the sink.
pub fn probe(probed: &Probed, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if probed.statistics.is_empty() {
        tables(probed, look, out)?;
    } else {
        rounds::statistics(&probed.statistics, look, out)?;
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
            _ if row.via.is_some() => proxy_said(row.proxy.as_ref(), row.reason, look.lang),
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
    // A closed port of this machine that a socket met itself at is a closed port; that is how it was found.
    let met_itself = |group: &Group| group.state == State::Closed && group.reason == Reason::SelfConnect;
    let met: u64 = groups.iter().filter(|group| met_itself(group)).map(|group| group.count).sum();
    let has_resets = groups.iter().any(|group| group.reason == Reason::Reset);
    for group in groups.iter().filter(|group| hidden(group.state)) {
        if has_resets && met_itself(group) {
            continue;
        }
        let all = group.count + if group.reason == Reason::Reset { met } else { 0 };
        let from = group.from.as_ref().map(|from| origin(from, look.lang));
        let by = from.map(|from| match look.lang {
            Lang::En => format!(" by {from}"),
            Lang::Zh => format!("，来自 {from}"),
        });
        let by = by.unwrap_or_default();
        let (count, state, reason) = (grouped(all), state(group.state, look.lang), group.reason);
        let text = Text::new(
            format!("Not shown: {count} {state} {} ({reason}{by})", plural(all, "port")),
            format!("未列出：{count} 个{state}端口（{reason}{by}）"),
        );
        writeln!(out, "{}", text.get(look.lang))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Icmp;
    use crate::report::probe::{Counts, Origin, Summary};

    fn row(port: u16, state: State, reason: Reason) -> Row {
        Row {
            host: "example.org".to_owned(),
            address: "2001:db8:1234:5678:9abc:def0:1234:5678".parse().unwrap(),
            port,
            state,
            reason,
            from: None,
            rtt_ms: Some(12.345),
            attempts: 1,
            service: None,
            icmp: None,
            error: None,
            round: None,
            via: None,
            proxy: None,
        }
    }

    fn probed() -> Probed {
        let mut rejected = row(4711, State::Filtered, Reason::AdminProhibited);
        let router = "2001:db8:ffff:ffff:ffff:ffff:ffff:1".parse().unwrap();
        rejected.from = Some(Origin { address: router, hop: Some(1), role: crate::finding::Role::Gateway });
        rejected.icmp = Some(Icmp { version: 6, kind: 1, code: 1 });
        let counts = Counts { open: 1, closed: 1200, filtered: 1, ..Counts::default() };
        let group = Group { state: State::Closed, reason: Reason::Reset, from: None, count: 1190 };
        let met = Group { state: State::Closed, reason: Reason::SelfConnect, from: None, count: 10 };
        Probed {
            schema: String::new(),
            netwhy: String::new(),
            started_at: String::new(),
            connections: vec![row(22, State::Open, Reason::SynAck), row(80, State::Closed, Reason::Reset), rejected],
            unresolved: Vec::new(),
            statistics: Vec::new(),
            summary: Summary {
                open: true,
                counts,
                groups: vec![group, met],
                unresolved: 0,
                took_ms: 250.0,
                interrupted: false,
                stopped: None,
            },
        }
    }

    fn told(lang: Lang) -> String {
        colored::control::set_override(false);
        let mut out = Vec::new();
        probe(&probed(), &Look { lang, width: 80, verbose: 0 }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_rare_stands_in_full_and_within_the_width() {
        let text = told(Lang::En);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "example.org (2001:db8:1234:5678:9abc:def0:1234:5678)");
        assert_eq!(lines[1], "PORT      STATE     REASON            RTT");
        assert_eq!(lines[2], "22/tcp    open      syn-ack           12.3 ms");
        assert_eq!(lines[3], "4711/tcp  filtered  admin-prohibited  12.3 ms");
        assert_eq!(lines[4], "    from: 2001:db8:ffff:ffff:ffff:ffff:ffff:1 (gateway)");
        assert_eq!(lines[6], "Not shown: 1,200 closed ports (reset)");
        assert_eq!(lines[7], "1,202 answers: 1 open, 1,200 closed, 1 filtered; 0.25 s");
        assert!(lines.iter().all(|line| line.len() <= 80), "{text}");
    }

    #[test]
    fn chinese_says_the_same() {
        let text = told(Lang::Zh);
        for wanted in ["端口", "22/tcp    开放", "4711/tcp  被过滤", "（网关）", "未列出：1,200 个关闭端口（reset）"]
        {
            let wanted = wanted.replace("（网关）", "(网关)");
            assert!(text.contains(&wanted), "{wanted} is not in:\n{text}");
        }
    }
}
