//! Asks an HTTP proxy for a tunnel (CONNECT, RFC 9110 section 9.3.6).

use crate::observation::{ProxyAnswer, ProxyEnd};
use crate::probe::Stream;
use crate::probe::ahead::Ahead;
use crate::probe::proxy::answered;
use crate::probe::proxy::ear::Ear;
use crate::target::Login;
use crate::wire::excerpt::excerpt;
use crate::wire::http1::{Asked, Bounds, Reader, State};
use crate::wire::proxy_page;
use crate::wire::proxy_signs::Signs;
use crate::wire::spoken;

/// A proxy's answers are small: heads of more bytes together than this are not read to their end.
const BOUNDS: Bounds = Bounds { absurd: 16 * 1024, most: 32 * 1024, interim: 8, chunk_line: 1024 };

/// Asks for `place` (`HOST:PORT`) and writes into `answer` what comes of it; the tunnel where it is open.
pub(super) async fn tunnel(
    mut ear: Ear,
    place: &str,
    login: Option<&Login>,
    fields: &[(String, String)],
    answer: &mut ProxyAnswer,
) -> Option<Stream> {
    let unsaid = ear.say(&request(place, login, fields)).await;
    let mut reader = Reader::new(Asked::of("CONNECT"), BOUNDS);
    let (mut heard, mut page) = (Vec::new(), Vec::new());
    // Until the head is whole, and then what comes of a page without much waiting.
    let end = loop {
        let before = heard.len();
        let came = match reader.is_head_whole() {
            false => ear.hear(&mut heard).await,
            true => ear.hear_rest(&mut heard).await,
        };
        let state = match came {
            Ok(_) => reader.feed(&heard[before..], &mut |bytes| page.extend_from_slice(bytes)),
            Err(ended) => break Err(ended),
        };
        match state {
            State::Done { rest } => break Ok(rest),
            State::NeedMore if page.len() < proxy_page::MOST => {}
            _ => break Ok(0),
        }
    };
    let Some(head) = reader.head().filter(|_| reader.is_head_whole()) else {
        answer.ended = match end {
            Err(ended) if heard.is_empty() => unsaid.unwrap_or(ended),
            // The beginning of a head, and then no more.
            Err(ended) if reader.closed(false) == State::Cut => ended,
            _ => ProxyEnd::WrongProtocol,
        };
        if !heard.is_empty() {
            answer.spoken = spoken::recognise(&heard).map(|(spoken, _)| spoken);
            answer.excerpt = Some(excerpt(&heard, 200));
        }
        return None;
    };
    let signs = Signs::read(head);
    answered::note(answer, head, &signs, &page);
    (answer.ended, answer.spoken) = answered::tunnel_end(head, &signs, answer.excerpt.as_deref());
    answer.unsure = answered::is_unsure(head, &signs);
    if answer.ended != ProxyEnd::Opened {
        return None;
    }
    // The target may have spoken already.
    let first = heard.split_off(heard.len() - end.unwrap_or(0).min(heard.len()));
    Some(if first.is_empty() { ear.stream } else { Box::new(Ahead { first, inner: ear.stream }) })
}

fn request(place: &str, login: Option<&Login>, fields: &[(String, String)]) -> Vec<u8> {
    let mut all = vec![("Host".to_owned(), place.to_owned()), ("User-Agent".to_owned(), "netwhy".to_owned())];
    all.extend(login.map(|login| ("Proxy-Authorization".to_owned(), basic(login))));
    // What the user gives goes before what is sent by itself.
    let is_given = |name: &str| fields.iter().any(|field| field.0.eq_ignore_ascii_case(name));
    all.retain(|(name, _)| !is_given(name));
    all.extend(fields.iter().filter(|(name, value)| !format!("{name}{value}").contains(['\r', '\n', '\0'])).cloned());
    let mut request = format!("CONNECT {place} HTTP/1.1\r\n");
    for (name, value) in all {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    request.into_bytes()
}

/// The value of `Proxy-Authorization` (RFC 7617 section 2).
pub(super) fn basic(login: &Login) -> String {
    let pair = format!("{}:{}", login.user, login.password);
    format!("Basic {}", data_encoding::BASE64.encode(pair.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_fields_go_before_and_break_no_line() {
        let login = Login { user: "Aladdin".to_owned(), password: "open sesame".to_owned() };
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = [field("user-agent", "other"), field("X-Bad", "a\r\nX-Worse: b")];
        let text = String::from_utf8(request("x.test:443", Some(&login), &fields)).expect("text");
        assert_eq!(
            text,
            "CONNECT x.test:443 HTTP/1.1\r\nHost: x.test:443\r\n\
             Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\nuser-agent: other\r\n\r\n"
        );
    }
}
