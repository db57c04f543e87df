//! What was sent and received: the heads, what breaks the protocol, the body.

use std::io::{self, Write};

use colored::Colorize;

use crate::observation::{Exchange, Payload};
use crate::render::human::http::line;
use crate::render::human::report;
use crate::render::paint::{Look, safe, wrap};
use crate::report::HttpDocument;
use crate::text::Text;

/// Breaches told; a hostile answer may have any number of them.
const MOST_BREACHES: usize = 20;
/// What stands for a secret.
const STRUCK: &str = "***";
/// Lines of a head shown.
const MOST_LINES: usize = 200;

/// Every breach of the protocol, with its place and the section it breaks.
pub(crate) fn irregular(exchange: &Exchange, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if exchange.irregular.is_empty() {
        return Ok(());
    }
    report::heading(&Text::fixed("Breaches of the protocol", "违反协议之处"), look, out)?;
    for breach in exchange.irregular.iter().take(MOST_BREACHES) {
        let section = breach.kind.section();
        let section = if section.starts_with("RFC") { section.to_owned() } else { format!("RFC 9112 {section}") };
        let detail = if breach.detail.is_empty() { String::new() } else { format!(": {}", breach.detail) };
        let (at, what) = (breach.at, breach.kind.tell());
        let said = Text::new(
            format!("byte {at}: {} ({section}){detail}", what.get(crate::text::Lang::En)),
            format!("字节 {at}：{}（{section}）{detail}", what.get(crate::text::Lang::Zh)),
        );
        writeln!(out, "{}", wrap(&safe(said.get(look.lang)), look.width, "  ! ", "    ").yellow())?;
    }
    if let Some(more) = exchange.irregular.len().checked_sub(MOST_BREACHES).filter(|more| *more > 0) {
        line(Text::new(format!("and {more} more"), format!("另有 {more} 处")).get(look.lang), look, out)?;
    }
    Ok(())
}

/// The interim answers, which are allowed, and which some clients take for the answer.
pub(crate) fn interim(exchange: &Exchange, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if exchange.interim.is_empty() {
        return Ok(());
    }
    report::heading(&Text::fixed("Before the final answer", "最终应答之前"), look, out)?;
    for one in exchange.interim.iter().take(MOST_BREACHES) {
        let (at, status, reason) = (one.at, one.head.status, &one.head.reason);
        let said = Text::new(format!("byte {at}: {status} {reason}"), format!("字节 {at}：{status} {reason}"));
        line(said.get(look.lang).trim_end(), look, out)?;
    }
    Ok(())
}

/// The heads: the answer's where asked for, and the request's too where more is to be told.
pub(crate) fn heads(exchange: &Exchange, wanted: bool, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if look.verbose > 0 && exchange.sent.bytes > 0 {
        report::heading(&Text::fixed("Sent", "发送"), look, out)?;
        message(&exchange.sent, ">", exchange.sent.bytes, look, out)?;
    }
    if !wanted && look.verbose == 0 {
        return Ok(());
    }
    if exchange.head.is_none() && exchange.received.bytes == 0 {
        return Ok(());
    }
    report::heading(&Text::fixed("Received", "收到"), look, out)?;
    message(&exchange.received, "<", exchange.received.bytes, look, out)?;
    for field in &exchange.trailers {
        line(&format!("< (trailer) {}: {}", field.name, field.value), look, out)?;
    }
    Ok(())
}

/// The head of a message line by line as it was sent, and how many bytes follow.
fn message(payload: &Payload, mark: &str, bytes: u64, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let kept = payload.kept();
    // Secrets struck out change how many bytes are there, so what follows is counted from what is kept.
    let bytes = if payload.truncated { bytes } else { kept.len() as u64 };
    let mut shown = 0;
    let mut is_interim = false;
    for (at, part) in kept.split_inclusive(|byte| *byte == b'\n').take(MOST_LINES).enumerate() {
        shown += part.len();
        let text = part.strip_suffix(b"\n").unwrap_or(part);
        let text = String::from_utf8_lossy(text.strip_suffix(b"\r").unwrap_or(text));
        if text.is_empty() && at > 0 {
            if is_interim && kept[shown..].starts_with(b"HTTP/1.") {
                writeln!(out, "  {}", mark.dimmed())?;
                continue;
            }
            break;
        }
        if text.starts_with("HTTP/") {
            is_interim = text.as_bytes().get(9) == Some(&b'1') && text.get(9..12) != Some("101");
        }
        writeln!(
            out,
            "  {} {}",
            mark.dimmed(),
            wrap(&safe(&short(&text)), look.width.saturating_sub(4), "", "      ")
        )?;
    }
    let rest = bytes.saturating_sub(shown as u64);
    if rest > 0 {
        let said = Text::new(format!("({rest} bytes follow)"), format!("（其后 {rest} 字节）"));
        writeln!(out, "  {} {}", mark.dimmed(), said.get(look.lang).dimmed())?;
    }
    Ok(())
}

/// The line with the stars that stand for a secret taken together.
fn short(line: &str) -> String {
    let mut out = String::new();
    for part in line.split_inclusive(|c| c != '*') {
        match part.trim_start_matches('*') {
            rest if part.len() - rest.len() > STRUCK.len() => out.extend([STRUCK, rest]),
            _ => out.push_str(part),
        }
    }
    out
}

/// The body, where it was asked for.
pub(crate) fn body(document: &HttpDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let Some(body) = &document.body else { return Ok(()) };
    report::heading(&Text::fixed("Body", "正文"), look, out)?;
    match &body.text {
        Some(text) => {
            for text in text.lines() {
                writeln!(out, "  {}", safe(&text.replace('\t', "    ")))?;
            }
        }
        None => {
            let said = Text::fixed(
                "It is no text; write it to a file with --output FILE, or look at the bytes with --hex.",
                "正文不是文本；用 --output FILE 写入文件，或用 --hex 查看字节。",
            );
            line(said.get(look.lang), look, out)?;
        }
    }
    if body.truncated {
        let said = Text::new(
            format!("(the beginning of {} bytes; --output FILE writes them all)", body.bytes),
            format!("（共 {} 字节，只显示开头；--output FILE 可全部写出）", body.bytes),
        );
        writeln!(out, "{}", wrap(said.get(look.lang), look.width, "  ", "  ").dimmed())?;
    }
    Ok(())
}
