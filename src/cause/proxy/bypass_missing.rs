//! `proxy.bypass-missing`: a near target is sent to the proxy, which cannot reach it, while the direct way works.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::proxy::said::{called, sure, used, with_choice, without};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Os, ProxyEnd, ProxySource};
use crate::target::Host;
use crate::text::Text;

/// A loopback or private address, no entry of `no_proxy` for it, and only the direct way works.
pub(super) const CAUSE: Cause = Cause {
    id: "proxy.bypass-missing",
    title: Text::fixed("a near target is sent to the proxy", "本地目标被送往代理"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let known = used(case)?;
    let direct = case.opens_directly()?;
    let ended = known.ended().filter(|ended| *ended != ProxyEnd::Opened)?;
    let address = near(case, direct)?;
    let (host, (en, zh)) = (&case.target.host, called(&known));
    let (what, what_zh) = match address.is_loopback() {
        true => ("is this machine's own", "是本机自己的地址"),
        false => ("has a private address", "是私有地址"),
    };
    // A loopback address is another machine's from the proxy on. A private one the proxy may be meant to reach, above
    // all where it was asked for on purpose: then what it answers is the answer.
    let natural = match (&known.from, ended) {
        (ProxySource::Option, ProxyEnd::TargetFailed | ProxyEnd::Denied) => Confidence::Possible,
        (ProxySource::Option, _) => return None,
        _ if address.is_loopback() => Confidence::Certain,
        (ProxySource::Variable(_), ProxyEnd::TargetFailed | ProxyEnd::Denied) => Confidence::Certain,
        _ => return None,
    };
    let (why, why_zh) = match known.from {
        ProxySource::Option => ("", ""),
        ProxySource::Variable(_) => (": no_proxy lacks it", "：no_proxy 中缺少它"),
    };
    let summary = Text::new(
        format!("{host} {what} and opens directly, but is sent to {en}, which does not reach it{why}."),
        format!("{host} {what_zh}，直连可达，却被送往{zh}而无法到达{why_zh}。"),
    );
    let shown = known.answer.as_ref().map(|(id, _)| *id);
    let finding = Finding::because(direct, sure(case, natural), Location::this_machine(), summary).and(shown);
    let finding = with_choice(finding, &known);
    Some(match &known.from {
        ProxySource::Option => finding.remedy(without(case, &known)),
        ProxySource::Variable(_) => finding.remedy(bypass(case)).remedy(without(case, &known)),
    })
}

/// The address that the direct way reaches, where it is this machine's own or a private one.
fn near(case: &Case, direct: crate::observation::FactId) -> Option<IpAddr> {
    let reached = match &case.seen.get(direct)?.fact {
        crate::observation::Fact::Connection(connection) => connection.address,
        _ => return None,
    };
    let private = match reached {
        IpAddr::V4(v4) => v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    };
    (reached.is_loopback() || private).then_some(reached)
}

fn bypass(case: &Case) -> Remedy {
    let host = match &case.target.host {
        Host::Name(name) if name == "localhost" => "localhost,127.0.0.1,::1".to_owned(),
        host => host.to_string(),
    };
    let action = Text::new(
        format!("Add {host} to the variable no_proxy, so that programs here connect directly."),
        format!("把 {host} 加入变量 no_proxy，使本机程序直接连接。"),
    );
    let command = match case.os() {
        Os::Windows => format!("$Env:no_proxy = \"$Env:no_proxy,{host}\""),
        Os::Linux | Os::Macos => format!("export no_proxy=\"$no_proxy,{host}\""),
    };
    Remedy { action, command: Some(command), system: Some(case.os()) }
}

#[cfg(test)]
mod tests {
    use crate::cause::proxy::scene::{about, answer, chosen, up};
    use crate::cause::scene::{Scene, open};
    use crate::finding::Confidence;
    use crate::observation::ProxyEnd;

    #[test]
    fn only_a_near_target_that_the_proxy_does_not_reach() {
        let told = |address: &str, ended| {
            let scene = Scene::of(&format!("http://{address}")).see(open(address, 80)).see(chosen());
            scene.see_of(about(), up()).see_of(about(), answer(ended, Some(503))).told().into_iter().next()
        };
        let cause = || "proxy.bypass-missing".to_owned();
        assert_eq!(told("127.0.0.1", ProxyEnd::TargetFailed), Some((cause(), Confidence::Certain)));
        assert_eq!(told("10.0.0.7", ProxyEnd::Denied), Some((cause(), Confidence::Certain)));
        assert_ne!(told("10.0.0.7", ProxyEnd::LoginRequired).map(|one| one.0), Some(cause()));
        assert_eq!(told("10.0.0.7", ProxyEnd::Opened), None);
        assert_ne!(told("1.2.3.4", ProxyEnd::Denied).map(|one| one.0), Some(cause()));
    }
}
