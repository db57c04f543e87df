//! The report of a diagnosis: the verdict first, then who, why, what to do, and the nine checks.

use std::io::{self, Write};

use colored::Colorize;

use crate::check::{Check, Status};
use crate::finding::{Finding, Location, Remedy, Role};
use crate::observation::{Counterpart, FactId, Seen};
use crate::render::human::{proxies, route, word};
use crate::render::paint::{Look, pad, safe, wrap};
use crate::report::Report;
use crate::text::{Lang, Text};
use crate::verdict::Outcome;

/// Writes `report` for a person.
///
/// # Errors
/// Those of the sink.
pub fn report(report: &Report, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    verdict(report, look, out)?;
    let main = report.findings.first();
    if let Some(finding) = main {
        who(finding, look, out)?;
    }
    let drawn = route::lines(report, look);
    if !drawn.is_empty() {
        heading(&Text::fixed("The way", "路径"), look, out)?;
        for line in drawn {
            writeln!(out, "{line}")?;
        }
    }
    let ways = proxies::lines(report, look);
    if !ways.is_empty() {
        heading(&Text::fixed("Direct and by proxy", "直连与代理"), look, out)?;
        for line in ways {
            writeln!(out, "{line}")?;
        }
    }
    compared(report, look, out)?;
    if let Some(finding) = main {
        heading(&Text::fixed("What shows it", "依据"), look, out)?;
        evidence(&finding.evidence, &report.observations, look, out)?;
        remedies(&finding.remedies, look, out)?;
    }
    others(report.findings.get(1..).unwrap_or_default(), look, out)?;
    checks(&report.checks, look, out)?;
    if look.verbose > 1 {
        heading(&Text::fixed("Everything seen", "全部观察"), look, out)?;
        let all: Vec<FactId> = report.observations.iter().map(|seen| seen.id).collect();
        evidence(&all, &report.observations, look, out)?;
    }
    Ok(())
}

/// What both ends say of the attempts, where the main finding does not rest on it and so shows it anyway.
fn compared(report: &Report, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let is_cited = |id: &FactId| report.findings.first().is_some_and(|finding| finding.evidence.contains(id));
    let all = report.observations.each::<Counterpart>().map(|(id, _)| id);
    let shown: Vec<FactId> = all.filter(|id| !is_cited(id)).collect();
    if shown.is_empty() {
        return Ok(());
    }
    heading(&Text::fixed("Both ends", "两端对照"), look, out)?;
    evidence(&shown, &report.observations, look, out)
}

fn verdict(report: &Report, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let (mark, mut label) = (word::outcome_mark(report.outcome), word::outcome(report.outcome));
    if report.interrupted && report.outcome == Outcome::Failed {
        label = Text::fixed("INTERRUPTED", "已中断");
    }
    let label = label.get(look.lang);
    let painted = match report.outcome {
        Outcome::Reachable => format!("{mark} {label}").green().bold(),
        Outcome::Degraded => format!("{mark} {label}").yellow().bold(),
        _ => format!("{mark} {label}").red().bold(),
    };
    writeln!(out, "{painted}  {}", safe(&report.target.to_string()).bold())?;
    writeln!(out, "{}", wrap(&safe(report.verdict.summary.get(look.lang)), look.width, "  ", "  "))?;
    if report.interrupted {
        let note = Text::fixed(
            "Interrupted: this is judged from what had been seen by then.",
            "已中断：以下结论只依据中断前所见。",
        );
        writeln!(out, "{}", wrap(note.get(look.lang), look.width, "  ", "  ").yellow())?;
    }
    if report.target.assumed {
        let note = Text::fixed(
            "No port and no scheme were given, so https (port 443) was taken.",
            "没有给出端口和协议，按 https（端口 443）处理。",
        );
        writeln!(out, "{}", wrap(note.get(look.lang), look.width, "  ", "  ").dimmed())?;
    }
    Ok(())
}

/// The responsible machine, the cause, and how sure it is.
pub(crate) fn who(finding: &Finding, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    row(&Text::fixed("Machine", "责任方"), &place(&finding.at, look.lang), look, out)?;
    let cause = format!("{} ({})", finding.title.get(look.lang), finding.cause);
    row(&Text::fixed("Cause", "原因"), &cause, look, out)?;
    row(&Text::fixed("Certainty", "把握"), word::confidence(finding.confidence).get(look.lang), look, out)
}

