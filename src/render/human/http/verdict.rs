//! The answer in the first lines: status, URL, what it amounts to, and by which way it came.

use std::io::{self, Write};

use colored::Colorize;

use crate::observation::{Exchange, ExchangeEnd};
use crate::render::human::{report, word};
use crate::render::paint::{Look, safe, wrap};
use crate::report::HttpDocument;
use crate::text::Text;
use crate::verdict::Outcome;

/// The headline and the sentences under it.
pub(crate) fn lines(document: &HttpDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let last = document.last();
    let url = last.map_or(&document.url, |exchange| &exchange.url);
    let status = last.and_then(status);
    let is_no = !matches!(document.outcome, Outcome::Reachable | Outcome::Degraded);
    let (mark, label) = match (&status, is_no) {
        _ if document.interrupted => ("✗", Text::fixed("INTERRUPTED", "已中断").get(look.lang).to_owned()),
        (Some((400.., line)), false) => ("!", line.clone()),
        (Some((_, line)), false) => (word::outcome_mark(document.outcome), line.clone()),
        (Some((_, line)), true) if document.outcome == Outcome::ServiceFailed => ("✗", line.clone()),
        _ => (word::outcome_mark(document.outcome), word::outcome(document.outcome).get(look.lang).to_owned()),
    };
    let painted = match mark {
        "✓" => format!("{mark} {label}").green().bold(),
        "!" => format!("{mark} {label}").yellow().bold(),
        _ => format!("{mark} {label}").red().bold(),
    };
    // A URL is there to be copied, so it is never broken.
    writeln!(out, "{painted}  {}", safe(url).bold())?;
    writeln!(out, "{}", wrap(&safe(document.verdict.summary.get(look.lang)), look.width, "  ", "  "))?;
    if document.interrupted {
        let note = Text::fixed("Interrupted: what had been seen by then is told.", "已中断：以下是中断前所见。");
        writeln!(out, "{}", wrap(note.get(look.lang), look.width, "  ", "  ").yellow())?;
    }
    if document.target.assumed {
        let note = Text::fixed(
            "No port and no scheme were given, so https (port 443) was taken.",
            "没有给出端口和协议，按 https（端口 443）处理。",
        );
        writeln!(out, "{}", wrap(note.get(look.lang), look.width, "  ", "  ").dimmed())?;
    }
    proxy(document, look, out)?;
    if let Some(saved) = &document.saved {
        let (file, bytes) = (&saved.file, saved.bytes);
        let said = match saved.complete {
            true => Text::new(
                format!("The body ({bytes} bytes) was written to {file}."),
                format!("正文（{bytes} 字节）已写入 {file}。"),
            ),
            false => Text::new(
                format!("The body is not complete; the {bytes} bytes that came are in {file}."),
                format!("正文不完整；收到的 {bytes} 字节保存在 {file}。"),
            ),
        };
        writeln!(out, "{}", wrap(&safe(said.get(look.lang)), look.width, "  ", "  "))?;
    }
    match document.findings.first() {
        Some(finding) => report::who(finding, look, out),
        None => Ok(()),
    }
}

/// The status and the line that tells it, where an answer came.
fn status(exchange: &Exchange) -> Option<(u16, String)> {
    let head = exchange.head.as_ref()?;
    let answered = matches!(
        exchange.ended,
        ExchangeEnd::Answered
            | ExchangeEnd::Incomplete
            | ExchangeEnd::TimedOut
            | ExchangeEnd::Misframed
            | ExchangeEnd::Bounded
    );
    let reason: String = safe(&head.reason).chars().take(40).collect();
    answered.then(|| (head.status, format!("{} {reason}", head.status).trim_end().to_owned()))
}

/// Which proxy was taken and why, where any setting speaks of one.
fn proxy(document: &HttpDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let Some(choice) = &document.proxy else { return Ok(()) };
    if choice.candidates.is_empty() && choice.ignored.is_empty() {
        return Ok(());
    }
    let said = choice.describe();
    writeln!(out, "{}", wrap(&safe(said.get(look.lang)), look.width, "  ", "  ").dimmed())?;
    // Where no setting names one, the sentence has told them.
    let is_told = choice.used().is_none() && choice.bypass.is_none();
    for ignored in choice.ignored.iter().filter(|_| look.verbose > 0 && !is_told) {
        writeln!(out, "{}", wrap(&safe(ignored), look.width, "  ", "  ").dimmed())?;
    }
    Ok(())
}
