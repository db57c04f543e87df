//! The pages that netwhy makes itself, by path.

use std::time::Duration;

use crate::report::ArrivalDocument;
use crate::serve::fault;
use crate::serve::http::answer::{Answer, Body, reason};
use crate::serve::http::page::{PICTURE, page};
use crate::serve::http::path::without_query;
use crate::wire::http1::asked::Head;

/// The longest `/bytes/N`.
const MOST_BYTES: u64 = 10_000_000_000;
/// The longest `/delay/D`.
const LONGEST: Duration = Duration::from_secs(60);

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    Home,
    Picture,
    Echo,
    Ip,
    Time,
    Status(u16),
    Delay(Duration),
    Bytes(u64),
}

/// Methods that only look, and all that are spoken.
pub(crate) const LOOKING: &str = "GET, HEAD, OPTIONS";
pub(crate) const ALL: &str = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

impl Page {
    /// The page at `path`; `Err` is the answer where there is none.
    pub(crate) fn at(path: &str) -> Result<Page, Answer> {
        let path = without_query(path);
        let (name, value) = match path[path.len().min(1)..].split_once('/') {
            Some((name, value)) => (name, Some(value)),
            None => (&path[path.len().min(1)..], None),
        };
        let wrong = |like: &str| Err(Answer::text(400, format!("Write {like}.\n")));
        match (name, value) {
            ("", None) => Ok(Page::Home),
            ("picture.svg", None) => Ok(Page::Picture),
            ("echo", _) => Ok(Page::Echo),
            ("ip", None) => Ok(Page::Ip),
            ("time", None) => Ok(Page::Time),
            ("status", Some(status)) => match number(status) {
                Some(status @ 200..=599) => Ok(Page::Status(status as u16)),
                _ => wrong("/status/N with N from 200 to 599, such as /status/404"),
            },
            ("delay", Some(delay)) => match fault::duration(delay) {
                Some(delay) if delay <= LONGEST => Ok(Page::Delay(delay)),
                _ => wrong("/delay/D with D up to 60 seconds, such as /delay/2 or /delay/500ms"),
            },
            ("bytes", Some(count)) => match number(count) {
                Some(count) if count <= MOST_BYTES => Ok(Page::Bytes(count)),
                _ => wrong("/bytes/N with N up to 10000000000, such as /bytes/1000"),
            },
            _ => Err(Answer::text(
                404,
                "Nothing is here. There are /, /echo, /ip, /time, /status/404, /delay/2 and /bytes/1000.\n",
            )),
        }
    }

    /// The methods that it answers, as in `Allow`.
    pub(crate) fn allows(self) -> &'static str {
        match self {
            Page::Home | Page::Echo | Page::Status(_) | Page::Delay(_) => ALL,
            Page::Picture | Page::Ip | Page::Time | Page::Bytes(_) => LOOKING,
        }
    }

    /// The answer to a request of `head`, with so many bytes of body, of which `raw` is the form sent.
    pub(crate) fn answer(self, arrival: &ArrivalDocument, head: &Head, length: u64, raw: &[u8]) -> Answer {
        match self {
            Page::Home if matches!(head.method(), "GET" | "HEAD") => page(arrival, head),
            Page::Home => Answer::text(200, format!("{} with {length} bytes arrived.\n", head.method())),
            Page::Picture => Answer::of(200, "image/svg+xml", PICTURE.as_bytes().to_vec()),
            Page::Echo => Answer::of(200, "text/plain; charset=utf-8", [&head.raw[..], raw].concat()),
            Page::Ip => Answer::text(200, format!("{}\n", arrival.from.address)),
            Page::Time => Answer::text(200, format!("{}\n", jiff::Timestamp::now())),
            Page::Status(status) => of_status(status),
            Page::Delay(delay) => {
                let seconds = delay.as_secs_f64();
                Answer { delay, ..Answer::text(200, format!("This waited {seconds} s.\n")) }
            }
            Page::Bytes(count) => {
                Answer { body: Body::Pattern(count), ..Answer::of(200, "text/plain; charset=utf-8", Vec::new()) }
            }
        }
    }
}

/// An answer of this status, with the fields that it cannot be without (RFC 9110 section 15).
fn of_status(status: u16) -> Answer {
    let text = match status {
        204 | 205 | 304 => String::new(),
        _ => format!("{status} {}", reason(status)).trim_end().to_owned() + "\n",
    };
    let answer = Answer::text(status, text);
    match status {
        301..=303 | 307 | 308 => answer.with("Location", "/"),
        401 => answer.with("WWW-Authenticate", "Basic realm=\"netwhy\""),
        405 => answer.with("Allow", ALL),
        407 => answer.with("Proxy-Authenticate", "Basic realm=\"netwhy\""),
        426 => answer.with("Upgrade", "HTTP/2.0"),
        _ => answer,
    }
}

/// Digits alone: no sign.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_pages_or_say_what_to_write() {
        for (path, page) in [
            ("/", Page::Home),
            ("/?a=/b", Page::Home),
            ("/echo/any/thing?x", Page::Echo),
            ("/status/404", Page::Status(404)),
            ("/delay/0.5", Page::Delay(Duration::from_millis(500))),
            ("/bytes/0", Page::Bytes(0)),
        ] {
            assert_eq!(Page::at(path).ok(), Some(page), "{path}");
        }
        for (path, status) in [
            ("/status/199", 400),
            ("/status/+404", 400),
            ("/status/65940", 400),
            ("/delay/61", 400),
            ("/delay/-1", 400),
            ("/bytes/99999999999999999999", 400),
            ("/bytes/", 400),
            ("/status", 404),
            ("/ip/x", 404),
            ("/ECHO", 404),
            ("//", 404),
            ("/é", 404),
        ] {
            assert_eq!(Page::at(path).err().map(|answer| answer.status), Some(status), "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_path_is_survived(path: String) {
            let _ = Page::at(&format!("/{path}"));
            let _ = number(&path);
        }
    }
}