/// Which machine, in words: its part, address, name and distance.
fn place(at: &Location, lang: Lang) -> String {
    let mut said = word::role(at.role).get(lang).to_owned();
    if let Some(address) = at.address {
        said.push_str(&format!(" {address}"));
    }
    if let Some(name) = &at.name {
        said.push_str(&format!(" ({})", safe(name)));
    }
    if at.role != Role::ThisMachine && !at.distance().get(lang).is_empty() {
        let comma = if lang == Lang::En { ", " } else { "，" };
        said.push_str(&format!("{comma}{}", at.distance().get(lang)));
    }
    said
}

fn row(label: &Text, value: &str, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let first = format!("  {}", pad(label.get(look.lang), 11));
    // The label is painted after wrapping, for colour codes have no width.
    let lines = wrap(&safe(value), look.width, &first, &" ".repeat(13));
    writeln!(out, "{}{}", first.dimmed(), lines.strip_prefix(&first).unwrap_or(&lines))
}

pub(crate) fn heading(text: &Text, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", text.get(look.lang).bold())
}

pub(crate) fn evidence(facts: &[FactId], seen: &Seen, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    for id in facts {
        if let Some(seen) = seen.get(*id) {
            let first = format!("  #{:<3} ", id.0);
            let lines = wrap(&safe(seen.fact.tell().get(look.lang)), look.width, &first, "       ");
            writeln!(out, "{}{}", first.dimmed(), lines.strip_prefix(&first).unwrap_or(&lines))?;
        }
    }
    Ok(())
}

pub(crate) fn remedies(remedies: &[Remedy], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if remedies.is_empty() {
        return Ok(());
    }
    heading(&Text::fixed("What to do", "怎么办"), look, out)?;
    for (number, remedy) in remedies.iter().enumerate() {
        let first = format!("  {}. ", number + 1);
        writeln!(out, "{}", wrap(&safe(remedy.action.get(look.lang)), look.width, &first, "     "))?;
        if let Some(command) = &remedy.command {
            // A command is one line, whatever the width: it is there to be copied.
            writeln!(out, "       {}", safe(command).cyan())?;
        }
    }
    Ok(())
}

/// Findings besides the first: other possible causes, or lesser faults.
pub(crate) fn others(findings: &[Finding], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    heading(&Text::fixed("It may also be", "也可能是"), look, out)?;
    for finding in findings {
        let sure = word::confidence(finding.confidence);
        let said = format!("{} [{}, {}]", finding.summary.get(look.lang), finding.cause, sure.get(look.lang));
        writeln!(out, "{}", wrap(&safe(&said), look.width, "  - ", "    "))?;
        let remedy = finding.remedies.iter().find(|remedy| remedy.command.is_some());
        if let Some(command) = remedy.and_then(|remedy| remedy.command.as_ref()) {
            writeln!(out, "       {}", safe(command).cyan())?;
        }
    }
    Ok(())
}

pub(crate) fn checks(checks: &[Check], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    heading(&Text::fixed("Checks", "检查"), look, out)?;
    for check in checks {
        let question = word::question(check.question);
        let mark = word::status_mark(check.status);
        let first = format!("  {mark} {}", pad(question.get(look.lang), 12));
        let lines = wrap(&safe(check.summary.get(look.lang)), look.width, &first, &" ".repeat(16));
        let rest = lines.strip_prefix(&first).unwrap_or(&lines);
        let painted = match check.status {
            Status::Pass => first.green(),
            Status::Fail => first.red().bold(),
            Status::Warn => first.yellow(),
            Status::Unknown | Status::Skipped => first.dimmed(),
        };
        writeln!(out, "{painted}{rest}")?;
    }
    let unsure = checks.iter().any(|check| check.status == Status::Unknown);
    if unsure && look.verbose > 0 {
        let note = Text::fixed("? means: not settled by what could be seen.", "? 表示：现有观察无法判断。");
        writeln!(out, "{}", wrap(note.get(look.lang), look.width, "  ", "  ").dimmed())?;
    }
    Ok(())
}
