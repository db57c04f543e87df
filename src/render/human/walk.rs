//! The way from the root of DNS to the servers that answer for a name, for people.

use std::io::{self, Write};

use colored::Colorize;
use unicode_width::UnicodeWidthStr;

use crate::observation::{Walk, WalkAnswer, WalkEnd, WalkStep};
use crate::render::human::resolve::word;
use crate::render::paint::{Look, pad, safe, wrap};
use crate::text::{Lang, Text};

/// Writes `walk` for a person.
///
/// # Errors
/// Those of the sink.
pub(crate) fn walk(walk: &Walk, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    for step in &walk.steps {
        zone(step, look, out)?;
    }
    let end = safe(walk.end.tell().get(look.lang));
    let painted = match walk.end {
        WalkEnd::Answered => end.green(),
        _ => end.red(),
    };
    writeln!(out, "  {painted}")
}

fn zone(step: &WalkStep, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let title = Text::new(format!("the servers of {}", step.zone), format!("{} 的服务器", step.zone));
    writeln!(out, "  {}", safe(title.get(look.lang)).bold())?;
    let who: Vec<String> = step.asked.iter().map(who).collect();
    let width = who.iter().map(|who| who.width()).max().unwrap_or(0).min(44);
    for (answer, who) in step.asked.iter().zip(&who) {
        let time = format!("{:.1} ms", answer.resolution.took_ms);
        let said = said(step, answer, look.lang);
        let front = format!("    {}  {:>9}  ", pad(&safe(who), width), time.dimmed());
        let indent = " ".repeat(width.max(who.width()) + 17);
        let wrapped = wrap(&safe(&said), look.width.max(indent.len() + 20), &indent, &indent);
        writeln!(out, "{front}{}", wrapped.trim_start())?;
    }
    Ok(())
}

fn who(answer: &WalkAnswer) -> String {
    let at = answer.resolution.server.map_or_else(String::new, |server| match server.port() {
        53 => server.ip().to_string(),
        _ => server.to_string(),
    });
    match &answer.server_name {
        Some(name) => format!("{name} ({at})"),
        None => at,
    }
}

fn said(step: &WalkStep, answer: &WalkAnswer, lang: Lang) -> String {
    let resolution = &answer.resolution;
    if !resolution.records.is_empty() {
        let data = resolution.records.iter().take(8).map(|record| match record.record_type.as_str() {
            "CNAME" => format!("→ {}", record.data.trim_end_matches('.')),
            _ => record.data.clone(),
        });
        return data.collect::<Vec<_>>().join(", ");
    }
    match (&step.referral, resolution.rcode()) {
        (Some(referral), Some("NOERROR")) => {
            let count = referral.servers.len();
            Text::new(
                format!("ask {} ({count} server{})", referral.zone, if count == 1 { "" } else { "s" }),
                format!("去问 {}（{count} 台服务器）", referral.zone),
            )
            .get(lang)
            .to_owned()
        }
        _ => word(resolution).get(lang).to_owned(),
    }
}
