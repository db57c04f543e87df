//! The bytes received, in hexadecimal and as characters.

use std::io::{self, Write};

use colored::Colorize;

use crate::observation::Exchange;
use crate::render::human::report;
use crate::render::paint::{Look, wrap};
use crate::text::Text;

/// Bytes shown of one answer.
const MOST: usize = 16 * 1024;

/// The hexdump, as wide as the terminal allows.
pub(crate) fn lines(exchange: &Exchange, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let kept = exchange.received.kept();
    report::heading(&Text::fixed("Bytes received", "收到的字节"), look, out)?;
    let shown = &kept[..kept.len().min(MOST)];
    // 8 for the offset, 3 for each byte, 1 for each character, and the gaps.
    let each = match look.width {
        78.. => 16,
        46.. => 8,
        _ => 4,
    };
    for (at, row) in shown.chunks(each).enumerate() {
        writeln!(out, "{}", line(at * each, row, each))?;
    }
    if exchange.received.bytes > shown.len() as u64 {
        let said = Text::new(
            format!("(the first {} of {} bytes)", shown.len(), exchange.received.bytes),
            format!("（共 {} 字节，显示前 {} 字节）", exchange.received.bytes, shown.len()),
        );
        writeln!(out, "{}", wrap(said.get(look.lang), look.width, "  ", "  ").dimmed())?;
    }
    Ok(())
}

fn line(offset: usize, row: &[u8], each: usize) -> String {
    let mut hex = String::new();
    for at in 0..each {
        if at == 8 {
            hex.push(' ');
        }
        match row.get(at) {
            Some(byte) => hex.push_str(&format!(" {byte:02x}")),
            None => hex.push_str("   "),
        }
    }
    let text: String =
        row.iter().map(|byte| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '.' }).collect();
    format!("  {offset:06x} {hex}  {text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_shows_bytes_twice_and_no_control() {
        let shown = line(16, b"HTTP/1.1\r\n\x1b", 16);
        assert_eq!(shown, "  000010  48 54 54 50 2f 31 2e 31  0d 0a 1b                 HTTP/1.1...");
        assert!(line(0, &[0u8; 16], 16).len() <= 78);
        assert!(line(0, &[0u8; 8], 8).len() <= 45);
    }
}
