//! `restriction.proxy-required`: nothing gets out of this network directly, and a proxy does.

use crate::case::{Case, Known};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Connection, FactId, Protocol, Purpose, Reason, State};
use crate::text::{Lang, Text};

/// The direct way ends short of the target for all that was tried, and a proxy reaches the target.
pub(super) const CAUSE: Cause = Cause {
    id: "restriction.proxy-required",
    title: Text::fixed("this network lets only the proxy out", "当前网络只允许经代理访问外部"),
    masked_by: &["firewall.own", "network.down", "network.no-route"],
    recognise,
};

/// Other ports of the target that are named as evidence.
const SHOWN: usize = 3;

fn recognise(case: &Case) -> Option<Finding> {
    let known = case.proxies().into_iter().find(Known::opens)?;
    let (target, seen) = case.direct();
    let direct = Case { target: &target, seen: &seen };
    if direct.is_open() {
        return None;
    }
    let (id, failed) = direct.failed()?;
    if direct.is_own(failed.address) || direct.is_on_link(failed.address) || !is_blocked(failed) {
        return None;
    }
    let (answer, _) = known.answer.as_ref()?;
    let others: Vec<FactId> =
        direct.other_ports(failed.address).filter(|(_, c)| is_blocked(c)).map(|(id, _)| id).collect();
    let passes = direct.other_ports(failed.address).any(|(_, c)| !is_blocked(c));
    let control = |open: bool| {
        let all = case.seen.each::<Connection>().filter(|(_, c)| c.purpose == Purpose::Control);
        all.filter(move |(_, c)| if open { c.state == State::Open } else { is_blocked(c) }).map(|(id, _)| id)
    };
    if passes || control(true).next().is_some() {
        return None;
    }
    let controls: Vec<FactId> = control(false).collect();
    let place = place(&direct, failed);
    // The target may shut out this address and not the proxy's: only another host tells.
    let natural = if controls.is_empty() { Confidence::Possible } else { Confidence::Likely };
    // Through the proxy all is well; then it is only worth knowing.
    let confidence = if case.via().is_some() { Confidence::Possible } else { natural };
    let at = place.unwrap_or_else(|| Location::of(crate::finding::Role::Path));
    let (who, proxy) = (at.call(), &known.proxy);
    let summary = Text::new(
        format!(
            "Nothing that was tried gets out directly past {}, but the proxy {proxy} reaches {target}: this network wants a proxy to be used.",
            who.get(Lang::En)
        ),
        format!("所有直连尝试都未能越过{}，而代理 {proxy} 能到达 {target}：当前网络要求使用代理。", who.get(Lang::Zh)),
    );
    let finding = Finding::because(id, confidence, at, summary).and([*answer]).and(controls);
    let finding = finding.and(others.into_iter().take(SHOWN)).and(known.choice);
    Some(
        finding
            .remedy(
                Remedy::new(
                    "Have the program go through the proxy: most heed these variables, others have a setting of their own.",
                    "让程序使用该代理：多数程序遵从这些变量，其他程序有自己的设置。",
                )
                .command(format!("export http_proxy={proxy} https_proxy={proxy}")),
            )
            .remedy(Remedy::new(
                "A program that cannot use a proxy needs a tunnel through it (a VPN, ssh, proxychains), or another network.",
                "不支持代理的程序需要经代理的隧道（VPN、ssh、proxychains），或换一个网络。",
            )),
    )
}

/// Silence, or a rejection by somebody else than the host.
fn is_blocked(connection: &Connection) -> bool {
    let by_host = connection.from.as_ref().is_some_and(|from| from.address == connection.address);
    connection.reason == Reason::NoResponse || connection.icmp.is_some() && connection.reason.is_rejection() && !by_host
}

/// The machine where the direct way ends: who rejects, or the last router that answers, short of the host.
fn place(direct: &Case, failed: &Connection) -> Option<Location> {
    let address = match &failed.from {
        Some(from) => from.address,
        None => direct.path(failed.address, failed.port, Protocol::Tcp)?.1.last_router()?.address?,
    };
    (address != failed.address).then(|| Location::machine(direct, failed.address, address))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::proxy::scene::{about, answer, chosen, up};
    use crate::cause::scene::{Scene, far, open, path, purpose, silent};
    use crate::observation::ProxyEnd;

    fn blocked() -> Scene {
        let scene = Scene::of("https://203.0.113.9").see(far("203.0.113.9")).see(silent("203.0.113.9", 443));
        scene.see(chosen()).see_of(about(), up()).see_of(about(), answer(ProxyEnd::Opened, Some(200)))
    }

    fn sure(scene: &Scene) -> Option<Confidence> {
        (CAUSE.recognise)(&scene.case()).map(|found| found.confidence)
    }

    #[test]
    fn one_silent_port_allows_it_and_more_silence_speaks_for_it() {
        assert_eq!(sure(&blocked()), Some(Confidence::Possible));
        let control = purpose(Purpose::Control, silent("198.51.100.7", 443));
        assert_eq!(sure(&blocked().see(control)), Some(Confidence::Likely));
        let other = purpose(Purpose::OtherPort, silent("203.0.113.9", 80));
        let way = path("203.0.113.9", 443, Protocol::Tcp, &["192.0.2.1"], None);
        // The host itself may drop all that comes from here.
        assert_eq!(sure(&blocked().see(other).see(way)), Some(Confidence::Possible));
    }

    #[test]
    fn what_passes_directly_rules_it_out() {
        let control = purpose(Purpose::Control, open("198.51.100.7", 443));
        assert_eq!(sure(&blocked().see(control)), None);
        let other = purpose(Purpose::OtherPort, open("203.0.113.9", 80));
        assert_eq!(sure(&blocked().see(other)), None);
    }
}
