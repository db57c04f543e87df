//! Lines of text protocols, as far as they must be read to tell whose they are.

/// The first line of `bytes` as text, without its end, at most 120 characters of it and none of them a control
/// character.
pub(super) fn first(bytes: &[u8]) -> String {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    clean(&line[..line.len().min(480)])
}

/// Text that may be shown as what the other end calls itself.
pub(super) fn clean(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(120).collect();
    text.trim().to_owned()
}

/// What stands in the first line behind `code` and a space or hyphen (the greetings of SMTP and FTP).
pub(super) fn behind_code<'a>(bytes: &'a [u8], codes: &[&str]) -> Option<&'a [u8]> {
    let (code, rest) = bytes.split_at_checked(3)?;
    let known = codes.iter().any(|one| one.as_bytes() == code);
    let rest = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match rest.first() {
        Some(b' ' | b'-') if known => rest.get(1..),
        _ => None,
    }
}

/// A greeting without the words that may be a host's name: that says nothing of the protocol.
pub(super) fn nameless(greeting: &[u8]) -> Vec<u8> {
    let is_name = |word: &[u8]| word.contains(&b'.') && word.iter().any(u8::is_ascii_alphabetic);
    let words = greeting.split(|byte| *byte == b' ').filter(|word| !is_name(word));
    words.flat_map(|word| word.iter().copied().chain([b' '])).collect()
}

/// True where `words` stand in `bytes`, in any case.
pub(super) fn holds(bytes: &[u8], words: &str) -> bool {
    words.is_empty() || bytes.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}
