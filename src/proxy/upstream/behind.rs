//! What is told where the proxy behind (`--upstream`) fails: that it is that one, its cause, and what to do. Who asks, and
//! where it wanted to go, are not to blame.

use std::net::SocketAddr;

use hyper::http::response;

use crate::observation::{ProxyAnswer, ProxyEnd, ProxyFault, ProxySource, Purpose};
use crate::probe::proxy;
use crate::proxy::trouble::{Found, Kind, Trouble};
use crate::target::Proxy;
use crate::text::{Lang, Text};
use crate::wire::http1::Head;

/// Statuses by which web servers say that they do not know CONNECT.
const NOT_FOR_ME: [u16; 6] = [400, 404, 405, 421, 426, 501];

/// A cause of the family `proxy`, as `docs/causes.md` tells it.
type Cause = &'static str;
const UNREACHABLE: Cause = "proxy.unreachable";
const LOGIN: Cause = "proxy.login-required";
const DENIED: Cause = "proxy.denied";
const OTHER: Cause = "proxy.wrong-protocol";
const FAILED: Cause = "proxy.target-failed";

/// That it cannot be reached, where `trouble` is that of connecting to it; with the cause of that, if one was found.
pub(crate) fn unreachable(proxy: &Proxy, trouble: Trouble) -> Trouble {
    let (en, zh) = (trouble.sentence.get(Lang::En), trouble.sentence.get(Lang::Zh));
    let told = said(proxy, &format!("cannot be reached: {en}"), &format!("无法连接：{zh}"));
    let mut told = told_of(proxy, trouble.kind, UNREACHABLE, told);
    if matches!(trouble.kind, Kind::Loop | Kind::AddressForbidden | Kind::Internal) {
        // It was not tried.
        told.found = None;
        return told;
    }
    if let Some(Found { cause, summary }) = trouble.found {
        let (en, zh) = (summary.get(Lang::En), summary.get(Lang::Zh));
        let summary = said(proxy, &format!("cannot be reached ({cause}): {en}"), &format!("无法连接（{cause}）：{zh}"));
        told.sentence = summary.clone();
        told.found = Some(Found { cause: UNREACHABLE.to_owned(), summary });
    }
    let mend = Text::new(
        format!("See that --upstream names the right address and port ({proxy}), and that the proxy there runs."),
        format!("检查 --upstream 的地址和端口是否正确（{proxy}），以及那里的代理是否在运行。"),
    );
    told.with_mend(match trouble.mend {
        None => mend,
        Some(more) => Text::new(
            format!("{} {}", mend.get(Lang::En), more.get(Lang::En)),
            format!("{}{}", mend.get(Lang::Zh), more.get(Lang::Zh)),
        ),
    })
}

/// That TLS with it fails.
pub(crate) fn no_tls(proxy: &Proxy, seen: &Text) -> Trouble {
    let (en, zh) = (seen.get(Lang::En), seen.get(Lang::Zh));
    let told = said(proxy, &format!("cannot be reached over TLS: {en}"), &format!("无法建立 TLS：{zh}"));
    told_of(proxy, Kind::Tls, UNREACHABLE, told)
}

/// What its answer to a request for passage says, where that is no passage. `speaks` is true where it has shown since that
/// it is a proxy of its kind.
pub(crate) fn refusal(proxy: &Proxy, answer: &ProxyAnswer, speaks: bool) -> Trouble {
    Trouble { received: answer.status, ..refused(proxy, answer, speaks) }
}

