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
    by_host(case, name).or_else(|| by_server_name(case))
}

/// The name stands in the `Host` field of a plain HTTP request.
fn by_host(case: &Case, name: &str) -> Option<Finding> {
    let answers = || case.seen.each::<HttpAnswer>().filter(|(_, a)| a.purpose != Purpose::Control && !a.tls);
    let named_so = |a: &HttpAnswer| a.host.split(':').next() == Some(name);
    let cut = |a: &HttpAnswer| matches!(a.ended, HttpEnd::Reset | HttpEnd::Closed | HttpEnd::Silent);
    let (id, named) = answers().find(|(_, a)| named_so(a) && cut(a))?;
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
    Some(found(id, other_id, summary, elsewhere.command(format!("netwhy https://{name}"))))
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
        Some(found(id, other_id, summary, elsewhere))
    })
}

const RESET: (&str, &str) = ("reset", "被重置");
const CLOSED: (&str, &str) = ("closed", "被关闭");
const SILENT: (&str, &str) = ("left without an answer", "没有应答");

fn found(id: FactId, other: FactId, summary: Text, elsewhere: Remedy) -> Finding {
    let finding = Finding::because(id, Confidence::Likely, Location::of(Role::Path), summary).and([other]);
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
            assert_eq!(told(scene(end).see(answered)), Some(Confidence::Likely));
            assert_eq!(told(scene(end).see(other(alert(112), None))), Some(Confidence::Likely));
        }
        let done = Scene::of("https://app.example.org").see(shaken(|_, _| {}));
        assert_eq!(told(done.see(other(shaken(|_, _| {}), None))), None);
    }
}
