//! What every text for people needs: safe characters, line breaks by display width, and the reader's wishes.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::Lang;

/// How the reader wants it.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// The terminal's width in columns.
    pub width: usize,
    /// How much to tell: 0 what matters, 1 more, 2 every observation.
    pub verbose: u8,
}

/// The text with nothing in it that a terminal would obey: control characters (C0, C1, DEL) and
/// bidirectional overrides become visible escapes.
pub fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
                out.extend(c.escape_unicode());
            }
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// Breaks `text` into lines of at most `width` columns, the first beginning with `first` and the others
/// with `rest`. Breaks at spaces, and between wide (CJK) characters; a longer word stands alone.
/// Colours take no room.
pub fn wrap(text: &str, width: usize, first: &str, rest: &str) -> String {
    let mut out = String::from(first);
    let mut column = first.width();
    let mut at_start = true;
    for piece in pieces(text) {
        let word = piece.trim_end();
        if !at_start && column.saturating_add(columns(word)) > width {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(rest);
            column = rest.width();
        }
        out.push_str(piece);
        column += columns(piece);
        at_start = false;
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// The columns of a text, its colours (`ESC [ … m`) left out.
fn columns(text: &str) -> usize {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().map_or(0, UnicodeWidthStr::width);
    first + parts.map(|part| part.split_once('m').map_or(part, |(_, behind)| behind).width()).sum::<usize>()
}

/// The pieces between which a line may break, each with the spaces behind it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let breaks = match before {
            Some(' ') => c != ' ',
            // Chinese punctuation may not begin a line.
            Some(b) => {
                (is_wide(b) || is_wide(c))
                    && c != ' '
                    && !"，。、；：？！）》」』”’,.;:)".contains(c)
                    && !"（《「『“‘(".contains(b)
            }
            None => false,
        };
        if breaks {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// The text filled with spaces up to `width` columns.
pub fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_obeys_passes() {
        let shown = safe("a\x1b[2Jb\u{9b}c\r\n\u{202e}d\0");
        assert_eq!(shown, "a\\u{1b}[2Jb\\u{9b}c\\r\\n\\u{202e}d\\u{0}");
    }

    #[test]
    fn lines_keep_within_the_width_in_both_scripts() {
        let english = wrap("one two three four", 9, "- ", "  ");
        assert_eq!(english, "- one two\n  three\n  four");
        let chinese = wrap("连接被拒绝，端口关闭。", 12, "", "");
        assert!(chinese.lines().all(|line| line.width() <= 14), "{chinese}");
        assert!(chinese.lines().count() > 1);
        assert!(!chinese.lines().any(|line| line.starts_with('，')), "{chinese}");
    }
}