fn refused(proxy: &Proxy, answer: &ProxyAnswer, speaks: bool) -> Trouble {
    let (to, code) = (&answer.asked_for, code(answer));
    let scheme = proxy.scheme.name();
    let says_circle = |told: &crate::observation::ProxyStatus| told.error.as_deref() == Some("proxy_loop_detected");
    if answer.status == Some(508) || answer.proxy_status.iter().any(says_circle) {
        return circle(proxy, to, &code);
    }
    let (kind, cause, en, zh) = match answer.ended {
        ProxyEnd::LoginRequired => return login_wanted(proxy, &answer.login_ways, &code),
        ProxyEnd::OtherError if answer.status.is_some_and(|status| NOT_FOR_ME.contains(&status)) => {
            (Kind::Upstream, OTHER, web_server(&code).0, web_server(&code).1)
        }
        ProxyEnd::Denied | ProxyEnd::OtherError
            if answer.ended == ProxyEnd::Denied || answer.status.is_some_and(|status| status < 500) =>
        {
            // A status that says neither that it forbids nor that it failed is not made one of them.
            let kind = if answer.ended == ProxyEnd::Denied { Kind::PassageDenied } else { Kind::Upstream };
            (kind, DENIED, format!("does not let {to} through{code}"), format!("不放行 {to}{code}"))
        }
        ProxyEnd::Opened | ProxyEnd::Denied | ProxyEnd::TargetFailed | ProxyEnd::OtherError => {
            let (why, why_zh) = match answer.fault().map(ProxyFault::tell) {
                Some(why) => (format!(": {}", why.get(Lang::En)), format!("：{}", why.get(Lang::Zh))),
                None => (String::new(), String::new()),
            };
            let kind = match answer.fault() {
                Some(ProxyFault::Refused) => Kind::Refused,
                Some(ProxyFault::TimedOut) => Kind::ConnectTimeout,
                Some(ProxyFault::Unreachable) => Kind::Unroutable,
                Some(ProxyFault::NameUnknown) => Kind::NameUnknown,
                _ => Kind::Upstream,
            };
            (kind, FAILED, format!("could not reach {to}{code}{why}"), format!("无法连接 {to}{code}{why_zh}"))
        }
        ProxyEnd::WrongProtocol if answer.status.is_some() => {
            (Kind::Upstream, OTHER, web_server(&code).0, web_server(&code).1)
        }
        ProxyEnd::WrongProtocol => {
            let (by, by_zh) = match answer.spoken {
                Some(spoken) => {
                    (format!(": it answers in {}", spoken.name()), format!("：它以 {} 应答", spoken.name()))
                }
                None => (String::new(), String::new()),
            };
            (Kind::Upstream, OTHER, format!("is no {scheme} proxy{by}"), format!("不是 {scheme} 代理{by_zh}"))
        }
        ProxyEnd::TlsFailed => {
            (Kind::Tls, UNREACHABLE, "cannot be reached: TLS with it fails".to_owned(), "无法建立 TLS".to_owned())
        }
        ProxyEnd::Silent => return late(proxy, to, Kind::ConnectTimeout, speaks),
        ProxyEnd::Reset => return mute(proxy, to, Kind::Upstream, ("resets the connection", "重置了连接"), speaks),
        ProxyEnd::Closed => return mute(proxy, to, Kind::Upstream, ("closes the connection", "关闭了连接"), speaks),
        ProxyEnd::NotPossible => {
            let told = said(
                proxy,
                &format!("cannot be asked for {to} by {scheme}, which takes addresses that are known here"),
                &format!("无法以 {scheme} 请求 {to}：它只接受本机已知的地址"),
            );
            return Trouble { found: None, ..told_of(proxy, Kind::NameUnknown, OTHER, told) };
        }
    };
    told_of(proxy, kind, cause, said(proxy, &en, &zh))
}

/// That it gives no answer at all to a request for `to`: `en` and `zh` say what it does instead; `speaks` is true where it
/// has shown that it is a proxy of its kind.
pub(crate) fn mute(proxy: &Proxy, to: &str, kind: Kind, (en, zh): (&str, &str), speaks: bool) -> Trouble {
    let scheme = proxy.scheme.name();
    if speaks {
        let told = said(
            proxy,
            &format!("opens, and {en} when asked for {to}: {to} may do that, or the way there"),
            &format!("可以连接，但在请求 {to} 时{zh}：可能是 {to} 或到那里的通路所致"),
        );
        return told_of(proxy, kind, FAILED, told);
    }
    let told = said(
        proxy,
        &format!(
            "opens, and {en} when asked for {to}: it may be no {scheme} proxy, or keep this machine out, or {to} may do that"
        ),
        &format!("可以连接，但在请求 {to} 时{zh}：它可能不是 {scheme} 代理，或不接受本机，也可能是 {to} 所致"),
    );
    told_of(proxy, kind, OTHER, told)
}

/// That what comes through it for `to` begins as HTTP does, and is none that can be read: it passes on what it gets, or not.
pub(crate) fn malformed(proxy: &Proxy, to: &str, en: &str, zh: &str) -> Trouble {
    let told = said(
        proxy,
        &format!("hands on an answer that is not HTTP as it must be: {en}; it is that of {to}, or its own"),
        &format!("转来的应答不是合格的 HTTP：{zh}；它可能来自 {to}，也可能是代理自己的"),
    );
    told_of(proxy, Kind::Protocol, FAILED, told)
}

