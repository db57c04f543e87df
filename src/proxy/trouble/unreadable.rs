//! An answer that cannot be passed on, or broke off in its head: what stands there, and the cause that `diagnose` would
//! find in these very bytes.

use std::net::SocketAddr;

use hyper::Method;

use crate::observation::{HttpAnswer, HttpEnd, Purpose};
use crate::proxy::doctor;
use crate::proxy::trouble::Found;
use crate::target::{Route, Target};
use crate::text::{Lang, Text};
use crate::wire::excerpt::excerpt;
use crate::wire::http1::{Asked, Bounds, Breach, BreachKind, Reader, State};
use crate::wire::spoken::recognise;

/// How many characters of it are shown.
const SHOWN: usize = 80;

/// An answer, as it was read over again.
pub(crate) struct Unreadable<'a> {
    bytes: &'a [u8],
    reader: Reader,
    is_http: bool,
    /// Where the bytes begin that stand behind interim answers and are no answer.
    foreign: Option<usize>,
}

impl<'a> Unreadable<'a> {
    /// The answer to a request of `method` that begins with `bytes`.
    pub(crate) fn new(bytes: &'a [u8], method: &Method) -> Unreadable<'a> {
        let mut reader = Reader::new(Asked::of(method.as_str()), Bounds::default());
        let state = reader.feed(bytes, &mut |_| {});
        let is_foreign = state == State::NotHttp && !reader.interim().is_empty();
        let last = reader.breaches().iter().rfind(|breach| breach.kind == BreachKind::NoStatusLine);
        let foreign = last.filter(|_| is_foreign).and_then(|breach| usize::try_from(breach.at).ok());
        Unreadable { bytes, reader, is_http: state != State::NotHttp || is_foreign, foreign }
    }

    /// The same, where that is all that came.
    pub(crate) fn whole(bytes: &'a [u8], method: &Method) -> Unreadable<'a> {
        let mut read = Unreadable::new(bytes, method);
        read.reader.closed(true);
        read
    }

    /// True where some of it came, and it is HTTP as far as it did.
    pub(crate) fn is_begun(&self) -> bool {
        !self.bytes.is_empty() && self.is_http
    }

    /// How far it came, in bytes, and the status of the interim answer that was all of it, if that.
    pub(crate) fn came(&self) -> (usize, Option<u16>) {
        let interim = self.reader.interim().last().filter(|_| self.reader.head().is_none());
        (self.bytes.len(), interim.map(|interim| interim.head.status))
    }

    /// Its breaches. Why what is behind an interim answer is none is told by that answer, where it has a length.
    fn breaches(&self) -> Vec<Breach> {
        let all = self.reader.breaches();
        let is_why = |breach: &Breach| breach.kind == BreachKind::LengthWithoutRight;
        match self.foreign.is_some() && all.iter().any(is_why) {
            true => all.iter().filter(|breach| is_why(breach)).cloned().collect(),
            false => all.to_vec(),
        }
    }

    /// What is wrong with it, in a few words; nothing where nothing came.
    pub(crate) fn tell(&self) -> Option<Text> {
        if self.bytes.is_empty() {
            return None;
        }
        if let (true, Some(breach)) = (self.is_http, self.breaches().last()) {
            let (kind, detail) = (breach.kind.tell(), &breach.detail);
            if let Some(rest) = self.foreign.and_then(|at| self.bytes.get(at..)) {
                let (kind, first) = (kind.get(Lang::Zh), excerpt(rest, SHOWN));
                let en = breach.kind.tell();
                let en = if breach.kind == BreachKind::NoStatusLine { "" } else { en.get(Lang::En) };
                let joint = if en.is_empty() { "" } else { ", and " };
                return Some(Text::new(
                    format!("{en}{joint}what stands behind an interim answer (1xx) begins with `{first}`"),
                    format!("{kind}；中间应答（1xx）之后的内容以“{first}”开头"),
                ));
            }
            let shown = if detail.is_empty() { String::new() } else { format!(" (`{detail}`)") };
            return Some(Text::new(
                format!("{}{shown}", kind.get(Lang::En)),
                format!("{}{}", kind.get(Lang::Zh), shown.replace(" (", "（").replace(')', "）")),
            ));
        }
        let first = excerpt(self.bytes, SHOWN);
        Some(match recognise(self.bytes).filter(|_| !self.is_http) {
            Some((spoken, product)) => {
                let name = spoken.name();
                let product = product.map(|product| format!(" ({product})")).unwrap_or_default();
                Text::new(
                    format!("it speaks {name}{product}; its first bytes are `{first}`"),
                    format!("它使用的是 {name}{product}；开头是“{first}”"),
                )
            }
            None => Text::new(format!("its first bytes are `{first}`"), format!("开头是“{first}”")),
        })
    }

    /// What the causes that `diagnose` knows make of it, as the answer of the machine at `at` to what was asked of `target`.
    pub(crate) fn cause(&self, target: Target, at: SocketAddr) -> Option<(Found, Option<Text>)> {
        let ended = if self.is_http { HttpEnd::Broken } else { HttpEnd::NotHttp };
        let head = self.reader.head();
        let answer = HttpAnswer {
            address: at.ip(),
            port: at.port(),
            purpose: Purpose::Asked,
            host: target.host.to_string(),
            path: "/".to_owned(),
            ended,
            status: head.map(|head| head.status),
            location: None,
            tls: target.service == crate::target::Service::Https,
            via: match &target.route {
                Route::Direct => None,
                Route::Via(proxy) => Some(proxy.to_string()),
            },
            reason: head.map(|head| head.reason.clone()),
            server: head.and_then(|head| head.field("server")).map(str::to_owned),
            spoken: recognise(self.bytes).filter(|_| !self.is_http).map(|(spoken, _)| spoken),
            excerpt: (!self.is_http).then(|| excerpt(self.bytes, 200)),
            irregular: self.breaches(),
            missed: Vec::new(),
            is_expected: false,
            unfinished: false,
        };
        doctor::of_fact(target, answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> (String, Option<String>) {
        let answer = Unreadable::new(bytes, &Method::GET);
        let target: Target = "http://192.0.2.9/".parse().expect("a target");
        let cause = answer.cause(target, SocketAddr::from(([192, 0, 2, 9], 80)));
        let text = answer.tell().map(|text| text.get(Lang::En).to_owned()).unwrap_or_default();
        (text, cause.map(|(found, _)| found.cause))
    }

    #[test]
    fn what_stands_there_is_told_and_judged() {
        let mismatch = || Some("protocol.mismatch".to_owned());
        let malformed = || Some("protocol.http-malformed".to_owned());
        let (text, cause) = told(b"SSH-2.0-OpenSSH_9.6\r\n");
        assert!(text.starts_with("it speaks SSH") && text.contains("`SSH-2.0-OpenSSH_9.6"), "{text}");
        assert_eq!(cause, mismatch());
        assert_eq!(told(b"\x01\x02rubbish"), ("its first bytes are `\\u{1}\\u{2}rubbish`".to_owned(), mismatch()));
        let (text, cause) = told(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx");
        assert!(text.starts_with("Content-Length is given with different values"), "{text}");
        assert_eq!(cause, malformed());
        let (text, cause) = told(b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n");
        assert!(text.starts_with("a field value is folded"), "{text}");
        assert_eq!(cause, malformed());
    }

    #[test]
    fn what_stands_behind_an_interim_answer_is_not_called_no_http() {
        let malformed = Some("protocol.http-malformed".to_owned());
        let (text, cause) = told(b"HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n\r\n");
        assert!(text.starts_with("Content-Length or Transfer-Encoding in an answer that may have none"), "{text}");
        assert!(
            text.ends_with("behind an interim answer (1xx) begins with `helloHTTP/1.1 200 OK\\r\\n\\r\\n`"),
            "{text}"
        );
        assert_eq!(cause, malformed);
        let (text, cause) = told(b"HTTP/1.1 103 Early Hints\r\n\r\nrubbish");
        assert_eq!(
            (text.as_str(), cause),
            ("what stands behind an interim answer (1xx) begins with `rubbish`", malformed)
        );
    }

    #[test]
    fn what_breaks_off_in_its_head_is_an_answer_that_breaks_off() {
        for (bytes, came) in [
            (&b"HTTP/1.1 200 OK\r\nX: "[..], (20, None)),
            (b"HT", (2, None)),
            (b"HTTP/1.1 103 Early Hints\r\n\r\n", (28, Some(103))),
        ] {
            let read = Unreadable::whole(bytes, &Method::GET);
            assert!(read.is_begun(), "{bytes:?}");
            assert_eq!(read.came(), came);
            let target: Target = "http://192.0.2.9/".parse().expect("a target");
            let (found, _) = read.cause(target, SocketAddr::from(([192, 0, 2, 9], 80))).expect("a cause");
            assert_eq!(found.cause, "protocol.http-malformed");
            assert!(found.summary.get(Lang::En).contains("the connection ends within the head"), "{found:?}");
        }
        assert!(
            !Unreadable::whole(b"", &Method::GET).is_begun() && !Unreadable::whole(b"SSH-", &Method::GET).is_begun()
        );
    }

    proptest::proptest! {
        #[test]
        fn any_answer_is_told_within_bounds(bytes: Vec<u8>) {
            let (text, _) = told(&bytes);
            proptest::prop_assert!(text.chars().count() < 600);
        }
    }
}
