//! A folder whose files are given: none outside of it, none that is hidden.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::serve::http::answer::{Answer, Body};
use crate::serve::http::listing;
use crate::serve::http::media::media_type;
use crate::serve::http::path::{PathError, encoded, names};
use crate::serve::http::range::{Asked, range};
use crate::wire::http1::asked::Head;

/// A folder.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Its path without links.
    root: PathBuf,
}

impl Folder {
    /// The folder at `path`.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn open(path: &Path) -> io::Result<Folder> {
        let root = path.canonicalize()?;
        std::fs::read_dir(&root)?;
        Ok(Folder { root })
    }

    /// What a GET or HEAD of `path` is answered from here; `None` where nothing of that name is here. Asks the file system,
    /// which may take its time.
    pub(crate) fn answer(&self, head: &Head, path: &str) -> Option<Answer> {
        let (names, ends_in_slash) = match names(path) {
            Ok(names) => names,
            Err(PathError::Malformed) => return Some(Answer::text(400, "The path is not well formed.\n")),
            Err(PathError::Escapes) => return Some(Answer::text(404, "No such file is here.\n")),
        };
        let (at, about) = self.inside(&names)?;
        let shown: String = names.iter().flat_map(|name| ["/".to_owned(), encoded(name)]).collect();
        if about.is_file() {
            // A file is no folder: what stands behind its slash is nothing.
            return (!ends_in_slash).then(|| given(head, &at));
        }
        if !about.is_dir() {
            return Some(Answer::text(403, "This is no file that can be given.\n"));
        }
        if !ends_in_slash {
            let place = format!("{shown}/");
            return Some(Answer::text(301, format!("It is a folder: {place}\n")).with("Location", place));
        }
        let index = [&names[..], &["index.html".to_owned()]].concat();
        match self.inside(&index) {
            Some((index, about)) if about.is_file() => Some(given(head, &index)),
            _ => Some(listing::listing(&at, &names, |name| {
                Some(self.inside(&[&names[..], &[name.to_owned()]].concat())?.1)
            })),
        }
    }

    /// Where these names lead, links followed; `None` where that is nowhere, or outside.
    fn inside(&self, names: &[String]) -> Option<(PathBuf, Metadata)> {
        let mut path = self.root.clone();
        path.extend(names);
        let real = path.canonicalize().ok()?;
        // A link may also lead to what is hidden within.
        let below = real.strip_prefix(&self.root).ok()?;
        let is_hidden = below.iter().any(|name| name.to_string_lossy().starts_with('.'));
        let about = std::fs::metadata(&real).ok()?;
        (!is_hidden).then_some((real, about))
    }
}

/// The file at `path`, or what of it is asked for.
fn given(head: &Head, path: &Path) -> Answer {
    let file = match open(path) {
        Ok((file, about)) if about.is_file() => (file, about),
        Ok(_) => return Answer::text(403, "This is no file that can be given.\n"),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            return Answer::text(403, "This file may not be read.\n");
        }
        Err(_) => return Answer::text(404, "No such file is here.\n"),
    };
    let (file, about) = file;
    let length = about.len();
    let changed = about.modified().unwrap_or(UNIX_EPOCH);
    let since = changed.duration_since(UNIX_EPOCH).unwrap_or_default();
    let tag = format!("\"{:x}-{length:x}\"", since.as_nanos());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut answer = Answer {
        status: 200,
        fields: vec![
            ("ETag", tag.clone()),
            ("Accept-Ranges", "bytes".to_owned()),
            ("Cache-Control", "no-cache".to_owned()),
        ],
        body: Body::Bytes(Vec::new()),
        delay: std::time::Duration::ZERO,
    };
    if let Some(date) = date(changed) {
        answer.fields.push(("Last-Modified", date));
    }
    if let Some(status) = condition(head, &tag, changed) {
        return Answer { status, ..answer };
    }
    answer.fields.push(("Content-Type", media_type(&name).to_owned()));
    let asked = match head.field("range") {
        Some(value) if head.method() == "GET" && is_of_this(head, &tag, changed) => range(value, length),
        _ => Asked::Whole,
    };
    match asked {
        Asked::Whole => Answer { body: Body::File(file, 0..length), ..answer },
        Asked::Part(part) => {
            let place = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            Answer { status: 206, body: Body::File(file, part), ..answer }.with("Content-Range", place)
        }
        Asked::Beyond => Answer::text(416, format!("The file has {length} bytes.\n"))
            .with("Content-Range", format!("bytes */{length}")),
    }
}

/// Opens what is no link and, should it be a pipe, does not wait for its other end.
fn open(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW | libc::O_NONBLOCK);
    let file = options.open(path)?;
    let about = file.metadata()?;
    Ok((file, about))
}

/// The status where a condition of the request does not hold (RFC 9110 section 13.2.2).
fn condition(head: &Head, tag: &str, changed: SystemTime) -> Option<u16> {
    let matches =
        |list: &str| list.trim() == "*" || list.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    match (head.field("if-match"), head.field("if-unmodified-since").and_then(seconds)) {
        (Some(list), _) if !matches(list) => return Some(412),
        (None, Some(since)) if whole(changed) > since => return Some(412),
        _ => {}
    }
    match (head.field("if-none-match"), head.field("if-modified-since").and_then(seconds)) {
        (Some(list), _) => matches(list).then_some(304),
        (None, Some(since)) => (whole(changed) <= since).then_some(304),
        (None, None) => None,
    }
}

/// False where `If-Range` names another file than this (RFC 9110 section 13.1.5): then the whole is to be given.
fn is_of_this(head: &Head, tag: &str, changed: SystemTime) -> bool {
    match head.field("if-range").map(str::trim) {
        None => true,
        Some(given) if given.starts_with('"') || given.starts_with("W/") => given == tag,
        Some(given) => seconds(given) == Some(whole(changed)),
    }
}

/// Seconds since 1970.
fn whole(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn seconds(date: &str) -> Option<i64> {
    Some(jiff::fmt::rfc2822::parse(date.trim()).ok()?.timestamp().as_second())
}

fn date(time: SystemTime) -> Option<String> {
    let time = jiff::Timestamp::from_second(whole(time)).ok()?;
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time).ok()
}
