//! What a request is to be answered with, by its head alone.

use std::sync::Arc;

use crate::serve::http::answer::Answer;
use crate::serve::http::folder::Folder;
use crate::serve::http::pages::{ALL, LOOKING, Page};
use crate::serve::http::path::of_target;
use crate::serve::server::Server;
use crate::wire::http1::Version;
use crate::wire::http1::asked::Head;

/// Methods that are known, and not spoken here.
const KNOWN: &[&str] = &["CONNECT", "TRACE", "PATCH"];

/// What is to come.
#[derive(Debug)]
pub(crate) enum Plan {
    /// This, whatever the body is.
    Answer(Answer),
    /// A page that may want the body.
    Page(Page),
}

/// Judges a head.
pub(crate) async fn plan(server: &Server, head: &Head) -> Plan {
    let method = head.method();
    if !ALL.split(", ").any(|known| known == method) {
        return Plan::Answer(match KNOWN.contains(&method) {
            true => Answer::text(405, format!("{method} is not spoken here.\n")).with("Allow", ALL),
            false => Answer::text(501, "No such method is known here.\n"),
        });
    }
    let expects = head.field("expect").is_some_and(|value| !value.trim().eq_ignore_ascii_case("100-continue"));
    if expects && head.version == Version::V11 {
        return Plan::Answer(Answer::text(417, "Nothing but 100-continue can be expected here.\n"));
    }
    let Some(path) = of_target(head.target()) else {
        return Plan::Answer(match head.target() {
            "*" => options(ALL),
            _ => Answer::text(400, "The target names no page of a web server.\n"),
        });
    };
    if let Some(folder) = &server.settings.folder
        && matches!(method, "GET" | "HEAD")
        && let Some(answer) = given(folder.clone(), head, path).await
    {
        return Plan::Answer(answer);
    }
    match Page::at(path) {
        Ok(page) if method == "OPTIONS" => Plan::Answer(options(page.allows())),
        Ok(page) if page.allows().split(", ").any(|known| known == method) => Plan::Page(page),
        Ok(page) => {
            let text = format!("{method} is not for this page; {} are.\n", page.allows());
            Plan::Answer(Answer::text(405, text).with("Allow", page.allows()))
        }
        // What the folder has is for looking at; what it has not is not told apart here.
        Err(_) if method == "OPTIONS" => Plan::Answer(options(LOOKING)),
        Err(_) if server.settings.folder.is_some() && !matches!(method, "GET" | "HEAD") => {
            Plan::Answer(Answer::text(405, format!("{method} is not for files.\n")).with("Allow", LOOKING))
        }
        Err(answer) => Plan::Answer(answer),
    }
}

fn options(allow: &'static str) -> Answer {
    Answer::text(204, "").with("Allow", allow)
}

/// What `folder` has: the file system may take its time, so it is asked on a thread of its own.
async fn given(folder: Arc<Folder>, head: &Head, path: &str) -> Option<Answer> {
    let (head, path) = (head.clone(), path.to_owned());
    let asked = tokio::task::spawn_blocking(move || folder.answer(&head, &path));
    asked.await.unwrap_or_else(|_| Some(Answer::text(500, "The folder could not be asked.\n")))
}
