//! `network.gateway-silent`: the first router does not answer on the own link.

use crate::case::Case;
use crate::cause::unreached::own_report;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{NeighbourState, Os};
use crate::text::{Lang, Text};

/// This machine itself reports "host unreachable" after its ARP or ND requests for the gateway failed.
pub(super) const CAUSE: Cause = Cause {
    id: "network.gateway-silent",
    title: Text::fixed("the gateway does not answer", "网关没有应答"),
    masked_by: &["network.down"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed()?;
    let (route, gateway) = case.gateway(failed.address)?;
    let report = own_report(case, failed, gateway)?;
    let confidence = match (report.by_kernel, report.neighbour) {
        (_, Some(NeighbourState::Failed)) | (true, _) => Confidence::Certain,
        _ => Confidence::Likely,
    };
    let at = Location::of(Role::Gateway).hop(1).address(gateway);
    let who = at.call();
    let summary = Text::new(
        format!(
            "The gateway {} does not answer on this machine's link, so no packet to {} gets past it.",
            who.get(Lang::En),
            failed.address
        ),
        format!("网关 {} 在本机链路上没有应答，因此发往 {} 的包都出不去。", who.get(Lang::Zh), failed.address),
    );
    let look = match case.os() {
        Os::Linux => format!("ip neigh show {gateway}; ip route show default"),
        Os::Macos => format!("arp -n {gateway}; route -n get default"),
        Os::Windows => format!("arp -a {gateway} & route print"),
    };
    Some(
        Finding::because(id, confidence, at, summary)
            .and([route])
            .and(report.evidence)
            .remedy(
                Remedy::new(
                    "See whether the router is on and the gateway's address is right.",
                    "检查路由器是否开启，网关地址是否正确。",
                )
                .command(look),
            )
            .remedy(Remedy::new(
                "Restart the router, or renew this machine's address (DHCP).",
                "重启路由器，或重新获取本机地址（DHCP）。",
            )),
    )
}
