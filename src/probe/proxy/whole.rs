//! Asks an HTTP proxy for a page by its whole URL (RFC 9112 section 3.2.2), as programs do for plain `http`: a tunnel to
//! port 80 is often forbidden where such a request is not.

use std::net::SocketAddr;

use tokio::time::Instant;

use crate::observation::{Clock, Handshake, HttpAnswer, HttpEnd, ProxyAnswer, ProxyEnd, ProxyWay};
use crate::probe::ask_http::{Heard, ask_and_hear};
use crate::probe::proxy::connect::basic;
use crate::probe::proxy::pass::{not_shaken, shake};
use crate::probe::proxy::{Asked, Passage, judge};
use crate::probe::{HttpQuestion, Stream};
use crate::target::{ProxyScheme, Target};
use crate::wire::proxy_signs::Signs;

/// What came of it.
pub struct Paged {
    /// What the proxy answered for itself: that it opened the way, where the target's own answer came.
    pub answer: ProxyAnswer,
    /// The handshake with the proxy itself, where it is spoken to over TLS.
    pub handshake: Option<Handshake>,
    /// The target's answer, where it came.
    pub page: Option<HttpAnswer>,
    /// The time that the target says it is.
    pub clock: Option<Clock>,
}

/// Asks over `stream`, which leads to the HTTP proxy at `at`, for the page of `target`, without its body, by `deadline`.
pub async fn whole(stream: Stream, at: SocketAddr, passage: &Passage<'_>, target: &Target, deadline: Instant) -> Paged {
    let began = Instant::now();
    let path = target.path.clone().unwrap_or_else(|| "/".to_owned());
    let (host, shown) = (target.authority(), path.split('?').next().unwrap_or_default().to_owned());
    let mut answer =
        ProxyAnswer { way: ProxyWay::AbsoluteForm, asked_for: format!("http://{host}{shown}"), ..passage.blank(at) };
    let (stream, handshake) = match passage.proxy.scheme {
        ProxyScheme::Https => {
            let (seen, inner) = shake(stream, at, passage, deadline).await;
            if !seen.is_trusted() {
                not_shaken(&seen, &mut answer);
            }
            (inner.filter(|_| seen.is_trusted()), Some(seen))
        }
        _ => (Some(stream), None),
    };
    let Some(stream) = stream else { return Paged { answer, handshake, page: None, clock: None } };
    answer.login_given = passage.proxy.login.is_some();
    let login = passage.proxy.login.as_ref().map(|login| format!("Proxy-Authorization: {}\r\n", basic(login)));
    let question = HttpQuestion {
        method: "HEAD",
        host,
        path: format!("http://{}{path}", target.authority()),
        purpose: passage.purpose,
    };
    let way = (at, Some(passage.proxy.to_string()));
    let tls = passage.proxy.scheme == ProxyScheme::Https;
    let heard = ask_and_hear(stream, tls, way, &question, &login.unwrap_or_default(), deadline).await;
    answer.took_ms = Some(began.elapsed().as_secs_f64() * 1000.0);
    let (answer, is_target) = end(answer, &heard, passage, at);
    let page = is_target.then_some(HttpAnswer { path: shown, tls: false, ..heard.answer });
    Paged { answer, handshake, page, clock: heard.clock.filter(|_| is_target) }
}

/// How it ended; true beside it where the target's own answer came.
fn end(answer: ProxyAnswer, heard: &Heard, passage: &Passage<'_>, at: SocketAddr) -> (ProxyAnswer, bool) {
    let said = |ended| (ProxyAnswer { ended, ..answer.clone() }, false);
    match (heard.answer.ended, &heard.head) {
        (HttpEnd::Answered | HttpEnd::Broken, Some(head)) => {
            let asked = Asked {
                proxy: passage.proxy,
                from: passage.from,
                at,
                purpose: passage.purpose,
                url: &answer.asked_for,
                login_given: answer.login_given,
                took_ms: answer.took_ms,
            };
            match judge(&asked, head, &heard.body) {
                Some(own) => (own, false),
                None => {
                    let via = Signs::read(head).via;
                    (ProxyAnswer { ended: ProxyEnd::Opened, via, status: Some(head.status), ..answer }, true)
                }
            }
        }
        (HttpEnd::Answered | HttpEnd::Broken | HttpEnd::NotHttp, _) => {
            let (spoken, excerpt) = (heard.answer.spoken, heard.answer.excerpt.clone());
            (ProxyAnswer { ended: ProxyEnd::WrongProtocol, spoken, excerpt, ..answer }, false)
        }
        (HttpEnd::Reset, _) => said(ProxyEnd::Reset),
        (HttpEnd::Closed, _) => said(ProxyEnd::Closed),
        (HttpEnd::Silent | HttpEnd::Slow, _) => said(ProxyEnd::Silent),
    }
}
