//! An answer that cannot be passed on: what stands there, and the cause that `diagnose` would find in these very bytes.

use std::net::SocketAddr;

use hyper::Method;

use crate::observation::{HttpAnswer, HttpEnd, Purpose, Seen};
use crate::proxy::doctor;
use crate::proxy::trouble::Found;
use crate::target::Target;
use crate::text::{Lang, Text};
use crate::wire::excerpt::excerpt;
use crate::wire::http1::{Asked, Bounds, Reader, State};
use crate::wire::spoken::recognise;

/// How many characters of it are shown.
const SHOWN: usize = 80;

/// An answer, as it was read over again.
pub(crate) struct Unreadable<'a> {
    bytes: &'a [u8],
    reader: Reader,
    is_http: bool,
}

impl<'a> Unreadable<'a> {
    /// The answer to a request of `method` that begins with `bytes`.
    pub(crate) fn new(bytes: &'a [u8], method: &Method) -> Unreadable<'a> {
        let mut reader = Reader::new(Asked::of(method.as_str()), Bounds::default());
        let state = reader.feed(bytes, &mut |_| {});
        Unreadable { bytes, reader, is_http: state != State::NotHttp }
    }

    /// What is wrong with it, in a few words; nothing where nothing came.
    pub(crate) fn tell(&self) -> Option<Text> {
        if self.bytes.is_empty() {
            return None;
        }
        if let (true, Some(breach)) = (self.is_http, self.reader.breaches().last()) {
            let (kind, detail) = (breach.kind.tell(), &breach.detail);
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
            via: None,
            reason: head.map(|head| head.reason.clone()),
            server: head.and_then(|head| head.field("server")).map(str::to_owned),
            spoken: recognise(self.bytes).filter(|_| !self.is_http).map(|(spoken, _)| spoken),
            excerpt: (!self.is_http).then(|| excerpt(self.bytes, 200)),
            irregular: self.reader.breaches().to_vec(),
            missed: Vec::new(),
            is_expected: false,
            unfinished: false,
        };
        let mut seen = Seen::new();
        seen.add(0.0, 0, answer);
        doctor::read(&crate::diagnose::conclude(target, seen, jiff::Timestamp::now().to_string(), 0.0, false))
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

    proptest::proptest! {
        #[test]
        fn any_answer_is_told_within_bounds(bytes: Vec<u8>) {
            let (text, _) = told(&bytes);
            proptest::prop_assert!(text.chars().count() < 600);
        }
    }
}
