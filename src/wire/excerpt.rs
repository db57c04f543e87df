//! The beginning of bytes from outside as text that is safe to keep.

/// At most `most` characters of the beginning of `bytes`. Control characters and what is not UTF-8 are escaped as in
/// Rust (`\n`, `\u{1b}`, `\xff`); a backslash stays one.
pub fn excerpt(bytes: &[u8], most: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    let mut put = |escaped: String| {
        length += escaped.chars().count();
        let fits = length <= most;
        if fits {
            out.push_str(&escaped);
        }
        fits
    };
    // No character takes more than four bytes.
    let head = &bytes[..bytes.len().min(most.saturating_mul(4))];
    for chunk in head.utf8_chunks() {
        let characters = chunk.valid().chars().map(|c| if is_plain(c) { c.to_string() } else { escaped(c) });
        let strays = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}"));
        if !characters.chain(strays).all(&mut put) {
            break;
        }
    }
    out
}

fn escaped(c: char) -> String {
    if c.is_ascii() { c.escape_default().to_string() } else { c.escape_unicode().to_string() }
}

/// Neither a control character nor one that turns or hides the text around it.
fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(excerpt(b"220 hi\r\n\x1b[31m\xff\\", 99), "220 hi\\r\\n\\u{1b}[31m\\xff\\");
        assert_eq!(excerpt("a\u{202e}é".as_bytes(), 99), "a\\u{202e}é");
        assert_eq!(excerpt(b"\x1b\x1bx", 6), "\\u{1b}");
    }

    proptest::proptest! {
        #[test]
        fn it_is_bounded_and_plain(bytes: Vec<u8>, most in 0usize..300) {
            let shown = excerpt(&bytes, most);
            proptest::prop_assert!(shown.chars().count() <= most && shown.chars().all(is_plain));
        }
    }
}
