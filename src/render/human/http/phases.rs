//! Where the time went: one bar a phase, each beginning where the one before ended.

use std::io::{self, Write};

use colored::Colorize;
use unicode_width::UnicodeWidthStr;

use crate::observation::{Exchange, Phases, State};
use crate::render::human::http::line;
use crate::render::human::report;
use crate::render::paint::{Look, pad};
use crate::text::Text;

/// The widest bar, in columns.
const WIDEST: usize = 50;

/// The phases that took place, in their order, each with its length in milliseconds.
fn rows(phases: &Phases) -> Vec<(Text, f64)> {
    let all = [
        (Text::fixed("name look-up", "域名解析"), phases.resolve_ms),
        (Text::fixed("connect", "建立连接"), phases.connect_ms),
        (Text::fixed("proxy", "代理"), phases.proxy_ms),
        (Text::fixed("TLS", "TLS"), phases.tls_ms),
        (Text::fixed("send", "发送"), phases.sent_ms),
        (Text::fixed("first byte", "等待首字节"), phases.first_byte_ms),
        (Text::fixed("the rest", "接收其余"), phases.body_ms),
    ];
    all.into_iter().filter_map(|(name, ms)| Some((name, ms?))).collect()
}

/// The waterfall.
pub(crate) fn lines(exchange: &Exchange, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let rows = rows(&exchange.phases);
    if rows.is_empty() {
        return Ok(());
    }
    report::heading(&Text::fixed("Phases", "各阶段"), look, out)?;
    let total = Text::fixed("total", "合计");
    let names = rows.iter().map(|(name, _)| name.get(look.lang)).chain([total.get(look.lang)]);
    let widest = names.map(UnicodeWidthStr::width).max().unwrap_or(0);
    let times = rows.iter().map(|(_, ms)| time(*ms).len()).chain([time(exchange.phases.total_ms).len()]);
    let time_width = times.max().unwrap_or(0);
    let room = look.width.saturating_sub(2 + widest + 2 + time_width + 2).min(WIDEST);
    let sum: f64 = rows.iter().map(|(_, ms)| ms).sum::<f64>().max(exchange.phases.total_ms);
    let mut begun = 0.0;
    for (name, ms) in &rows {
        let bar = bar(begun, *ms, sum, room);
        let first = format!("  {}  {:>time_width$}", pad(name.get(look.lang), widest), time(*ms));
        writeln!(out, "{first}  {}", bar.cyan())?;
        begun += ms;
    }
    let all = format!("  {}  {:>time_width$}", pad(total.get(look.lang), widest), time(exchange.phases.total_ms));
    writeln!(out, "{}", all.bold())
}

/// A bar from `begun` for `ms` of `sum` milliseconds, in `room` columns. What took place shows, however short.
fn bar(begun: f64, ms: f64, sum: f64, room: usize) -> String {
    if room == 0 || sum <= 0.0 {
        return String::new();
    }
    // The share of the room, never more than it: both numbers are at most `room`.
    let columns = |part: f64| ((part / sum).clamp(0.0, 1.0) * room as f64).round() as usize;
    let start = columns(begun).min(room - 1);
    match columns(ms).min(room - start) {
        0 => format!("{}▏", " ".repeat(start)),
        length => format!("{}{}", " ".repeat(start), "█".repeat(length)),
    }
}

/// A time with as many digits as mean something.
pub(crate) fn time(ms: f64) -> String {
    match ms {
        ms if ms < 9.995 => format!("{ms:.2} ms"),
        ms if ms < 999.5 => format!("{ms:.0} ms"),
        ms => format!("{:.2} s", ms / 1000.0),
    }
}

/// Every address tried, in the order tried, where there is more to tell than that the first one opened.
pub(crate) fn tried(exchange: &Exchange, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let is_plain = exchange.left.is_empty()
        && exchange.tried.len() < 2
        && exchange.tried.iter().all(|one| one.state == State::Open);
    if exchange.tried.is_empty() || (is_plain && look.verbose == 0) {
        return Ok(());
    }
    report::heading(&Text::fixed("Addresses, in the order tried (RFC 8305)", "依次尝试的地址（RFC 8305）"), look, out)?;
    for (at, one) in exchange.tried.iter().enumerate() {
        line(&format!("{}. {}", at + 1, one.describe().get(look.lang)), look, out)?;
    }
    for left in &exchange.left {
        let said = Text::new(
            format!("   TCP {left} had not answered when another opened"),
            format!("   TCP {left} 在另一个地址接通时尚未应答"),
        );
        line(said.get(look.lang), look, out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_follow_each_other_and_stay_in_the_room() {
        assert_eq!(bar(0.0, 5.0, 10.0, 10), "█████");
        assert_eq!(bar(5.0, 5.0, 10.0, 10), "     █████");
        assert_eq!(bar(10.0, 0.001, 10.0, 10), "         ▏");
        assert_eq!(bar(0.0, 1.0, 0.0, 10), "");
        assert_eq!(bar(0.0, 1.0, 1.0, 0), "");
    }

    #[test]
    fn times_are_told_with_sense() {
        let all: Vec<String> = [0.123, 9.99, 12.4, 999.4, 1234.0].into_iter().map(time).collect();
        assert_eq!(all, ["0.12 ms", "9.99 ms", "12 ms", "999 ms", "1.23 s"]);
    }

    proptest::proptest! {
        #[test]
        fn no_bar_leaves_its_room(begun in 0.0..1e9f64, ms in 0.0..1e9f64, sum in 0.0..1e9f64, room in 0usize..100) {
            proptest::prop_assert!(bar(begun, ms, sum, room).width() <= room);
        }
    }
}
