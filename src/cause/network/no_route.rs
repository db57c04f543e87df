//! `network.no-route`: this machine's own routing table has no way to the address.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Condition, Os, Reason, RouteKind, RouteOutcome, State};
use crate::text::Text;

/// The attempt fails at once, no packet leaves, and the routing table says the same.
pub(super) const CAUSE: Cause = Cause {
    id: "network.no-route",
    title: Text::fixed("this machine has no route to the address", "本机没有到该地址的路由"),
    masked_by: &["network.down", "network.family-broken"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if case.is_open() {
        return None;
    }
    let (id, failed) = case.failed().filter(|(_, failed)| failed.is_local_failure())?;
    let error = failed.error.as_ref()?;
    let told = case.route(failed.address);
    let (confidence, route) = match (told, failed.reason) {
        (Some((route, RouteOutcome::NoWay { .. })), _) => (Confidence::Certain, Some(route)),
        // TCP is between two machines (RFC 9293 section 3.9.1): an address of many has no way for it.
        (Some((route, RouteOutcome::Way { kind: RouteKind::Many, .. })), _) => (Confidence::Certain, Some(route)),
        // The table has a way, so something else forbids it.
        (Some((_, RouteOutcome::Way { .. })), _) => return None,
        // The table was not readable; the error number alone speaks.
        (None, Reason::NoRoute) => (Confidence::Likely, None),
        (None, _) => return None,
    };
    let to = failed.address;
    let many = matches!(told, Some((_, RouteOutcome::Way { kind: RouteKind::Many, .. })));
    let (en, zh) = match error.condition {
        _ if many => (
            "has it as an address of many machines (broadcast or multicast)",
            "把它视为多台机器共用的地址（广播或组播）",
        ),
        Condition::NotPermitted => ("prohibits it", "禁止前往"),
        Condition::Invalid => ("leads it into a blackhole", "将其引入黑洞"),
        Condition::HostUnreachable => ("marks it unreachable", "标记其不可达"),
        _ => ("has no way to it", "没有到它的路由"),
    };
    let summary = Text::new(
        format!("No packet to {to} leaves this machine: its own routing table {en} ({}).", error.name),
        format!("发往 {to} 的包没有离开本机：本机路由表{zh}（{}）。", error.name),
    );
    let finding = Finding::because(id, confidence, Location::this_machine(), summary).and(route);
    Some(finding.remedy(show(case, to)).remedy(mend(case, to)))
}

fn show(case: &Case, to: std::net::IpAddr) -> Remedy {
    let command = match case.os() {
        Os::Linux => format!("ip route get {to}; ip {}route show", if to.is_ipv6() { "-6 " } else { "" }),
        Os::Macos => format!("route -n get {to}"),
        Os::Windows => "route print".to_owned(),
    };
    Remedy::new("See which route matches.", "查看匹配的是哪条路由。").command(command)
}

fn mend(case: &Case, to: std::net::IpAddr) -> Remedy {
    let other = case.first_asked().any(|(_, c)| c.address.is_ipv4() != to.is_ipv4() && c.state != State::Error);
    match (to.is_ipv6(), other) {
        (true, true) => {
            Remedy::new("This network has no IPv6: use the IPv4 address.", "当前网络没有 IPv6：请使用 IPv4 地址。")
                .command(format!("netwhy -4 {}", case.target))
        }
        _ => Remedy::new(
            "Take the route away, or add a default gateway (connect the VPN if the address lies behind one).",
            "删除这条路由，或添加默认网关（若该地址在 VPN 之后，请先连接 VPN）。",
        ),
    }
}
