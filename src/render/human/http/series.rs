//! What several exchanges amount to: redirects, a connection shared, expectations met or missed.

use std::io::{self, Write};

use colored::Colorize;

use crate::render::human::http::phases::time;
use crate::render::human::report;
use crate::render::paint::{Look, safe, wrap};
use crate::render::table::{Cell, Table};
use crate::report::HttpDocument;
use crate::text::Text;

/// Every redirect, and what is to be known of it.
pub(crate) fn redirects(document: &HttpDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if document.redirects.is_empty() {
        return Ok(());
    }
    report::heading(&Text::fixed("Redirects", "重定向"), look, out)?;
    for one in &document.redirects {
        let to = one.to.as_deref().unwrap_or("?");
        writeln!(out, "  {} {}", one.status, safe(&one.from))?;
        writeln!(out, "   → {}", safe(to))?;
        for note in &one.notes {
            writeln!(out, "{}", wrap(&safe(note.get(look.lang)), look.width, "     ", "     ").yellow())?;
        }
        if !one.followed && one.notes.is_empty() {
            let note = Text::fixed("Not followed; -L follows it.", "未跟随；用 -L 跟随。");
            writeln!(out, "     {}", note.get(look.lang).dimmed())?;
        }
    }
    Ok(())
}

/// Every expectation, and what came.
pub(crate) fn expectations(document: &HttpDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    if document.expectations.is_empty() {
        return Ok(());
    }
    report::heading(&Text::fixed("Expectations", "预期"), look, out)?;
    for one in &document.expectations {
        let mark = if one.met { "✓" } else { "✗" };
        let said = wrap(&safe(one.tell().get(look.lang)), look.width, &format!("  {mark} "), "    ");
        match one.met {
            true => writeln!(out, "{}", said.green())?,
            false => writeln!(out, "{}", said.red())?,
        }
    }
    Ok(())
}

/// What became of the connection that several requests were to share.
pub(crate) fn reuse(document: &HttpDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let Some(reuse) = &document.reuse else { return Ok(()) };
    report::heading(&Text::fixed("Requests on one connection", "同一连接上的请求"), look, out)?;
    let title = |en, zh| Text::fixed(en, zh).get(look.lang).to_owned();
    let mut table = Table::new([
        title("  #", "  #"),
        title("STATUS", "状态码"),
        title("CONNECTION", "连接"),
        title("FIRST BYTE", "首字节"),
        title("TOTAL", "合计"),
    ]);
    for (at, exchange) in document.exchanges.iter().enumerate() {
        let status = exchange.head.as_ref().map_or_else(|| "-".to_owned(), |head| head.status.to_string());
        let connection = if exchange.reused { Text::fixed("reused", "复用") } else { Text::fixed("new", "新建") };
        table.row(vec![
            Cell::plain(format!("  {}", at + 1)),
            Cell::plain(status),
            Cell::plain(connection.get(look.lang)),
            Cell::plain(exchange.phases.first_byte_ms.map(time).unwrap_or_default()),
            Cell::plain(time(exchange.phases.total_ms)),
        ]);
    }
    for row in table.lines(look.width, &[3]) {
        writeln!(out, "{row}")?;
    }
    let (answered, wanted, reused, connections) = (reuse.answered, reuse.wanted, reuse.reused, reuse.connections);
    let said = Text::new(
        format!(
            "{answered} of {wanted} requests were answered, over {connections} connection{}; {reused} went over one already used.",
            if connections == 1 { "" } else { "s" }
        ),
        format!("{wanted} 个请求中 {answered} 个得到应答，共用 {connections} 个连接，其中 {reused} 次复用。"),
    );
    writeln!(out, "{}", wrap(said.get(look.lang), look.width, "  ", "  "))?;
    if let Some(why) = &reuse.why_not {
        writeln!(out, "{}", wrap(&safe(why.get(look.lang)), look.width, "  ", "  ").yellow())?;
    }
    Ok(())
}