/// That the way to `to` through it leads back here: it says so with `code`, or too many are in the making.
pub(crate) fn circle(proxy: &Proxy, to: &str, code: &str) -> Trouble {
    let told = match code.is_empty() {
        false => said(
            proxy,
            &format!("does not open the way to {to}, which goes round in circles{code}"),
            &format!("没有打开到 {to} 的通路：它在循环转发{code}"),
        ),
        true => said(
            proxy,
            &format!("seems to lead back here: too many ways to {to} wait for it at once, each asked for from there"),
            &format!("似乎又连回本代理：到 {to} 的请求过多，都在等待它，且都来自那里"),
        ),
    };
    let mend = Text::fixed(
        "See that the proxy of --upstream does not use this one as its own proxy.",
        "检查 --upstream 的代理是否又把本代理用作它的上级代理。",
    );
    Trouble { found: None, ..told_of(proxy, Kind::Loop, FAILED, told) }.with_mend(mend)
}

/// That its answer comes in a transfer coding that nobody asked for.
pub(crate) fn coded(proxy: &Proxy, coding: &str) -> Trouble {
    let told = said(
        proxy,
        &format!("answers in the transfer coding `{coding}`, which nobody asked for and this proxy cannot undo"),
        &format!("以传输编码“{coding}”应答，没有人请求过它，本代理也无法解码"),
    );
    told_of(proxy, Kind::TransferCoding, FAILED, told)
}

/// That its answer to a request for `to` breaks off before it is one: `told` says how.
pub(crate) fn broke_off(proxy: &Proxy, to: &str, told: &Text) -> Trouble {
    let (en, zh) = (told.get(Lang::En), told.get(Lang::Zh));
    let told = said(proxy, &format!("was asked for {to}: it {en}"), &format!("在被请求 {to} 时，{zh}"));
    told_of(proxy, Kind::Incomplete, FAILED, told)
}

/// That it gives no answer in time; `speaks` is true where it has shown since that it is a proxy of its kind.
pub(crate) fn late(proxy: &Proxy, to: &str, kind: Kind, speaks: bool) -> Trouble {
    if !speaks {
        return mute(proxy, to, kind, ("does not answer", "不作应答"), false);
    }
    let told = said(
        proxy,
        &format!("is there, and did not come back from {to} in time"),
        &format!("在线，但未能及时从 {to} 得到结果"),
    );
    told_of(proxy, kind, FAILED, told)
}

/// That what it answers is no HTTP.
pub(crate) fn no_http(proxy: &Proxy, en: &str, zh: &str) -> Trouble {
    let scheme = proxy.scheme.name();
    let told = said(
        proxy,
        &format!("is no {scheme} proxy: it answers, but not as HTTP does: {en}"),
        &format!("不是 {scheme} 代理：它有应答，但不是 HTTP：{zh}"),
    );
    told_of(proxy, Kind::Protocol, OTHER, told)
}

/// What an answer to a request with the whole URL tells where it is its own: it is for the login, or an error. Nothing where
/// the answer is that of whoever was asked for, or may be.
pub(crate) fn own_answer(proxy: &Proxy, at: SocketAddr, url: &str, parts: &response::Parts) -> Option<Trouble> {
    if parts.status.as_u16() < 400 {
        return None;
    }
    let asked = proxy::Asked {
        proxy,
        from: &ProxySource::Option,
        at,
        purpose: Purpose::Asked,
        url,
        login_given: proxy.login.is_some(),
        took_ms: None,
    };
    let answer = proxy::judge(&asked, &head(parts)?, b"").filter(|answer| !answer.unsure)?;
    Some(refusal(proxy, &answer, true))
}

