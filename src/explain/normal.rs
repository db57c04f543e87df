//! Pasted text made plain, so that one spelling finds it: case, width, spaces, quotes and escapes.

/// The most of a text that is read, in bytes. An error text is never longer; a log pasted whole may be.
pub const LIMIT: usize = 1 << 20;

/// The part of `text` that is read: its first [`LIMIT`] bytes, cut at a character.
pub(crate) fn bounded(text: &str) -> &str {
    let mut end = text.len().min(LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// One line as the phrases are written: lower case, half-width punctuation, straight quotes, single
/// spaces and none beside Chinese characters, no control characters, no terminal escapes.
pub(crate) fn line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    let mut space = false;
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            skip_escape(&mut chars);
            continue;
        }
        let c = if c == '\\' && chars.peek() == Some(&'u') { unescape(&mut chars) } else { c };
        if c.is_whitespace() || c.is_control() {
            space = !out.is_empty();
            continue;
        }
        let Some(plain) = plain(c) else { continue };
        if space {
            space = false;
            if !is_han(plain) && !out.chars().next_back().is_some_and(is_han) {
                out.push(' ');
            }
        }
        match plain {
            '…' => out.push_str("..."),
            plain => out.extend(plain.to_lowercase()),
        }
    }
    out
}

/// True for the characters of written Chinese.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// True where the text is Chinese: it holds Chinese characters and no Japanese or Korean ones.
pub(crate) fn is_chinese(text: &str) -> bool {
    let mut han = 0_usize;
    for c in text.chars() {
        match c {
            '\u{3041}'..='\u{30fa}' | '\u{ac00}'..='\u{d7a3}' => return false,
            c if is_han(c) => han += 1,
            _ => {}
        }
    }
    han >= 2
}

/// The character in its half-width form; `None` for those that take no room.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' => {
            return None;
        }
        '。' | '．' | '｡' => '.',
        '、' | '，' => ',',
        '‘' | '’' | '‛' | '′' | '`' | '´' => '\'',
        '“' | '”' | '„' | '″' | '「' | '」' | '『' | '』' | '«' | '»' => '"',
        '‐'..='―' | '−' => '-',
        // The full-width forms of ASCII stand in the same order as ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    })
}

/// Leaves out the rest of a terminal escape sequence (ECMA-48: CSI up to its final byte, else one character).
fn skip_escape(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    if chars.next() != Some('[') {
        return;
    }
    for c in chars.by_ref() {
        if ('@'..='~').contains(&c) {
            return;
        }
    }
}

/// Reads `uXXXX` after a backslash, as JSON and Python write characters beyond ASCII; a backslash where it is not that.
fn unescape(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> char {
    let digits: String = chars.clone().skip(1).take(4).collect();
    let code = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4);
    match code.and_then(char::from_u32) {
        // An escaped ASCII character is left as it stands: a quote or a line end would change the text.
        Some(c) if !c.is_ascii() => {
            chars.nth(4);
            c
        }
        _ => '\\',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_quotes_and_spaces_do_not_matter() {
        assert_eq!(line("  由于 目标计算机　积极拒绝， 无法连接。 "), "由于目标计算机积极拒绝,无法连接.");
        assert_eq!(line("［ＷｉｎＥｒｒｏｒ　１００６１］"), "[winerror 10061]");
        assert_eq!(line("\u{1b}[31mCouldn’t\u{1b}[0m \t connect\u{200b}"), "couldn't connect");
        assert_eq!(line("\\u62d2\\u7edd \\u0022 \\uzz"), "拒绝\\u0022 \\uzz");
    }

    #[test]
    fn japanese_is_not_taken_for_chinese() {
        assert!(is_chinese("[WinError 10061] 由于目标计算机积极拒绝"));
        assert!(!is_chinese("対象のコンピューターによって拒否されたため、接続できませんでした。"));
        assert!(!is_chinese("Connection refused"));
    }

    #[test]
    fn a_text_is_cut_at_a_character() {
        let long = "拒".repeat(LIMIT);
        assert!(bounded(&long).len() <= LIMIT && bounded(&long).len() > LIMIT - 4);
    }
}
