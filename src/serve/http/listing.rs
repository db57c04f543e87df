//! The page that lists a folder.

use std::fs::Metadata;
use std::path::Path;

use crate::serve::html::escaped;
use crate::serve::http::answer::Answer;
use crate::serve::http::page::STYLE;
use crate::serve::http::path::encoded;

/// The most entries that are listed.
const MOST: usize = 10_000;

/// The list of what is in the folder at `path`, which clients know by `names`. What is hidden, and what is neither a file
/// nor a folder, is left out; `about` tells of an entry, where it may be told of.
pub(crate) fn listing(path: &Path, names: &[String], about: impl Fn(&str) -> Option<Metadata>) -> Answer {
    let Ok(entries) = std::fs::read_dir(path) else { return Answer::text(403, "This folder may not be read.\n") };
    let mut all: Vec<(bool, String, u64)> = Vec::new();
    for entry in entries.flatten().take(MOST) {
        let Ok(name) = entry.file_name().into_string() else { continue };
        // A link that leads outside is not here: not even the length of what it leads to is told.
        let Some(about) = about(&name) else { continue };
        let is_shown = !name.starts_with('.') && !name.contains(['\\', ':']) && !name.chars().any(char::is_control);
        if is_shown && (about.is_dir() || about.is_file()) {
            all.push((!about.is_dir(), name, about.len()));
        }
    }
    all.sort();
    let title: String = names.iter().flat_map(|name| ["/", name]).chain(["/"]).collect();
    let mut rows = String::new();
    if !names.is_empty() {
        rows.push_str("<tr><td><a href=\"../\">../</a></td><td></td></tr>\n");
    }
    for (is_file, name, length) in &all {
        let slash = if *is_file { "" } else { "/" };
        let length = if *is_file { length.to_string() } else { String::new() };
        let (link, name) = (encoded(name), escaped(name));
        rows.push_str(&format!("<tr><td><a href=\"./{link}{slash}\">{name}{slash}</a></td><td>{length}</td></tr>\n"));
    }
    let title = escaped(&title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<style>{STYLE}</style>\n<main>\n<h1>{title}</h1>\n\
         <table class=\"files\">\n{rows}</table>\n</main>\n</html>\n"
    );
    Answer::of(200, "text/html; charset=utf-8", html.into_bytes())
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
}
