//! A server's message of the day: styled text, with nothing in it that a terminal would obey.

use serde::{Deserialize, Serialize};

/// The most characters and lines kept; the game shows two lines.
const MOST_CHARS: usize = 4_096;
const MOST_LINES: usize = 16;

/// A message of the day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Motd {
    /// All of it without style, its lines joined by line feeds.
    pub text: String,
    /// The same in runs of one style each.
    pub lines: Vec<Line>,
}

/// One line, in runs of one style.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Line(pub Vec<Run>);

/// Text of one style.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Run {
    /// The text; no control character is in it.
    pub text: String,
    /// How it is shown.
    #[serde(flatten)]
    pub style: Style,
}

/// How text is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Style {
    /// One of the game's sixteen colours by name (`dark_red`), or `#RRGGBB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// In bold.
    #[serde(default, skip_serializing_if = "is_off")]
    pub bold: bool,
    /// Slanted.
    #[serde(default, skip_serializing_if = "is_off")]
    pub italic: bool,
    /// Underlined.
    #[serde(default, skip_serializing_if = "is_off")]
    pub underlined: bool,
    /// Struck through.
    #[serde(default, skip_serializing_if = "is_off")]
    pub strikethrough: bool,
    /// Scrambled by the game.
    #[serde(default, skip_serializing_if = "is_off")]
    pub obfuscated: bool,
}

fn is_off(on: &bool) -> bool {
    !on
}

/// Whose formatting codes: Bedrock has more colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Java edition.
    Java,
    /// Bedrock edition.
    Bedrock,
}

/// The sixteen colours, in the order of their codes 0 to f.
const COLORS: [&str; 16] = [
    "black",
    "dark_blue",
    "dark_green",
    "dark_aqua",
    "dark_red",
    "dark_purple",
    "gold",
    "gray",
    "dark_gray",
    "blue",
    "green",
    "aqua",
    "red",
    "light_purple",
    "yellow",
    "white",
];

/// Bedrock's further colours (minecraft.wiki, "Formatting codes").
const BEDROCK: [(char, &str); 12] = [
    ('g', "#DDD605"),
    ('h', "#E3D4D1"),
    ('i', "#CECACA"),
    ('j', "#443A3B"),
    ('m', "#971607"),
    ('n', "#B4684D"),
    ('p', "#DEB12D"),
    ('q', "#47A036"),
    ('s', "#2CBAA8"),
    ('t', "#21497B"),
    ('u', "#9A5CC6"),
    ('v', "#EB7114"),
];

/// A colour as a chat component names it: one of the sixteen, or `#` and six digits.
pub(crate) fn color(name: &str) -> Option<String> {
    let is_hex = |rest: &str| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_hexdigit());
    match name.strip_prefix('#') {
        Some(rest) if is_hex(rest) => Some(name.to_ascii_uppercase()),
        _ => COLORS.iter().find(|known| name.eq_ignore_ascii_case(known)).map(|known| (*known).to_owned()),
    }
}

impl Motd {
    /// Reads text with formatting codes (`§c`).
    pub fn of_codes(text: &str, edition: Edition) -> Motd {
        let mut writer = Writer::new(edition);
        writer.codes(text, &Style::default());
        writer.end()
    }
}

/// A message in the making.
pub(crate) struct Writer {
    edition: Edition,
    lines: Vec<Line>,
    chars: usize,
}

impl Writer {
    pub(crate) fn new(edition: Edition) -> Writer {
        Writer { edition, lines: vec![Line::default()], chars: 0 }
    }

    /// True once no more would be kept.
    pub(crate) fn is_full(&self) -> bool {
        self.chars >= MOST_CHARS
    }

