//! The files under src/, each with its room and its bare code.

use std::path::Path;

/// One source file.
pub(crate) struct Source {
    pub(crate) path: String,
    /// The file or folder right under src/ that it belongs to.
    pub(crate) room: String,
    /// Without comments, literals and test modules.
    pub(crate) code: String,
    pub(crate) lines: usize,
}

impl Source {
    pub(crate) fn of(path: &str, text: &str) -> Source {
        let room = path.trim_start_matches("src/").split('/').next().unwrap_or_default().trim_end_matches(".rs");
        Source { path: path.to_owned(), room: room.to_owned(), code: code_of(text), lines: text.lines().count() }
    }
}

/// Every file of every room. The two crate roots are no rooms.
pub(crate) fn all() -> Vec<Source> {
    let mut sources = Vec::new();
    walk(Path::new("src"), &mut sources);
    sources.retain(|source| source.room != "lib" && source.room != "main");
    sources
}

fn walk(folder: &Path, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, sources);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let name = path.to_str().unwrap().replace('\\', "/");
            sources.push(Source::of(&name, &std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The code alone: no comments, no literals, no `#[cfg(test)]` module.
pub(crate) fn code_of(text: &str) -> String {
    let bare = bare(text);
    match bare.find("#[cfg(test)]\nmod ") {
        Some(tests) => bare[..tests].to_owned(),
        None => bare,
    }
}

/// Comments go, and string and character literals become empty ones; line breaks stay.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_string(rest, out.chars().last()) {
            length
        } else if c == '"' {
            quoted(rest, '"')
        } else if c == '\'' && is_character(rest) {
            quoted(rest, '\'')
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        out.extend(rest[..skip].chars().filter(|c| *c == '\n'));
        rest = &rest[skip..];
    }
    out
}

/// The length of a raw string literal at the start of `text`, if there is one.
fn raw_string(text: &str, before: Option<char>) -> Option<usize> {
    let after_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let inner = text.strip_prefix("br").or_else(|| text.strip_prefix('r')).filter(|_| !after_word)?;
    let hashes = inner.len() - inner.trim_start_matches('#').len();
    let body = inner[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(text.len() - body.len() + body.find(&end)? + end.len())
}

/// The length of a literal that starts and ends with `quote`.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Tells a character literal from a lifetime.
fn is_character(text: &str) -> bool {
    let mut chars = text.chars().skip(1);
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => true,
        (Some(_), next) => next == Some('\''),
        (None, _) => false,
    }
}

#[test]
fn only_code_is_left() {
    let text = "a // b\n/* c */ d \"e \\\" f\" 'g' '\\'' &'h r#\"i \" j\"# k\n";
    assert_eq!(bare(text).split_whitespace().collect::<Vec<_>>(), ["a", "d", "&'h", "k"]);
}
