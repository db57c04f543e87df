//! Requests that the user wrote byte for byte.

use crate::wire::http1::request::is_token;

/// Raw bytes with each line end of the head made CRLF; the body, behind the first blank line, is left alone.
pub fn mend_line_ends(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() + 64);
    let mut rest = raw;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n');
        let (line, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
        let Some(text) = line.strip_suffix(b"\n") else {
            out.extend(line);
            return out;
        };
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        out.extend(text);
        out.extend(b"\r\n");
        rest = after;
        // A blank line before the request line ends no head (RFC 9112 section 2.2).
        if text.is_empty() && out.len() > 2 {
            break;
        }
    }
    out.extend(rest);
    out
}

/// The method that raw bytes begin with, so that the answer is framed rightly; `GET` where they begin with none.
pub fn method_of(raw: &[u8]) -> String {
    let raw = &raw[raw.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()..];
    let word = raw.split(|byte| matches!(byte, b' ' | b'\r' | b'\n')).next().unwrap_or_default();
    match std::str::from_utf8(&word[..word.len().min(64)]) {
        Ok(word) if is_token(word) => word.to_owned(),
        _ => "GET".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_mended_in_the_head_alone() {
        for (raw, mended) in [
            ("GET / HTTP/1.1\nHost: h\r\n\nbody\nline\n", "GET / HTTP/1.1\r\nHost: h\r\n\r\nbody\nline\n"),
            ("GET / HTTP/1.1\n", "GET / HTTP/1.1\r\n"),
            ("GET / HTTP/1.1", "GET / HTTP/1.1"),
            ("\nGET /\n\nx\n", "\r\nGET /\r\n\r\nx\n"),
            ("a\rb\n\n", "a\rb\r\n\r\n"),
        ] {
            assert_eq!(String::from_utf8_lossy(&mend_line_ends(raw.as_bytes())), mended, "{raw:?}");
        }
    }

    #[test]
    fn raw_bytes_tell_their_method() {
        for (raw, method) in [("HEAD / HTTP/1.1", "HEAD"), ("\r\nPOST /", "POST"), ("", "GET"), ("\u{1}x y", "GET")] {
            assert_eq!(method_of(raw.as_bytes()), method, "{raw:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_raw_bytes_are_survived(bytes: Vec<u8>) {
            proptest::prop_assert!(mend_line_ends(&bytes).len() <= bytes.len() * 2);
            let _ = method_of(&bytes);
        }
    }
}
