//! An exchange that passed through the proxy, in one line.

use std::fmt::Write as _;
use std::io::{self, Write};

use colored::{ColoredString, Colorize};

use crate::render::paint::{Look, safe, wrap};
use crate::report::{Passed, PassedEnd, PassedPhases};
use crate::text::{Lang, Text};

/// Writes `passed` for a person: when, who, what, the status, the bytes each way, how long, and what went wrong.
///
/// # Errors
/// Those of the sink.
pub fn passed(passed: &Passed, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let time = passed.at.split_once('T').map_or(passed.at.as_str(), |(_, time)| time.trim_end_matches('Z'));
    let client = match &passed.user {
        Some(user) => format!("{user}@{}", passed.client),
        None => passed.client.clone(),
    };
    let mut line = String::new();
    let _ = write!(line, "{} {} {} {}", time.dimmed(), safe(&client), safe(&passed.method).bold(), safe(&passed.url));
    let _ = write!(line, " {} ↑{} ↓{}", status(passed), bytes(passed.sent_bytes), bytes(passed.received_bytes));
    let _ = write!(line, " {}", duration(passed.phases.total_ms));
    let phases = phases(&passed.phases, look.lang);
    if look.verbose > 0 && !phases.is_empty() {
        let _ = write!(line, " ({phases})");
    }
    if let Some(changed) = &passed.changed {
        let _ = write!(line, " {}", safe(changed).cyan());
    }
    if let Some(word) = ended(passed.ended) {
        let _ = write!(line, " {}", word.get(look.lang).yellow());
    }
    if let Some(summary) = &passed.summary {
        let cause = passed.cause.as_deref().or(passed.error.as_deref()).unwrap_or_default();
        let _ = write!(line, " {}: {}", safe(cause).red(), safe(summary.get(look.lang)));
    }
    writeln!(out, "{}", wrap(&line, look.width, "", "         "))
}

fn status(passed: &Passed) -> ColoredString {
    match passed.status {
        None => "-".dimmed(),
        Some(status @ ..400) => status.to_string().green(),
        Some(status) => status.to_string().red(),
    }
}

/// How it ended, where that is worth a word.
fn ended(ended: PassedEnd) -> Option<Text> {
    match ended {
        PassedEnd::Whole | PassedEnd::Answered => None,
        PassedEnd::Truncated => Some(Text::fixed("truncated", "中断")),
        PassedEnd::ClientLeft => Some(Text::fixed("the client left", "客户端离开")),
        PassedEnd::Stalled => Some(Text::fixed("nothing moved any more", "长时间没有数据")),
        PassedEnd::Cut => Some(Text::fixed("cut at the end", "结束时被切断")),
    }
}

fn phases(phases: &PassedPhases, lang: Lang) -> String {
    let rows = [
        (Text::fixed("name", "解析"), phases.resolve_ms),
        (Text::fixed("connect", "连接"), phases.connect_ms),
        (Text::fixed("proxy", "代理"), phases.proxy_ms),
        (Text::fixed("TLS", "TLS"), phases.tls_ms),
        (Text::fixed("first byte", "首字节"), phases.first_byte_ms),
    ];
    let told = rows.iter().filter_map(|(word, took)| Some(format!("{} {}", word.get(lang), duration((*took)?))));
    told.collect::<Vec<_>>().join(", ")
}

/// Bytes in few characters, in powers of 1000.
fn bytes(count: u64) -> String {
    let mut some = count as f64;
    for unit in ["B", "kB", "MB", "GB"] {
        if some < 1000.0 || unit == "GB" {
            return if unit == "B" { format!("{count}B") } else { format!("{some:.1}{unit}") };
        }
        some /= 1000.0;
    }
    String::new()
}

fn duration(ms: f64) -> String {
    if ms < 10.0 {
        format!("{ms:.1}ms")
    } else if ms < 10_000.0 {
        format!("{ms:.0}ms")
    } else {
        format!("{:.1}s", ms / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_short() {
        assert_eq!(
            [0, 999, 1000, 1_500_000, 5_000_000_000_000].map(bytes),
            ["0B", "999B", "1.0kB", "1.5MB", "5000.0GB"]
        );
        assert_eq!([0.04, 9.96, 1234.0, 61_000.0].map(duration), ["0.0ms", "10.0ms", "1234ms", "61.0s"]);
    }
}
