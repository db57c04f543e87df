//! A message of the day with the colours that the game shows, as far as the terminal has them.

use colored::{Color, ColoredString, Colorize};

use crate::observation::{Line, Run};
use crate::render::paint::safe;

/// One line, painted; without colour it is its plain text.
pub(super) fn line(line: &Line) -> String {
    line.0.iter().map(|run| painted(run).to_string()).collect()
}

/// The line with no more than `most` letters.
pub(super) fn cut(line: &Line, most: usize) -> Line {
    let mut left = most;
    let mut runs = Vec::new();
    for run in &line.0 {
        let length = run.text.chars().count();
        if length <= left {
            left -= length;
            runs.push(run.clone());
            continue;
        }
        let text = run.text.chars().take(left).chain(['…']).collect();
        runs.push(Run { text, ..run.clone() });
        break;
    }
    Line(runs)
}

fn painted(run: &Run) -> ColoredString {
    let style = &run.style;
    let mut text = safe(&run.text).normal();
    if let Some(color) = style.color.as_deref().and_then(color) {
        text = text.color(color);
    }
    if style.bold {
        text = text.bold();
    }
    if style.italic {
        text = text.italic();
    }
    if style.underlined {
        text = text.underline();
    }
    if style.strikethrough {
        text = text.strikethrough();
    }
    text
}

/// The terminal's own colour for each of the game's sixteen, so that its theme keeps them readable.
fn color(name: &str) -> Option<Color> {
    Some(match name {
        "black" => Color::Black,
        "dark_blue" => Color::Blue,
        "dark_green" => Color::Green,
        "dark_aqua" => Color::Cyan,
        "dark_red" => Color::Red,
        "dark_purple" => Color::Magenta,
        "gold" => Color::Yellow,
        "gray" => Color::White,
        "dark_gray" => Color::BrightBlack,
        "blue" => Color::BrightBlue,
        "green" => Color::BrightGreen,
        "aqua" => Color::BrightCyan,
        "red" => Color::BrightRed,
        "light_purple" => Color::BrightMagenta,
        "yellow" => Color::BrightYellow,
        "white" => Color::BrightWhite,
        hex => {
            let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6)?;
            let number = u32::from_str_radix(digits, 16).ok()?;
            let [_, r, g, b] = number.to_be_bytes();
            Color::TrueColor { r, g, b }
        }
    })
}
