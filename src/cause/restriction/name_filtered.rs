//! `restriction.name-filtered`: the connection is cut once the host's name is seen in it.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{FactId, Handshake, HandshakeEnd, HttpAnswer, HttpEnd, Purpose};
use crate::text::Text;

/// TCP opens; the request that names the host is cut, and the same request with another name is answered.
pub(super) const CAUSE: Cause = Cause {
    id: "restriction.name-filtered",
    title: Text::fixed("connections that name this host are cut", "提及该主机名的连接会被切断"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let name = case.target.host.name()?;
    // Nothing lies between this machine and itself.
    by_host(case, name).or_else(|| by_server_name(case))
}

/// The name stands in the `Host` field of a plain HTTP request.
fn by_host(case: &Case, name: &str) -> Option<Finding> {
    let answers = || case.seen.each::<HttpAnswer>().filter(|(_, a)| a.purpose != Purpose::Control && !a.tls);
    let named_so = |a: &HttpAnswer| a.host.split(':').next() == Some(name);
    let cut = |a: &HttpAnswer| matches!(a.ended, HttpEnd::Reset | HttpEnd::Closed | HttpEnd::Silent);
    let (id, named) = answers().find(|(_, a)| named_so(a) && cut(a) && !case.is_own(a.address))?;
    let again: Vec<_> = answers()
        .filter(|(again, a)| *again != id && a.purpose == Purpose::Again && a.address == named.address && named_so(a))
        .map(|(id, a)| (id, cut(a)))
        .collect();
    let sure = sure(&again)?;
    let (other_id, other) =
        answers().find(|(_, a)| a.address == named.address && !named_so(a) && a.ended == HttpEnd::Answered)?;
    let (how, how_zh) = match named.ended {
        HttpEnd::Reset => RESET,
        HttpEnd::Closed => CLOSED,
        _ => SILENT,
    };
    let summary = Text::new(
        format!(
            "The connection to {} opens, but is {how} as soon as a request names {name}; the same request naming {} is answered: something filters by name.",
            named.address, other.host
        ),
        format!(
            "到 {} 的连接可以建立，但请求中一出现 {name} 就{how_zh}；同样的请求改用 {} 则有应答：有设备按名称过滤。",
            named.address, other.host
        ),
    );
    let elsewhere =
        Remedy::new("Try https, another network, a VPN, or a proxy.", "改用 https、换一个网络、使用 VPN 或代理。");
    let elsewhere = elsewhere.command(format!("netwhy https://{name}"));
    Some(found(sure, id, other_id, summary, elsewhere).and(again.iter().map(|(id, _)| *id)))
}

/// The name stands in the hello of a TLS handshake (SNI, RFC 6066 section 3), which is sent in the open.
fn by_server_name(case: &Case) -> Option<Finding> {
    case.handshakes().find_map(|(id, named)| {
        let name = named.server_name.as_deref()?;
        let (how, how_zh) = match named.ended {
            HandshakeEnd::Reset => RESET,
            HandshakeEnd::Closed => CLOSED,
            HandshakeEnd::Silent => SILENT,
            _ => return None,
        };
        if case.is_own(named.address) {
            return None;
        }
        let is_cut =
            |one: &Handshake| matches!(one.ended, HandshakeEnd::Reset | HandshakeEnd::Closed | HandshakeEnd::Silent);
        // An older hello, answered or not, is of another kind.
        let own = |one: &Handshake| one.server_name.as_deref() == Some(name) && one.ended != HandshakeEnd::Answered;
        // An alert is an answer, too: of a server that does not know the other name.
        let answered = |one: &Handshake| matches!(one.ended, HandshakeEnd::Done | HandshakeEnd::Alert);
        let mut others = case.further_handshakes(named);
        let (other_id, other) = others.find(|(_, one)| one.server_name.as_deref() != Some(name) && answered(one))?;
        let (with, with_zh) = match &other.server_name {
            Some(other) => (format!("one that names {other}"), format!("改用 {other}")),
            None => ("one that names nobody".to_owned(), "不带名称".to_owned()),
        };
        let summary = Text::new(
            format!(
                "The connection to {} opens, but is {how} as soon as a TLS hello names {name}; {with} is answered: something filters by name.",
                named.address
            ),
            format!(
                "到 {} 的连接可以建立，但 TLS 握手请求中一出现 {name} 就{how_zh}；{with_zh}则有应答：有设备按名称过滤。",
                named.address
            ),
        );
        let elsewhere = Remedy::new("Try another network, a VPN, or a proxy.", "换一个网络、使用 VPN 或代理。");
        // What was asked before the other name was answered may be an older hello.
        let again: Vec<_> = case
            .further_handshakes(named)
            .filter(|(again, one)| *again > other_id && own(one))
            .map(|(id, one)| (id, is_cut(one)))
            .collect();
        let sure = sure(&again)?;
        Some(found(sure, id, other_id, summary, elsewhere).and(again.iter().map(|(id, _)| *id)))
    })
}

const RESET: (&str, &str) = ("reset", "被重置");
const CLOSED: (&str, &str) = ("closed", "被关闭");
const SILENT: (&str, &str) = ("left without an answer", "没有应答");

/// How sure the name is what decides, by whether each further connection that names it is cut: a server may drop
/// connections by chance, or by turns. `None` where one was not cut.
fn sure(again: &[(FactId, bool)]) -> Option<Confidence> {
    if again.iter().any(|(_, cut)| !cut) {
        return None;
    }
    Some(if again.is_empty() { Confidence::Possible } else { Confidence::Likely })
}

fn found(sure: Confidence, id: FactId, other: FactId, summary: Text, elsewhere: Remedy) -> Finding {
    let finding = Finding::because(id, sure, Location::of(Role::Path), summary).and([other]);
    finding.remedy(elsewhere).remedy(Remedy::new(
        "If the server is yours, see whether its configuration closes connections for this name.",
        "如果服务器是你的，检查其配置是否对该名称关闭连接。",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::protocol::scene::{alert, ended, shaken};
    use crate::cause::scene::Scene;

    #[test]
    fn a_hello_is_filtered_where_another_name_is_answered() {
        let other = |one: Handshake, name: Option<&str>| Handshake {
            purpose: Purpose::Again,
            server_name: name.map(str::to_owned),
            ..one
        };
        let scene = |end| Scene::of("https://app.example.org").see(ended(end));
        let told = |scene: Scene| recognise(&scene.case()).map(|found| found.confidence);
        for end in [HandshakeEnd::Reset, HandshakeEnd::Closed, HandshakeEnd::Silent] {
            assert_eq!(told(scene(end)), None);
            assert_eq!(told(scene(end).see(other(ended(end), Some("example.com")))), None);
            let answered = other(shaken(|_, _| {}), Some("example.com"));
            let answered = || scene(end).see(answered.clone());
            assert_eq!(told(answered()), Some(Confidence::Possible), "once may be by chance");
            assert_eq!(told(scene(end).see(other(alert(112), None))), Some(Confidence::Possible));
            let own = Some("app.example.org");
            assert_eq!(told(answered().see(other(ended(end), own))), Some(Confidence::Likely));
            assert_eq!(told(answered().see(other(shaken(|_, _| {}), own))), None, "by chance");
            let by_turns = answered().see(other(ended(end), own)).see(other(shaken(|_, _| {}), own));
            assert_eq!(told(by_turns), None);
            let here = |one: Handshake| Handshake { address: crate::cause::scene::ip("127.0.0.1"), ..one };
            let at_home = Scene::of("https://app.example.org").see(here(ended(end)));
            let at_home = at_home.see(here(other(shaken(|_, _| {}), None))).see(here(other(ended(end), own)));
            assert_eq!(told(at_home), None, "nothing lies between");
        }
        let done = Scene::of("https://app.example.org").see(shaken(|_, _| {}));
        assert_eq!(told(done.see(other(shaken(|_, _| {}), None))), None);
    }
}
