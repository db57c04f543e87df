//! `network.broken-path`: routers on the way lose everything for this host.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::unreached::is_prompt;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, FactId, Path, Protocol, Reason, Side};
use crate::text::{Lang, Text};

/// A router says that it knows no way, or every probe of every kind ends after the same router.
pub(super) const CAUSE: Cause = Cause {
    id: "network.broken-path",
    title: Text::fixed("the path breaks before the host", "路径在到达主机之前中断"),
    masked_by: &[
        "network.routing-loop",
        "network.gateway-silent",
        "network.down",
        "network.no-way-back",
        "firewall.own",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed()?;
    if case.is_own(failed.address) || case.is_on_link(failed.address) {
        return None;
    }
    match failed.reason {
        Reason::NetUnreach | Reason::HostUnreach => told(case, id, failed),
        Reason::NoResponse => silent(case, id, failed),
        _ => None,
    }
}

/// A router says net or host unreachable at the TTL of its own hop: its routing table has no way on.
fn told(case: &Case, id: FactId, failed: &Connection) -> Option<Finding> {
    let sender = failed.from.as_ref()?.address;
    if case.is_own(sender) || sender == failed.address || case.sign_of_life(failed.address).is_some() {
        return None;
    }
    let path = case.path(failed.address, failed.port, Protocol::Tcp);
    let passed_on = path.is_some_and(|(_, path)| {
        path.hops.iter().any(|hop| hop.answer == Reason::TimeExceeded && hop.address == Some(sender))
    });
    let end = path.and_then(|(_, path)| path.end.as_ref()).filter(|end| end.address == Some(sender));
    let slow = !is_prompt(case, failed);
    let confidence = match (failed.reason, passed_on, end) {
        // After seconds it is a neighbour that does not answer: the host (`server.host-down`), or the next router.
        (Reason::HostUnreach, true, _) if slow => {
            return Some(next_is_dead(case, id, failed, path.map(|(id, _)| id), sender));
        }
        // At its own hop the router has no way on, or (rarely) filters ahead of its routing.
        (_, false, _) => Confidence::Likely,
        // After its own hop the router passes packets on, so a filter may be speaking.
        (_, true, _) => Confidence::Possible,
    };
    let mut at = Location::machine(case, failed.address, sender);
    if let (None, Some(end)) = (at.hop, end) {
        at.hop = Some(end.at);
        at.role = if end.at == 1 { Role::Gateway } else { at.role };
    }
    let (who, far, to) = (at.call(), at.distance(), failed.address);
    let far = |lang| if far.get(lang).is_empty() { String::new() } else { format!(" ({})", far.get(lang)) };
    let summary = Text::new(
        format!(
            "The router {}{} says that it knows no way to {to} (ICMP {}).",
            who.get(Lang::En),
            far(Lang::En),
            failed.reason
        ),
        format!("路由器 {}{} 表示没有到 {to} 的路（ICMP {}）。", who.get(Lang::Zh), far(Lang::Zh), failed.reason),
    );
    Some(remedies(Finding::because(id, confidence, at, summary).and(path.map(|(id, _)| id)), case))
}

/// A router waited in vain for the next machine on its link. Only its own table knows whether that is the host.
fn next_is_dead(case: &Case, id: FactId, failed: &Connection, path: Option<FactId>, sender: IpAddr) -> Finding {
    let at = Location::machine(case, failed.address, sender);
    let (who, to) = (at.call(), failed.address);
    let summary = Text::new(
        format!(
            "{} gets no answer from the next machine towards {to}: if that is one more router, the path breaks there.",
            who.get(Lang::En)
        ),
        format!("{} 得不到通往 {to} 的下一台机器的应答：若那是另一台路由器，路径就在那里中断。", who.get(Lang::Zh)),
    );
    remedies(Finding::because(id, Confidence::Possible, at, summary).and(path), case)
}

/// Every probe ends in silence after the same router. A host (or a firewall before it) that drops
/// everything looks the same, so this is never more than possible.
fn silent(case: &Case, id: FactId, failed: &Connection) -> Option<Finding> {
    if case.asked().any(|(_, c)| c.address == failed.address && c.is_answered())
        || case.answered_life(failed.address).is_some()
    {
        return None;
    }
    let paths: Vec<(FactId, &Path)> = case.paths(failed.address).collect();
    let Some((_, ttl, address)) = case.farthest_router(failed.address) else {
        return nothing_shows(case, id, failed, &paths);
    };
    let reach = |path: &Path| path.last_router().map(|hop| hop.ttl);
    if paths.len() < 2 || paths.iter().any(|(_, path)| path.end.is_some() || reach(path) != Some(ttl)) {
        return None;
    }
    let at = match address {
        Some(address) => Location::machine(case, failed.address, address).hop(ttl),
        None => Location::of(Role::Path).hop(ttl),
    };
    let (who, far) = (at.call(), at.distance());
    let summary = Text::new(
        format!(
            "Every probe to {}, TCP and UDP alike, ends in silence after {}, {}: the path breaks there, or all of it is dropped.",
            failed.address,
            who.get(Lang::En),
            far.get(Lang::En)
        ),
        format!(
            "到 {} 的所有探测（TCP 与 UDP）都在 {}（{}）之后无声消失：路径在那里中断，或全部被丢弃。",
            failed.address,
            who.get(Lang::Zh),
            far.get(Lang::Zh)
        ),
    );
    // The host is up by its own word, over another way, and nothing of all this came to it.
    let compared = case.compared(failed).filter(|compared| compared.side == Side::BeforeServer);
    let confidence = if compared.is_some() { Confidence::Likely } else { Confidence::Possible };
    let finding = Finding::because(id, confidence, at, summary).and(paths.iter().map(|(id, _)| *id));
    Some(remedies(finding.and(compared.map(|compared| compared.id)), case))
}

/// Not even the first router answers a probe, although one leads there: it swallows them, or this machine does.
fn nothing_shows(case: &Case, id: FactId, failed: &Connection, paths: &[(FactId, &Path)]) -> Option<Finding> {
    let (route, gateway) = case.gateway(failed.address)?;
    if paths.len() < 2 || paths.iter().any(|(_, path)| path.end.is_some()) {
        return None;
    }
    let to = failed.address;
    let summary = Text::new(
        format!(
            "Every probe to {to}, TCP and UDP alike, is silent from the first hop on: gateway {gateway} passes nothing on, or this machine sends nothing."
        ),
        format!("到 {to} 的所有探测（TCP 与 UDP）从第一跳起就毫无回应：网关 {gateway} 不转发，或本机根本没有发出。"),
    );
    let at = Location::of(Role::Gateway).hop(1).address(gateway);
    let finding = Finding::because(id, Confidence::Possible, at, summary).and([route]);
    Some(remedies(finding.and(paths.iter().map(|(id, _)| *id)), case))
}

fn remedies(finding: Finding, case: &Case) -> Finding {
    let finding = finding.remedy(
        Remedy::new("Tell whoever runs that router, with this trace.", "把这份路径记录交给该路由器的管理者。")
            .command(format!("netwhy trace {}", case.target)),
    );
    // The host has said itself that it bears the address.
    let is_in_use = case.failed().is_some_and(|(_, failed)| case.compared_at(failed.address).is_some());
    let finding = match is_in_use {
        true => finding,
        false => finding.remedy(Remedy::new(
            "Check that the address is the right one and still in use.",
            "检查地址是否正确、是否仍在使用。",
        )),
    };
    finding.remedy(Remedy::new(
        "Try from another network (a phone's hotspot, a VPN).",
        "换一个网络再试（手机热点、VPN）。",
    ))
}
