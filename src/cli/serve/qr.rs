//! An address as a QR code, for a phone's camera.

use colored::Colorize;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

/// The code as lines for a terminal, two rows in each; `None` where it is too much for one.
pub(super) fn lines(url: &str) -> Option<Vec<String>> {
    let code = QrCode::new(url).ok()?;
    // Blocks are the light modules: so it is right on a dark terminal, and with its own colours on any.
    let drawn = code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
    Some(drawn.lines().map(|line| line.bright_white().on_black().to_string() + "\n").collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_code_is_square_with_light_around_it() {
        colored::control::set_override(false);
        let lines = super::lines("http://192.0.2.7:8000/").expect("a code");
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        let width = lines[0].chars().count();
        assert!((lines.len() * 2).abs_diff(width) <= 1, "{width} by {}", lines.len());
        // Four modules on every side (ISO/IEC 18004 section 6.3.8).
        assert!(lines.iter().take(2).all(|line| line.chars().all(|c| c == '\u{2588}')), "{lines:?}");
        // The rows are odd in number, so the last line is a half one, and white.
        let (last, others) = lines.split_last().expect("lines");
        assert!(last.chars().all(|c| c == '\u{2580}'), "{last}");
        assert!(others.iter().all(|line| line.starts_with("\u{2588}\u{2588}\u{2588}\u{2588}")), "{lines:?}");
    }
}