/// The head as it came.
fn head(parts: &response::Parts) -> Option<Head> {
    let mut bytes = format!("HTTP/1.1 {}\r\n", parts.status).into_bytes();
    for (name, value) in &parts.headers {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend(b"\r\n");
    Head::parse(&bytes)
}

/// That it wants a login, or another one.
fn login_wanted(proxy: &Proxy, ways: &[String], code: &str) -> Trouble {
    let told = match proxy.login {
        None => said(
            proxy,
            &format!("asks for a login, and --upstream gives none{code}"),
            &format!("要求登录，而 --upstream 没有给出{code}"),
        ),
        Some(_) => said(
            proxy,
            &format!("wants another login than --upstream gives{code}"),
            &format!("要求与 --upstream 不同的登录{code}"),
        ),
    };
    let can_give =
        proxy.scheme.is_socks() || ways.is_empty() || ways.iter().any(|way| way.eq_ignore_ascii_case("basic"));
    let mend = match can_give {
        true => Text::fixed(
            "Give its login: --upstream SCHEME://USER:PASSWORD@HOST:PORT, with %40 for @ and %3A for : in them.",
            "给出它的登录：--upstream SCHEME://USER:PASSWORD@HOST:PORT，其中 @ 写作 %40，: 写作 %3A。",
        ),
        false => Text::new(
            format!("It takes logins by {} alone: put a helper such as cntlm or px between.", ways.join(", ")),
            format!("它只接受 {} 方式的登录：请在中间使用 cntlm、px 等辅助代理。", ways.join("、")),
        ),
    };
    told_of(proxy, Kind::Upstream, LOGIN, told).with_mend(mend)
}

fn web_server(code: &str) -> (String, String) {
    (
        format!("answers as an ordinary web server does, not as a proxy{code}"),
        format!("像普通网站服务器一样应答，而不是代理{code}"),
    )
}

/// The status or the reply, in brackets.
fn code(answer: &ProxyAnswer) -> String {
    match (answer.status, &answer.reason, answer.reply) {
        (Some(status), Some(reason), _) if !reason.is_empty() => format!(" ({status} {reason})"),
        (Some(status), _, _) => format!(" ({status})"),
        (None, _, Some(reply)) => format!(" (SOCKS reply {reply})"),
        (None, _, None) => String::new(),
    }
}

/// A sentence of which it is the subject.
fn said(proxy: &Proxy, en: &str, zh: &str) -> Text {
    Text::new(format!("the proxy behind, {proxy}, {en}"), format!("上级代理 {proxy} {zh}"))
}

fn told_of(proxy: &Proxy, kind: Kind, cause: Cause, told: Text) -> Trouble {
    let found = Found { cause: cause.to_owned(), summary: told.clone() };
    Trouble { found: Some(found), behind: Some(proxy.place()), ..Trouble::new(kind, told) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(login: &str, head: &str) -> Option<(String, String)> {
        let proxy: Proxy = format!("http://{login}p.test:3128").parse().expect("a proxy");
        let (status, fields) = head.split_once("; ").unwrap_or((head, ""));
        let mut answer = hyper::Response::builder().status(status);
        for field in fields.split("; ").filter(|field| !field.is_empty()) {
            let (name, value) = field.split_once(": ").expect(field);
            answer = answer.header(name, value);
        }
        let (parts, ()) = answer.body(()).expect("an answer").into_parts();
        let trouble = own_answer(&proxy, ([192, 0, 2, 1], 3128).into(), "http://x.test/a?b=secret", &parts)?;
        let sentence = trouble.sentence.get(Lang::En).to_owned();
        assert!(sentence.starts_with("the proxy behind, http://") && !sentence.contains("secret"), "{sentence}");
        assert_eq!(trouble.behind.as_deref(), Some("p.test:3128"));
        Some((trouble.word().to_owned(), sentence))
    }

    #[test]
    fn its_own_answers_are_told_from_those_that_it_passes_on() {
        let (cause, sentence) = told("", "407; Proxy-Authenticate: Basic realm=x").expect("a trouble");
        assert_eq!(cause, LOGIN);
        assert!(sentence.contains("asks for a login, and --upstream gives none (407"), "{sentence}");
        let (_, sentence) = told("u:secret@", "407; Proxy-Authenticate: Basic realm=x").expect("a trouble");
        assert!(sentence.contains("wants another login than --upstream gives (407"), "{sentence}");
        for (head, cause) in [
            ("403; Server: tinyproxy/1.11", Some(DENIED)),
            ("503; Server: squid/5.7; X-Squid-Error: ERR_DNS_FAIL 0; Via: 1.1 s (squid/5.7)", Some(FAILED)),
            ("500; Server: tinyproxy/1.11", Some(FAILED)),
            ("200; Via: 1.1 s (squid/5.7)", None),
            ("404; Via: 1.1 tinyproxy", None),
            ("502; Server: nginx", None),
        ] {
            assert_eq!(told("", head).map(|told| told.0), cause.map(str::to_owned), "{head}");
        }
    }

    #[test]
    fn what_is_found_of_it_is_never_told_of_another() {
        let proxy: Proxy = "http://127.0.0.1:1".parse().expect("a proxy");
        let plain = Trouble::new(Kind::Refused, Text::same("127.0.0.1:1 refuses the connection"));
        let found = Found { cause: "server.not-listening".to_owned(), summary: Text::same("Nothing listens.") };
        let trouble = unreachable(&proxy, Trouble { found: Some(found), ..plain.clone() });
        let wanted = "the proxy behind, http://127.0.0.1:1, cannot be reached (server.not-listening): Nothing listens.";
        assert_eq!((trouble.word(), trouble.summary().get(Lang::En)), (UNREACHABLE, wanted));
        assert_eq!(unreachable(&proxy, plain).word(), UNREACHABLE);
        let circle = unreachable(&proxy, Trouble::new(Kind::Loop, Text::same("itself")));
        assert_eq!(circle.word(), "proxy_loop_detected");
    }
}
