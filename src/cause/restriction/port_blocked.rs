//! `restriction.port-blocked`: this network lets the port through to nobody.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Connection, FactId, Protocol, Purpose, Reason, State};
use crate::text::{Lang, Text};

/// The same port of an unrelated host, known to work elsewhere, fails at the same near machine.
pub(super) const CAUSE: Cause = Cause {
    id: "restriction.port-blocked",
    title: Text::fixed("this network blocks the port for everyone", "当前网络对所有主机封锁该端口"),
    masked_by: &["firewall.own", "network.down", "network.gateway-silent"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed()?;
    let blocked = |c: &Connection| c.reason == Reason::NoResponse || c.icmp.is_some() && c.reason.is_rejection();
    let controls =
        || case.seen.each::<Connection>().filter(|(_, c)| c.purpose == Purpose::Control && c.address != failed.address);
    let (control_id, control) = controls().find(|(_, c)| c.port == failed.port)?;
    if !blocked(failed) || !blocked(control) || failed.reason != control.reason {
        return None;
    }
    // Where both end: the rejecter's address, or the last router that the port's probes reach.
    let ends = |c: &Connection| match &c.from {
        Some(from) => Some(from.address),
        None => case.path(c.address, c.port, Protocol::Tcp)?.1.last_router()?.address,
    };
    let place = ends(failed).filter(|place| Some(*place) == ends(control) && *place != failed.address)?;
    let passes = controls().find(|(_, c)| c.port != failed.port && c.state == State::Open).map(|(id, _)| id);
    // Silence behind a router says nothing of that router where no probe shows another behind it.
    let reach = |c: &Connection| case.path(c.address, c.port, Protocol::Tcp)?.1.last_router().map(|hop| hop.ttl);
    let farthest = [failed, control].into_iter().filter_map(|c| case.farthest_router(c.address)).map(|(_, ttl, _)| ttl);
    if failed.icmp.is_none() && farthest.max() <= reach(failed) {
        return None;
    }
    // Two hosts are not all hosts, so it is never certain.
    let confidence = if passes.is_some() { Confidence::Likely } else { Confidence::Possible };
    let at = Location::machine(case, failed.address, place);
    let (who, far, port) = (at.call(), at.distance(), failed.port);
    let summary = Text::new(
        format!(
            "{} ({}) blocks TCP port {port} for every host: {} fails at the same place.",
            who.get(Lang::En),
            far.get(Lang::En),
            control.host
        ),
        format!(
            "{}（{}）对所有主机封锁 TCP 端口 {port}：{} 也在同一处失败。",
            who.get(Lang::Zh),
            far.get(Lang::Zh),
            control.host
        ),
    );
    let ways =
        [failed, control].into_iter().filter_map(|c| case.path(c.address, c.port, Protocol::Tcp)).map(|(id, _)| id);
    let ways: Vec<FactId> = ways.collect();
    Some(
        Finding::because(id, confidence, at, summary)
            .and([control_id])
            .and(passes)
            .and(ways)
            .remedy(Remedy::new(
                "Use a network without this restriction (a phone's hotspot), a VPN, or a proxy.",
                "换用没有此限制的网络（手机热点）、VPN 或代理。",
            ))
            .remedy(Remedy::new(
                format!("Ask who runs this network to open TCP port {port}."),
                format!("请网络管理者放行 TCP 端口 {port}。"),
            ))
            .remedy(Remedy::new(
                "If the server is yours, let it listen on a port that passes, such as 443.",
                "如果服务器是你的，让它监听能通过的端口，例如 443。",
            )),
    )
}
