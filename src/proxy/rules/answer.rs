//! An answer that a rule gives by itself, without asking the server.

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use toml::Spanned;
use toml::de::DeValue;

use crate::proxy::rules::header;
use crate::proxy::rules::table::{Reader, whole};

/// The answer, whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status, 200 to 599.
    pub status: StatusCode,
    /// Its headers, without those of framing.
    pub headers: HeaderMap,
    /// Its body; empty where the status has none.
    pub body: Bytes,
}

/// Reads a file that a rule names, or tells why it cannot be.
pub(super) type Files<'a> = &'a dyn Fn(&str) -> Result<Bytes, String>;

/// Reads the table `answer`.
pub(super) fn read<'a>(reader: &mut Reader<'a>, value: &Spanned<DeValue<'a>>, files: Files<'_>) -> Option<Answer> {
    let (start, before) = (value.span().start, reader.mistakes.len());
    let table = value.get_ref().as_table();
    let Some(table) = table else {
        reader.kind(value, "answer", "a table, such as `{ status = 503, body = \"busy\" }`");
        return None;
    };
    let [status, headers, body, file] = reader.values(table, ["status", "headers", "body", "file"], "`answer`");
    let status = status.map_or(Some(StatusCode::OK), |value| {
        let status = whole(value.get_ref()).and_then(|status| u16::try_from(status).ok());
        let status = status.filter(|status| (200..600).contains(status));
        if status.is_none() {
            reader.wrong(value.span().start, "`status` is none of 200 to 599; write a number such as 503");
        }
        status.and_then(|status| StatusCode::from_u16(status).ok())
    });
    let mut map = HeaderMap::new();
    for (name, values) in headers.map(|value| pairs(reader, value, "headers")).unwrap_or_default() {
        values.into_iter().for_each(|value| {
            map.append(&name, value);
        });
    }
    let text = body.and_then(|value| reader.text(value, "body", "\"busy\""));
    let named = file.and_then(|value| reader.text(value, "file", "\"answer.json\""));
    if let (Some(_), Some(named)) = (body, file) {
        reader.wrong(named.span().start, "`body` and `file` are both there; write one of them");
    }
    let held = named.and_then(|(at, name)| reader.noted(at, files(name)).map(|bytes| (bytes, type_of(name))));
    let (body, kind) = match (held, text) {
        (Some((bytes, kind)), _) => (bytes, kind),
        (None, Some((_, text))) => (Bytes::from(text.to_owned()), "text/plain; charset=utf-8"),
        (None, None) => (Bytes::new(), ""),
    };
    let status = status?;
    if !body.is_empty() && matches!(status.as_u16(), 204 | 205 | 304) {
        reader.wrong(start, format!("an answer of status {} has no body; leave it out", status.as_u16()));
    }
    if !kind.is_empty() && !map.contains_key(CONTENT_TYPE) {
        map.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    (reader.mistakes.len() == before).then_some(Answer { status, headers: map, body })
}

/// Reads a table of header names, each with a value or a list of values.
pub(super) fn pairs<'a>(
    reader: &mut Reader<'a>,
    value: &Spanned<DeValue<'a>>,
    whose: &str,
) -> Vec<(hyper::header::HeaderName, Vec<HeaderValue>)> {
    let Some(table) = reader.table(value, whose) else { return Vec::new() };
    let mut pairs = Vec::new();
    for (key, value) in table {
        let name = reader.noted(key.span().start, header::free_name(key.get_ref()));
        let texts = reader.texts(value, key.get_ref(), "\"a value\"");
        let values = texts.into_iter().filter_map(|(at, text)| reader.noted(at, header::value(text)));
        let values: Vec<HeaderValue> = values.collect();
        if let Some(name) = name {
            pairs.push((name, values));
        }
    }
    pairs
}

/// The media type that a file's name tells.
fn type_of(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "txt" | "log" | "md" => "text/plain; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
