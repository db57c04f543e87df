//! `restriction.intercepted`: the handshake is answered before the host is reached.

use crate::case::Case;
use crate::cause::public::is_private_address;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Protocol, Reason, Side, State};
use crate::text::{Lang, Text};

/// The SYN-ACK comes at TTL k, while the host, or a router towards it, stands farther; or the host itself saw nothing of a
/// connection that opened.
pub(super) const CAUSE: Cause = Cause {
    id: "restriction.intercepted",
    title: Text::fixed("something on the way answers in the host's place", "途中有设备冒充主机应答"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    match (nearer(case), unseen(case)) {
        (Some(finding), Some(unseen)) => Some(finding.and(unseen.evidence)),
        (nearer, unseen) => nearer.or(unseen),
    }
}

/// The other end bears the address, watched, and saw none of the connections that opened here.
fn unseen(case: &Case) -> Option<Finding> {
    let (id, open, compared) = case.compared_attempt().filter(|(_, one, _)| one.state == State::Open)?;
    let is_own = compared.answer.own_address == Some(true) && !case.is_own(open.address);
    if compared.side != Side::AnsweredBefore || !is_own {
        return None;
    }
    // Another network may use the same private address for another machine.
    let is_same = compared.is_asked_there() || !is_private_address(open.address);
    let (port, host) = (open.port, &case.target.host);
    let (en, zh) = match is_same {
        true => ("a machine on the way answers in its name", "途中有设备以它的名义应答"),
        false => (
            "a machine on the way answers in its name, or another one bears the same private address here",
            "途中有设备以它的名义应答，或者这里有另一台机器使用同一个私有地址",
        ),
    };
    let summary = Text::new(
        format!(
            "TCP port {port} of {host} opens, and the server, which bears that address and watched, saw nothing of it: {en}."
        ),
        format!("{host} 的 TCP 端口 {port} 可以连接，而持有该地址并在观察的服务器没有看到：{zh}。"),
    );
    let sure = if is_same { Confidence::Likely } else { Confidence::Possible };
    Some(advised(Finding::because(id, sure, Location::of(Role::Path), summary).and([compared.id])))
}

/// The distances of two ports.
fn nearer(case: &Case) -> Option<Finding> {
    let open = case.asked().find(|(_, c)| c.reason == Reason::SynAck && !case.is_own(c.address));
    let (id, open) = open?;
    let (path_id, path) = case.path(open.address, open.port, Protocol::Tcp)?;
    let end = path.end.as_ref().filter(|end| end.answer == Reason::SynAck)?;
    let others = || case.paths(open.address).filter(|(_, other)| other.port != path.port);
    let host = others().find_map(|(id, other)| {
        let other = other.end.as_ref().filter(|_| other.ends_at_once() == Some(open.address))?;
        (other.at > end.at).then_some((id, other.at))
    });
    let beyond = others().find_map(|(id, other)| {
        let router = other.last_router()?;
        (router.ttl > end.at).then_some((id, router.ttl))
    });
    // The machine that answers stands where other probes meet a router at the same hop.
    let stand_in =
        others().find_map(|(_, other)| other.hops.iter().find(|hop| hop.ttl == end.at).and_then(|hop| hop.address));
    // Two probes may take ways that differ by a hop or so (ECMP, RFC 2992): one hop is no proof. And a
    // router that bears the address itself may pass some protocols on to a host behind it.
    let stranger = stand_in.is_some_and(|address| address != open.address);
    let (confidence, (far_id, far)) = match (host, beyond) {
        (Some((id, far)), _) if stranger && far > end.at.saturating_add(1) => (Confidence::Certain, (id, far)),
        (Some(host), _) => (Confidence::Likely, host),
        (None, Some(beyond)) => (Confidence::Likely, beyond),
        (None, None) => return None,
    };
    let at = match stand_in {
        Some(address) => Location::machine(case, open.address, address).hop(end.at),
        None => Location::of(Role::Path).hop(end.at),
    };
    let (who, port, host) = (at.call(), open.port, &case.target.host);
    let summary = Text::new(
        format!(
            "TCP port {port} of {host} is answered by {} at hop {}, while the host stands at hop {far} or beyond: the connection is intercepted.",
            who.get(Lang::En),
            end.at
        ),
        format!(
            "{host} 的 TCP 端口 {port} 由第 {} 跳的 {} 应答，而主机在第 {far} 跳或更远：连接被截获。",
            end.at,
            who.get(Lang::Zh)
        ),
    );
    Some(advised(Finding::because(id, confidence, at, summary).and([path_id, far_id])))
}

fn advised(finding: Finding) -> Finding {
    finding
        .remedy(Remedy::new(
            "Whatever opens here speaks to the machine in between (a transparent proxy, a captive portal, a filter): log in to the network's portal, or ask who runs it.",
            "此处打开的连接其实连到了中间设备（透明代理、认证门户或过滤器）：请登录网络门户，或询问网络管理者。",
        ))
        .remedy(Remedy::new("Try another network, or a VPN.", "换一个网络，或使用 VPN。"))
}
