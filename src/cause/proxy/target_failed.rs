//! `proxy.target-failed`: the proxy tried, and could not reach the target.

use crate::case::Case;
use crate::cause::proxy::bypass_missing;
use crate::cause::proxy::said::{ask_its_keeper, at, calls, code, doubt, sure, used, with_choice};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, FactId, ProxyAnswer, ProxyEnd, ProxyFault, State};
use crate::text::{Lang, Text};

/// 502, 503, 504 and kin, or SOCKS replies 1 and 3 to 6.
pub(super) const CAUSE: Cause = Cause {
    id: "proxy.target-failed",
    title: Text::fixed("the proxy cannot reach the target", "代理无法连接目标"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let known = used(case)?;
    let (id, answer) = known.answer.as_ref()?;
    let waits = known.speaks().filter(|_| answer.ended == ProxyEnd::Silent);
    if !is_failing(answer) && waits.is_none() {
        return None;
    }
    let fault = answer.fault();
    let ((en, zh), code) = (calls(&known), code(answer));
    let (why, why_zh) = match fault.map(ProxyFault::tell) {
        Some(why) => (format!(": {}", why.get(Lang::En)), format!("：{}", why.get(Lang::Zh))),
        None => (String::new(), String::new()),
    };
    let direct = Direct::of(case);
    let (beside, beside_zh) = direct.tell(case, answer.unsure);
    let target = &answer.asked_for;
    let summary = match waits {
        None => Text::new(
            format!("{en} answers, and says that it could not reach {target}{code}{why}{beside}{}.", doubt(answer).0),
            format!("{zh}有应答，但称无法连接 {target}{code}{why_zh}{beside_zh}{}。", doubt(answer).1),
        ),
        Some(_) => Text::new(
            format!("{en} is there, and did not come back from {target} in time{beside}."),
            format!("{zh}在线，但未能及时从 {target} 得到结果{beside_zh}。"),
        ),
    };
    // A bare status may be the target's own, or the proxy's trouble with itself; and where it should never have been
    // asked, that it fails is what follows.
    let is_sure = !answer.unsure && !bypass_missing::is_certain(case);
    let natural = match (fault, answer.ended) {
        (Some(_), ProxyEnd::TargetFailed) if is_sure => Confidence::Certain,
        _ => Confidence::Likely,
    };
    // Who looks from here sees the same fault: then it is the target's, seen from two sides.
    let both = matches!((fault, &direct), (Some(ProxyFault::Refused), Direct::Refused(_)));
    let place = match both {
        true => {
            Location::of(Role::Target).address(direct.address(case)).name(case.target.host.name().map(str::to_owned))
        }
        false => at(&known),
    };
    let finding =
        with_choice(Finding::because(*id, sure(case, natural), place, summary), &known).and(direct.fact()).and(waits);
    Some(remedies(finding, case, fault, &direct))
}

/// What the direct way shows of the target.
enum Direct {
    Open(FactId),
    Refused(FactId),
    Fails(FactId),
    Unseen,
}

impl Direct {
    fn of(case: &Case) -> Direct {
        if let Some(id) = case.opens_directly() {
            return Direct::Open(id);
        }
        let (target, seen) = case.direct();
        match (Case { target: &target, seen: &seen }).failed() {
            Some((id, failed)) if failed.state == State::Closed => Direct::Refused(id),
            Some((id, _)) => Direct::Fails(id),
            None => Direct::Unseen,
        }
    }

    fn fact(&self) -> Option<FactId> {
        match self {
            Direct::Open(id) | Direct::Refused(id) | Direct::Fails(id) => Some(*id),
            Direct::Unseen => None,
        }
    }

    fn address(&self, case: &Case) -> Option<std::net::IpAddr> {
        let id = self.fact()?;
        match &case.seen.get(id)?.fact {
            crate::observation::Fact::Connection(Connection { address, .. }) => Some(*address),
            _ => None,
        }
    }

    fn tell(&self, case: &Case, unsure: bool) -> (String, String) {
        let target = case.target;
        match self {
            // Whose fault it is does not show where it does not show who says so.
            Direct::Open(_) if unsure => (format!("; directly {target} opens"), format!("；而直连 {target} 成功")),
            Direct::Open(_) => (
                format!("; directly {target} opens, so the fault lies with the proxy or its network"),
                format!("；而直连 {target} 成功，问题在代理或其网络"),
            ),
            Direct::Refused(_) => {
                (format!("; directly {target} refuses as well"), format!("；直连 {target} 同样被拒绝"))
            }
            Direct::Fails(_) => {
                (format!("; directly {target} is not reached either"), format!("；直连 {target} 也不通"))
            }
            Direct::Unseen => (String::new(), String::new()),
        }
    }
}

/// True where it went about it and failed; a 5xx of its own without more is taken for the same.
fn is_failing(answer: &ProxyAnswer) -> bool {
    answer.ended == ProxyEnd::TargetFailed
        || answer.ended == ProxyEnd::OtherError && answer.status.is_some_and(|status| status >= 500)
        || answer.ended == ProxyEnd::OtherError && answer.reply.is_some()
}

fn remedies(finding: Finding, case: &Case, fault: Option<ProxyFault>, direct: &Direct) -> Finding {
    let (target, host) = (case.target, &case.target.host);
    let finding = match fault {
        Some(ProxyFault::NameUnknown) => finding
            .remedy(Remedy::new(
                format!("The proxy looks {host} up itself: see that the name is spelt as the proxy's network knows it, or give the address."),
                format!("名称 {host} 由代理解析：检查它在代理所在网络中的写法，或改用地址。"),
            ))
            .remedy(
                Remedy::new("See what the name leads to from here.", "查看从本机解析该名称的结果。")
                    .command(format!("netwhy resolve {host}")),
            ),
        Some(ProxyFault::NoWayOn) => finding.remedy(ask_its_keeper(
            "see why the proxy has no way on (the name there, its parent proxy, its route)",
            "检查代理为何无法转发（那里的名称解析、上级代理、路由）",
        )),
        Some(ProxyFault::Refused | ProxyFault::Ended) => finding.remedy(Remedy::new(
            format!("See on {host} that the service runs and listens on port {}, for the proxy's address too.", target.port),
            format!("在 {host} 上检查服务是否运行、是否监听端口 {}，并允许代理的地址访问。", target.port),
        )),
        _ => finding.remedy(Remedy::new(
            format!("See that {target} is up and lets the proxy's address in; the proxy's own network may have no way there."),
            format!("检查 {target} 是否在线并允许代理的地址访问；也可能是代理所在网络无法到达。"),
        )),
    };
    match direct {
        Direct::Open(_) => finding.remedy(
            Remedy::new("Go without the proxy for this target.", "对该目标不使用代理。")
                .command(format!("export no_proxy=\"$no_proxy,{host}\"")),
        ),
        _ => finding.remedy(ask_its_keeper(
            &format!("try {target} from the proxy itself"),
            &format!("在代理机器上尝试连接 {target}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use crate::cause::proxy::scene::{PROXY, about, answer, up};
    use crate::cause::scene::{Scene, open, reset};
    use crate::finding::{Confidence, Role};
    use crate::observation::{ProxyAnswer, ProxyEnd, Subject};

    fn refused() -> ProxyAnswer {
        ProxyAnswer {
            error_code: Some("X-Squid-Error: ERR_CONNECT_FAIL 111".to_owned()),
            ..answer(ProxyEnd::TargetFailed, Some(503))
        }
    }

    #[test]
    fn whose_fault_it_is_shows_by_the_direct_way() {
        let scene = || Scene::of("192.0.2.9:80").via(PROXY).see_of(about(), up()).see(refused());
        let both = crate::cause::findings(&scene().see_of(Subject::Direct, reset("192.0.2.9", 80)).case());
        assert_eq!((both[0].cause.as_str(), both[0].confidence), ("proxy.target-failed", Confidence::Certain));
        assert_eq!(both[0].at.role, Role::Target);
        // A public target, so that it is no missing bypass.
        let public = Scene::of("1.2.3.4:80").via(PROXY).see_of(about(), up()).see(refused());
        let one = crate::cause::findings(&public.see_of(Subject::Direct, open("1.2.3.4", 80)).case());
        assert_eq!(one[0].at.role, Role::Proxy);
        assert!(one[0].summary.get(crate::text::Lang::En).contains("directly 1.2.3.4:80 opens"), "{one:?}");
    }

    #[test]
    fn a_bare_status_is_only_likely() {
        let scene = Scene::of("1.2.3.4:80").via(PROXY).see_of(about(), up());
        let told = scene.see(answer(ProxyEnd::TargetFailed, Some(502))).told();
        assert_eq!(told[0], ("proxy.target-failed".to_owned(), Confidence::Likely));
        let scene = || Scene::of("1.2.3.4:80").via(PROXY).see_of(about(), up());
        let unsure = ProxyAnswer {
            unsure: true,
            way: crate::observation::ProxyWay::AbsoluteForm,
            ..answer(ProxyEnd::TargetFailed, Some(502))
        };
        let told = crate::cause::findings(&scene().see(unsure).case());
        assert!(told[0].summary.get(crate::text::Lang::En).contains("the target may say so as well"), "{told:?}");
    }
}