    /// Adds text in the style `base`, heeding the formatting codes in it. A colour ends every other style in Java
    /// edition (minecraft.wiki, "Formatting codes").
    pub(crate) fn codes(&mut self, text: &str, base: &Style) {
        let mut style = base.clone();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            if c != '§' {
                self.put(c, &style);
                continue;
            }
            let Some(code) = chars.next().map(|code| code.to_ascii_lowercase()) else { break };
            if code == 'x' {
                // BungeeCord's way to write #RRGGBB: §x§R§R§G§G§B§B.
                let ahead: Vec<char> = chars.clone().take(12).collect();
                let digits: String = ahead.iter().skip(1).step_by(2).collect();
                let marks = ahead.iter().step_by(2).all(|mark| *mark == '§');
                if let Some(color) = color(&format!("#{digits}")).filter(|_| marks && ahead.len() == 12) {
                    style = Style { color: Some(color), ..Style::default() };
                    chars.nth(11);
                }
                continue;
            }
            self.code(code, &mut style, base);
        }
    }

    fn code(&self, code: char, style: &mut Style, base: &Style) {
        let more = BEDROCK.iter().find(|(known, _)| *known == code && self.edition == Edition::Bedrock);
        let color = match code.to_digit(16) {
            Some(number) => COLORS.get(number as usize).map(|name| (*name).to_owned()),
            None => more.map(|(_, hex)| (*hex).to_owned()),
        };
        match (color, code) {
            (Some(color), _) if self.edition == Edition::Java => {
                *style = Style { color: Some(color), ..Style::default() };
            }
            (Some(color), _) => style.color = Some(color),
            (None, 'k') => style.obfuscated = true,
            (None, 'l') => style.bold = true,
            (None, 'm') => style.strikethrough = true,
            (None, 'n') => style.underlined = true,
            (None, 'o') => style.italic = true,
            (None, 'r') => *style = base.clone(),
            (None, _) => {}
        }
    }

    fn put(&mut self, c: char, style: &Style) {
        let c = if c == '\t' { ' ' } else { c };
        if self.is_full() || (c.is_control() && c != '\n') {
            return;
        }
        self.chars += 1;
        if c == '\n' {
            if self.lines.len() < MOST_LINES {
                self.lines.push(Line::default());
            }
            return;
        }
        let Some(Line(runs)) = self.lines.last_mut() else { return };
        match runs.last_mut() {
            Some(run) if run.style == *style => run.text.push(c),
            _ => runs.push(Run { text: c.to_string(), style: style.clone() }),
        }
    }

    /// The message.
    pub(crate) fn end(self) -> Motd {
        let line = |line: &Line| line.0.iter().map(|run| run.text.as_str()).collect::<String>();
        let text = self.lines.iter().map(line).collect::<Vec<_>>().join("\n");
        Motd { text, lines: self.lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, style: Style) -> Run {
        Run { text: text.to_owned(), style }
    }

    #[test]
    fn codes_become_styles() {
        let red = Style { color: Some("red".into()), ..Style::default() };
        let bold = Style { bold: true, ..red.clone() };
        let motd = Motd::of_codes("a§cb§lc§ad§re\n§x§1§2§a§b§C§Df§", Edition::Java);
        let green = Style { color: Some("green".into()), ..Style::default() };
        let hex = Style { color: Some("#12ABCD".into()), ..Style::default() };
        let plain = Style::default;
        let first = vec![run("a", plain()), run("b", red), run("c", bold), run("d", green), run("e", plain())];
        assert_eq!(motd.lines, [Line(first), Line(vec![run("f", hex)])]);
        assert_eq!(motd.text, "abcde\nf");
    }

    #[test]
    fn bedrock_has_more_colours_and_keeps_bold() {
        let motd = Motd::of_codes("§l§gx", Edition::Bedrock);
        let gold = Style { color: Some("#DDD605".into()), bold: true, ..Style::default() };
        assert_eq!(motd.lines, [Line(vec![run("x", gold)])]);
        assert_eq!(Motd::of_codes("§gx", Edition::Java).lines, [Line(vec![run("x", Style::default())])]);
    }

    #[test]
    fn nothing_a_terminal_obeys_is_kept() {
        let motd = Motd::of_codes("a\u{1b}[31m\r\u{9b}2J\tb\u{7}", Edition::Java);
        assert_eq!(motd.text, "a[31m2J b");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived_and_bounded(text in "(§[0-9a-gk-orxX]|§|\n|\\PC|.){0,300}") {
            let motd = Motd::of_codes(&text.repeat(20), Edition::Bedrock);
            proptest::prop_assert!(motd.text.chars().count() <= MOST_CHARS && motd.lines.len() <= MOST_LINES);
            for run in motd.lines.iter().flat_map(|line| &line.0) {
                proptest::prop_assert!(!run.text.contains(char::is_control) && !run.text.is_empty());
            }
        }
    }
}
