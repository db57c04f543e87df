//! The same ports again and again: a line as each look ends, and statistics as ping(8) has them.

use std::io::{self, Write};

use colored::Colorize;

use crate::render::human::probe::words::{
    STATES, color, endpoint, milliseconds, origin, proxy_said, say, sender, state, target,
};
use crate::render::paint::{Look, safe};
use crate::report::probe::{Row, Statistics};
use crate::text::Text;

/// One look of many, as it ends: the lines of `--count`.
///
/// # Errors
/// Those of the sink.
pub fn probe_round(row: &Row, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let round = row.round.unwrap_or(1);
    let state = state(row.state, look.lang).color(color(row.state));
    let from = sender(row).map(|from| format!("  {}", origin(from, look.lang))).unwrap_or_default();
    let rtt = row.rtt_ms.map(|ms| format!("  {}", milliseconds(ms))).unwrap_or_default();
    let reason =
        if row.via.is_some() { proxy_said(row.proxy.as_ref(), row.reason, look.lang) } else { row.reason.to_string() };
    writeln!(out, "#{round}  {}  {state}  {reason}{rtt}{}", target(row), from.dimmed())
}

/// The statistics of all ports.
pub(crate) fn statistics(all: &[Statistics], look: &Look, out: &mut dyn Write) -> io::Result<()> {
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
