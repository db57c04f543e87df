//! `server.host-down`: the host itself does not answer on its own link.

use crate::case::{Case, Known};
use crate::cause::minecraft::{Trouble, advise};
use crate::cause::unreached::{is_prompt, own_report};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, FactId, NeighbourState, Neighbours, Protocol, Reason};
use crate::text::{Lang, Text};

/// This machine's ARP or ND requests for it fail, or the last router says "host unreachable" after its own did.
pub(super) const CAUSE: Cause = Cause {
    id: "server.host-down",
    title: Text::fixed("the host is down or not at this address", "主机没有开机，或不在这个地址"),
    masked_by: &["network.down", "network.gateway-silent"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed()?;
    // What a proxy reaches is up.
    let reached = || case.proxies().iter().any(Known::opens);
    if case.is_own(failed.address) || case.signed_life(failed.address).is_some() || reached() {
        return None;
    }
    let told = match case.is_on_link(failed.address) {
        true => on_own_link(case, id, failed),
        false => behind_router(case, id, failed),
    };
    let found = told.or_else(|| silent(case, id, failed));
    found.map(|finding| advise(finding, case, Trouble::HostDown))
}

fn on_own_link(case: &Case, id: FactId, failed: &Connection) -> Option<Finding> {
    let report = own_report(case, failed, failed.address)?;
    let sure = report.by_kernel || report.neighbour == Some(NeighbourState::Failed);
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    let to = failed.address;
    let summary = Text::new(
        format!("No machine answers for {to} on this machine's own link: it is switched off, or the address is wrong."),
        format!("本机链路上没有机器应答 {to}：它已关机，或地址有误。"),
    );
    let at = Location::machine(case, to, to).hop(1);
    Some(remedies(Finding::because(id, confidence, at, summary).and(report.evidence), case))
}

/// The last router says so: at once it may be a filter's word; after seconds, its requests on the link failed.
fn behind_router(case: &Case, id: FactId, failed: &Connection) -> Option<Finding> {
    let sender = failed.from.as_ref().filter(|_| failed.reason == Reason::HostUnreach)?.address;
    if case.is_own(sender) {
        return None;
    }
    let slow = !is_prompt(case, failed);
    let path = case.path(failed.address, failed.port, Protocol::Tcp);
    let passed_on = path.is_some_and(|(_, path)| {
        path.hops.iter().any(|hop| hop.answer == Reason::TimeExceeded && hop.address == Some(sender))
    });
    // Something answers TCP in the host's name: the host itself, or a proxy on the way.
    let answered = case.sign_of_life(failed.address).is_some();
    let confidence = match (slow, passed_on) {
        _ if answered => Confidence::Possible,
        // The router waited in vain for the next machine: for the host, or for one more router before it.
        (true, _) => Confidence::Likely,
        (false, true) => Confidence::Possible,
        // Said at the router's own hop: it has no route there, which is `network.broken-path`.
        (false, false) => return None,
    };
    let router = Location::machine(case, failed.address, sender);
    let summary = Text::new(
        format!(
            "{} does not answer its router {} ({} later it says host-unreach): the host is off, or not at this address.",
            failed.address,
            router.call().get(Lang::En),
            wait(failed)
        ),
        format!(
            "{} 没有应答它的路由器 {}（{} 后路由器报告 host-unreach）：主机已关机，或不在这个地址。",
            failed.address,
            router.call().get(Lang::Zh),
            wait(failed)
        ),
    );
    let at = Location::of(Role::Target)
        .address(failed.address)
        .hop(router.hop.map(|hop| hop.saturating_add(1)))
        .name(case.target.host.name().map(str::to_owned));
    Some(remedies(Finding::because(id, confidence, at, summary).and(path.map(|(id, _)| id)), case))
}

/// Nothing at all answers. Routers usually report a dead host, but need not; on the own link a fresh answer to
/// ARP or ND shows that it is there.
fn silent(case: &Case, id: FactId, failed: &Connection) -> Option<Finding> {
    let table = case.seen.each::<Neighbours>().next_back().and_then(|(_, table)| table.of(failed.address));
    let there = table.is_some_and(|one| one.state == NeighbourState::Reachable);
    if failed.reason != Reason::NoResponse || there || case.sign_of_life(failed.address).is_some() {
        return None;
    }
    let path = case.farthest_router(failed.address).map(|(id, ..)| id);
    if path.is_none() && !case.is_on_link(failed.address) {
        return None;
    }
    let summary = Text::new(
        format!("Nothing at {} answers, on any port or protocol: the host may be off.", failed.address),
        format!("{} 的任何端口和协议都没有应答：主机可能已关机。", failed.address),
    );
    let at = Location::of(Role::Target).address(failed.address).name(case.target.host.name().map(str::to_owned));
    Some(remedies(Finding::because(id, Confidence::Possible, at, summary).and(path), case))
}

fn wait(failed: &Connection) -> String {
    format!("{:.1} s", failed.rtt_ms.unwrap_or(0.0) / 1000.0)
}

fn remedies(finding: Finding, case: &Case) -> Finding {
    let address = finding.at.address;
    let own = address.filter(|address| case.is_on_link(*address));
    let finding = finding
        .remedy(Remedy::new(
            "See that the host is switched on, and its cable or Wi-Fi connected.",
            "确认主机已开机，网线或 Wi-Fi 已连接。",
        ))
        .remedy(
            Remedy::new(
                "Ask the host for its present address, and use that one.",
                "在主机上查看它当前的地址，并使用该地址。",
            )
            .command("ip addr show")
            .on(crate::observation::Os::Linux),
        )
        .remedy(
            Remedy::new("On a Windows host:", "若主机是 Windows：")
                .command("ipconfig")
                .on(crate::observation::Os::Windows),
        );
    match (own, case.os()) {
        (Some(address), crate::observation::Os::Linux) => finding.remedy(
            Remedy::new("Ask the link once more.", "再询问一次链路。").command(format!("ip neigh show {address}")),
        ),
        (Some(address), _) => finding
            .remedy(Remedy::new("Ask the link once more.", "再询问一次链路。").command(format!("arp -a {address}"))),
        (None, _) => finding,
    }
}
