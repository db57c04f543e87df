//! One HTTP request and its answer, for people: the answer first, then where the time went, and what was odd.

mod answer;
mod chain;
mod hexdump;
mod phases;
mod series;
mod verdict;

use std::io::{self, Write};

use colored::Colorize;

use crate::observation::System;
use crate::render::human::report;
use crate::render::paint::{Look, safe, wrap};
use crate::report::HttpDocument;
use crate::text::Text;

/// What to show of the bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bytes {
    /// The head of the answer, whatever the verbosity.
    pub head: bool,
    /// The bytes received, as a hexdump.
    pub hex: bool,
}

/// Writes `document` for a person.
///
/// # Errors
/// Those of the sink.
pub fn http(document: &HttpDocument, bytes: Bytes, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    verdict::lines(document, look, out)?;
    series::redirects(document, look, out)?;
    series::expectations(document, look, out)?;
    if let Some(finding) = document.findings.first() {
        report::heading(&Text::fixed("What shows it", "依据"), look, out)?;
        report::evidence(&finding.evidence, &document.observations, look, out)?;
        report::remedies(&finding.remedies, look, out)?;
        report::others(document.findings.get(1..).unwrap_or_default(), look, out)?;
    }
    let all = &document.exchanges;
    let shown = if look.verbose > 0 { all.as_slice() } else { &all[all.len().saturating_sub(1)..] };
    for (at, exchange) in shown.iter().enumerate() {
        if shown.len() > 1 {
            let title = format!("{}. {} {}", at + 1, safe(&exchange.method), safe(&exchange.url));
            writeln!(out, "\n{}", wrap(&title, look.width, "", "   ").bold().underline())?;
        }
        phases::lines(exchange, look, out)?;
        phases::tried(exchange, look, out)?;
        chain::lines(exchange, look, out)?;
        answer::interim(exchange, look, out)?;
        answer::irregular(exchange, look, out)?;
        answer::heads(exchange, bytes.head, look, out)?;
        if bytes.hex {
            hexdump::lines(exchange, look, out)?;
        }
    }
    series::reuse(document, look, out)?;
    answer::body(document, look, out)?;
    // Where more was looked at than the exchange itself, the questions are answered.
    if document.observations.first::<System>().is_some() || look.verbose > 0 {
        report::checks(&document.checks, look, out)?;
    }
    if look.verbose > 1 {
        report::heading(&Text::fixed("Everything seen", "全部观察"), look, out)?;
        let all: Vec<_> = document.observations.iter().map(|seen| seen.id).collect();
        report::evidence(&all, &document.observations, look, out)?;
    }
    Ok(())
}

/// A line of the report's body, broken at the width.
fn line(text: &str, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", wrap(&safe(text), look.width, "  ", "    "))
}
