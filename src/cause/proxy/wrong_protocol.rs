//! `proxy.wrong-protocol`: what stands there does not speak as such a proxy does.

use crate::case::{Case, Known};
use crate::cause::proxy::said::{at, calls, code, setting, sure, url, used, with_choice, without};
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{FactId, ProxyAnswer, ProxyEnd, ProxyWay, Purpose, Spoken};
use crate::target::{Proxy, ProxyScheme};
use crate::text::Text;

/// SOCKS spoken to an HTTP proxy or the reverse, TLS to a plain one or the reverse, or no proxy at all.
pub(super) const CAUSE: Cause = Cause {
    id: "proxy.wrong-protocol",
    title: Text::fixed("the proxy speaks another protocol", "代理使用另一种协议"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let known = used(case)?;
    let (id, answer) = known.answer.as_ref()?;
    let works = known.others(Purpose::Again).find_map(|(id, other)| Some((id, proper(other, &known.proxy)?)));
    let own_page = known.answers_anything();
    let ((en, zh), code) = (calls(&known), code(answer));
    let scheme = known.proxy.scheme.name();
    let kind = if own_page.is_some() { Kind::WebServer } else { kind(answer)? };
    if matches!(kind, Kind::Mute(_)) && known.speaks().is_some() {
        return None;
    }
    let natural = match (&works, &kind) {
        (Some(_), _) | (None, Kind::Speaks(_)) => Confidence::Certain,
        (None, Kind::WebServer | Kind::Strange) => Confidence::Likely,
        (None, Kind::Unsigned | Kind::Mute(_)) => Confidence::Possible,
    };
    let (said, said_zh) = match (works, kind) {
        (Some((_, right)), _) => {
            let right = right.name();
            (format!("speaks {right}, not {scheme}"), format!("使用的是 {right}，不是 {scheme}"))
        }
        (None, Kind::Speaks(spoken)) => {
            let name = spoken.name();
            (
                format!("is no {scheme} proxy: it answers in {name}{code}"),
                format!("不是 {scheme} 代理：它以 {name} 应答{code}"),
            )
        }
        (None, Kind::WebServer) => (
            format!("answers as an ordinary web server does, not as a proxy{code}"),
            format!("像普通网站服务器一样应答，而不是代理{code}"),
        ),
        (None, Kind::Unsigned) => (
            format!("may be an ordinary web server: nothing in its answer{code} is of a proxy"),
            format!("可能是普通网站服务器：其应答{code}中没有代理的迹象"),
        ),
        (None, Kind::Strange) => {
            (format!("gives an answer that no {scheme} proxy gives{code}"), format!("的应答不像 {scheme} 代理{code}"))
        }
        (None, Kind::Mute(ended)) => {
            let (does, does_zh) = match ended {
                ProxyEnd::Silent => ("does not answer a request for the target", "对请求不作应答"),
                ProxyEnd::Reset => ("resets the connection when asked for the target", "收到请求即重置连接"),
                _ => ("closes the connection when asked for the target", "收到请求即关闭连接"),
            };
            (
                format!("opens, and {does}: it may be no {scheme} proxy, or keep this client out"),
                format!("可以连接，但{does_zh}：它可能不是 {scheme} 代理，或不接受本机"),
            )
        }
    };
    let summary = Text::new(format!("{en} {said}."), format!("{zh}{said_zh}。"));
    let finding =
        Finding::because(*id, sure(case, natural), at(&known), summary).and(works.map(|(id, _)| id)).and(own_page);
    let finding = with_choice(finding, &known);
    Some(remedies(finding, case, &known, works))
}

/// What is wrong with the way it answers.
enum Kind {
    /// It speaks this protocol.
    Speaks(Spoken),
    /// It answers HTTP, and does not know what it is asked.
    WebServer,
    /// It answers CONNECT with an error that web servers give as well, and nothing names a proxy.
    Unsigned,
    /// It is not understood.
    Strange,
    /// It says nothing at all.
    Mute(ProxyEnd),
}

/// Statuses by which servers say that they do not know CONNECT, or a URL of another host.
const NOT_FOR_ME: [u16; 6] = [400, 404, 405, 421, 426, 501];

fn kind(answer: &ProxyAnswer) -> Option<Kind> {
    match answer.ended {
        ProxyEnd::WrongProtocol if answer.spoken == Some(Spoken::Http) && answer.status.is_some() => {
            Some(Kind::WebServer)
        }
        ProxyEnd::WrongProtocol => Some(answer.spoken.map_or(Kind::Strange, Kind::Speaks)),
        ProxyEnd::OtherError if answer.status.is_some_and(|status| NOT_FOR_ME.contains(&status)) => {
            Some(Kind::WebServer)
        }
        ProxyEnd::Denied | ProxyEnd::TargetFailed if answer.unsure && answer.way == ProxyWay::Connect => {
            Some(Kind::Unsigned)
        }
        ProxyEnd::Closed | ProxyEnd::Reset | ProxyEnd::Silent => Some(Kind::Mute(answer.ended)),
        _ => None,
    }
}

/// The scheme that `other` was asked in, where it answered as a proxy of that scheme does.
fn proper(other: &ProxyAnswer, own: &Proxy) -> Option<ProxyScheme> {
    use ProxyEnd::{Denied, LoginRequired, Opened, TargetFailed};
    let is_proxy = matches!(other.ended, Opened | LoginRequired | Denied | TargetFailed)
        || other.ended == ProxyEnd::OtherError && other.reply.is_some();
    let scheme = other.proxy.parse::<Proxy>().ok()?.scheme;
    // A web server that forbids a strange method is no proxy for that.
    let odd = other.ended == Denied && matches!(other.way, ProxyWay::Connect | ProxyWay::AbsoluteForm);
    (is_proxy && !odd && !other.unsure && scheme != own.scheme).then_some(scheme)
}

fn remedies(finding: Finding, case: &Case, known: &Known, works: Option<(FactId, ProxyScheme)>) -> Finding {
    match works {
        Some((_, scheme)) => finding.remedy(
            Remedy::new("Name the proxy with the protocol that it speaks.", "按代理实际使用的协议书写地址。").command(
                setting(
                    case,
                    known,
                    &url(&known.proxy, scheme, if known.proxy.login.is_some() { "USER:PASSWORD@" } else { "" }),
                ),
            ),
        ),
        None => finding.remedy(Remedy::new(
            format!(
                "See which port of {} the proxy listens on, and what it speaks there (http, https, socks4 or socks5).",
                known.proxy.host
            ),
            format!("查明 {} 上代理监听的端口及其协议（http、https、socks4 或 socks5）。", known.proxy.host),
        )),
    }
    .remedy(without(case, known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::proxy::scene::{PROXY, about, answer, up};
    use crate::cause::scene::Scene;

    #[test]
    fn the_protocol_that_works_is_named() {
        let other = ProxyAnswer {
            proxy: "socks5h://192.0.2.3:3128".to_owned(),
            purpose: Purpose::Again,
            way: ProxyWay::Socks5h,
            ..answer(ProxyEnd::Opened, None)
        };
        let scene = Scene::of("example.org:443").via(PROXY).see_of(about(), up()).see(answer(ProxyEnd::Closed, None));
        assert_eq!(scene.told()[0], ("proxy.wrong-protocol".to_owned(), Confidence::Possible));
        let found = crate::cause::findings(&scene.see_of(about(), other).case());
        assert_eq!((found[0].cause.as_str(), found[0].confidence), ("proxy.wrong-protocol", Confidence::Certain));
        let command = found[0].remedies[0].command.as_deref();
        assert_eq!(command, Some("netwhy --proxy socks5h://192.0.2.3:3128 example.org:443"));
    }

    #[test]
    fn an_error_that_names_no_proxy_may_be_a_web_server_s() {
        for (ended, status, own) in
            [(ProxyEnd::Denied, 403, "proxy.denied"), (ProxyEnd::TargetFailed, 503, "proxy.target-failed")]
        {
            let told = |unsure| {
                let one = ProxyAnswer { unsure, ..answer(ended, Some(status)) };
                Scene::of("https://example.org").via(PROXY).see_of(about(), up()).see(one).told()
            };
            let maybe = ("proxy.wrong-protocol".to_owned(), Confidence::Possible);
            assert!(told(true).contains(&(own.to_owned(), Confidence::Likely)), "{:?}", told(true));
            assert!(told(true).contains(&maybe) && !told(false).contains(&maybe), "{:?}", told(true));
        }
    }

    #[test]
    fn a_server_that_does_not_know_connect_is_likely_no_proxy() {
        let scene = Scene::of("example.org:443").via(PROXY).see_of(about(), up());
        let told = scene.see(answer(ProxyEnd::OtherError, Some(405))).told();
        assert_eq!(told[0], ("proxy.wrong-protocol".to_owned(), Confidence::Likely));
    }
}
