//! `proxy.bypass-missing`: a near target is sent to the proxy, which cannot reach it, while the direct way works.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::proxy::said::{called, sure, used, with_choice, without};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{FactId, Os, ProxyAnswer, ProxyEnd, ProxySource};
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
    // What was asked for by --proxy is no oversight, and no_proxy has no say in it.
    if matches!(known.from, ProxySource::Option) {
        return None;
    }
    let direct = case.opens_directly()?;
    let (shown, answer) = known.answer.as_ref().filter(|(_, answer)| answer.ended != ProxyEnd::Opened)?;
    let address = near(case, direct)?;
    let natural = natural(case, address, answer)?;
    let (host, (en, zh)) = (&case.target.host, called(&known));
    let (what, what_zh) = match address.is_loopback() {
        true => ("is this machine's own", "是本机自己的地址"),
        false => ("has a private address", "是私有地址"),
    };
    let summary = Text::new(
        format!("{host} {what} and opens directly, but is sent to {en}, which does not reach it: no_proxy lacks it."),
        format!("{host} {what_zh}，直连可达，却被送往{zh}而无法到达：no_proxy 中缺少它。"),
    );
    let finding = Finding::because(direct, sure(case, natural), Location::this_machine(), summary).and([*shown]);
    Some(with_choice(finding, &known).remedy(bypass(case)).remedy(without(case, &known)))
}

/// True where the proxy should certainly not have been asked.
pub(super) fn is_certain(case: &Case) -> bool {
    recognise(case).is_some_and(|finding| finding.confidence == Confidence::Certain)
}

/// How sure it is: by where the proxy stands, and by what it says keeps it from the target.
fn natural(case: &Case, target: IpAddr, answer: &ProxyAnswer) -> Option<Confidence> {
    let is_elsewhere = !case.is_own(answer.address);
    match answer.ended {
        // Seen from another machine a loopback address is that machine's.
        _ if target.is_loopback() && is_elsewhere => Some(Confidence::Certain),
        ProxyEnd::TargetFailed if is_elsewhere => Some(Confidence::Certain),
        // A proxy on this very machine sees what this machine sees, and has its own reason to fail.
        ProxyEnd::TargetFailed => Some(Confidence::Likely),
        // A rule of its keeper's is the nearer cause.
        ProxyEnd::Denied if is_elsewhere => Some(Confidence::Likely),
        _ => None,
    }
}

/// The address that the direct way reaches, where it is this machine's own or a private one.
fn near(case: &Case, direct: FactId) -> Option<IpAddr> {
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
    use crate::cause::proxy::scene::{PROXY, about, answer, chosen, up};
    use crate::cause::scene::{Scene, ip, open};
    use crate::finding::Confidence;
    use crate::observation::{ProxyAnswer, ProxyEnd, Subject};

    #[test]
    fn only_a_near_target_that_the_proxy_does_not_reach() {
        let told = |address: &str, ended| {
            let scene = Scene::of(&format!("http://{address}")).see(open(address, 80)).see(chosen());
            scene.see_of(about(), up()).see_of(about(), answer(ended, Some(503))).told().into_iter().next()
        };
        let cause = || "proxy.bypass-missing".to_owned();
        assert_eq!(told("127.0.0.1", ProxyEnd::TargetFailed), Some((cause(), Confidence::Certain)));
        assert_eq!(told("127.0.0.1", ProxyEnd::LoginRequired), Some((cause(), Confidence::Certain)));
        assert_eq!(told("10.0.0.7", ProxyEnd::TargetFailed), Some((cause(), Confidence::Certain)));
        assert_ne!(told("10.0.0.7", ProxyEnd::Denied).map(|one| one.0), Some(cause()));
        assert_ne!(told("10.0.0.7", ProxyEnd::LoginRequired).map(|one| one.0), Some(cause()));
        assert_eq!(told("10.0.0.7", ProxyEnd::Opened), None);
        assert_ne!(told("1.2.3.4", ProxyEnd::Denied).map(|one| one.0), Some(cause()));
    }

    #[test]
    fn what_the_proxy_itself_says_is_never_hidden() {
        let real = [
            (ProxyEnd::LoginRequired, Some(407), "proxy.login-required"),
            (ProxyEnd::Denied, Some(403), "proxy.denied"),
            (ProxyEnd::WrongProtocol, None, "proxy.wrong-protocol"),
            (ProxyEnd::TargetFailed, Some(503), "proxy.target-failed"),
        ];
        for (ended, status, cause) in real {
            let named = |told: &[(String, Confidence)]| told.iter().any(|one| one.0 == cause);
            let scene = || Scene::of("http://127.0.0.1").see(open("127.0.0.1", 80)).see(chosen());
            let far = scene().see_of(about(), up()).see_of(about(), answer(ended, status)).told();
            assert!(named(&far), "{far:?}");
            // On this machine the proxy shares the loopback address, which is then no reason to fail.
            let own = ProxyAnswer { address: ip("127.0.0.1"), ..answer(ended, status) };
            let near = scene().see_of(about(), open("127.0.0.1", 3128)).see_of(about(), own).told();
            assert!(
                named(&near) && !near.contains(&("proxy.bypass-missing".to_owned(), Confidence::Certain)),
                "{near:?}"
            );
            // Asked for by the option.
            let via = Scene::of("http://127.0.0.1").via(PROXY).see_of(about(), up());
            let via = via.see(answer(ended, status)).see_of(Subject::Direct, open("127.0.0.1", 80)).told();
            assert_eq!(via[0].0, cause, "{via:?}");
            assert!(via.iter().all(|one| one.0 != "proxy.bypass-missing"), "{via:?}");
        }
    }
}
