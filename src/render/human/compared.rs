//! A comparison of what left with what arrived, for people.

use std::io::{self, Write};

use colored::Colorize;

use crate::render::paint::{Look, safe, wrap};
use crate::report::ComparedDocument;
use crate::text::Text;

/// Writes `compared` for a person; where the client's text was pasted, with the text to send back.
///
/// # Errors
/// Those of the sink.
pub fn compared(compared: &ComparedDocument, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let time = compared.at.get(11..19).unwrap_or(&compared.at);
    let who = match compared.asker {
        Some(asker) => Text::new(format!("{asker} compares"), format!("{asker} 对照")),
        None => Text::fixed("compared", "对照"),
    };
    let line = format!("{time} {}: {}", who.get(look.lang), compared.summary.get(look.lang));
    writeln!(out, "{}", wrap(&safe(&line), look.width, "", "         ").bold())?;
    if compared.asker.is_none() {
        let send = Text::fixed("Send this back to the client:", "把下面这段文字发回给客户端：");
        // On a line of its own, and never broken, so that it can be copied.
        writeln!(out, "{}\n{}", send.get(look.lang), compared.text)?;
    }
    Ok(())
}
