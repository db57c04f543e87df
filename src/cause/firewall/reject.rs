//! `firewall.reject`: a machine on the way, or the host's own filter, answers the attempt with a refusal.

use std::net::IpAddr;

use crate::case::{Case, Compared};
use crate::cause::firewall::allow::{on_server, on_the_way};
use crate::cause::initial_ttl::hops_travelled;
use crate::cause::unreached::is_prompt;
use crate::finding::{Cause, Confidence, Finding, Location, Role};
use crate::observation::{Connection, FactId, Listening, Protocol, Reason, Side};
use crate::text::{Lang, Text};

/// An ICMP rejection names its sender. A reset names none; it is a machine's on the way where it arises
/// nearer than the host stands.
pub(super) const CAUSE: Cause = Cause {
    id: "firewall.reject",
    title: Text::fixed("a firewall rejects the connection", "防火墙拒绝了连接"),
    masked_by: &["firewall.own", "network.no-route", "restriction.port-blocked"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed()?;
    if failed.reason == Reason::Reset {
        let compared = case.compared(failed);
        return match (nearer_reset(case, id, failed), compared) {
            (Some(finding), Some(compared)) => Some(confirmed(finding, &compared)),
            (Some(finding), None) => Some(finding),
            (None, Some(compared)) => not_the_servers(case, id, failed, &compared),
            (None, None) => None,
        };
    }
    let sender = failed.from.as_ref()?.address;
    failed.icmp?;
    // A host says of its own UDP ports which are closed.
    if failed.is_datagram() && failed.reason == Reason::PortUnreach && sender == failed.address {
        return None;
    }
    if case.is_own(sender) || !failed.reason.is_rejection() {
        return None;
    }
    let confidence = match failed.reason.is_unreachable() {
        false => Confidence::Certain,
        true => filters_by_unreachable(case, failed, sender)?,
    };
    if sender == failed.address
        && let Some((path, hop)) = case.translated_at(failed)
    {
        return Some(behind_translation(case, id, failed, path, hop));
    }
    let at = Location::machine(case, failed.address, sender);
    let summary = summary(case, failed, &at);
    let paths = case.path(failed.address, failed.port, Protocol::Tcp).map(|(id, _)| id);
    Some(remedies(Finding::because(id, confidence, at.clone(), summary).and(paths), case, &at, failed.port))
}

/// The trace shows the reset to arise on the way, and the other end's kernel has neither seen nor kept back an attempt.
fn confirmed(finding: Finding, compared: &Compared) -> Finding {
    let sure =
        compared.is_complete() && compared.side == Side::BeforeServer && finding.confidence == Confidence::Likely;
    let confidence = if sure { Confidence::Certain } else { finding.confidence };
    Finding { confidence, ..finding }.and([compared.id])
}

/// A reset, while at the other end something listens that saw no attempt: it is not the listener's machine's answer.
fn not_the_servers(case: &Case, id: FactId, failed: &Connection, compared: &Compared) -> Option<Finding> {
    let listens = matches!(compared.answer.listening, Listening::Netwhy | Listening::Other);
    let (at, en, zh) = match compared.side {
        _ if !listens => return None,
        Side::InServer => (
            Location { role: Role::Target, ..Location::machine(case, failed.address, failed.address) },
            "the server's own filter resets it",
            "是服务器自己的过滤规则发出 RST",
        ),
        Side::BeforeServer => (Location::of(Role::Path), "a machine on the way resets it", "是途中的设备发出 RST"),
        Side::AnswersReset => {
            (Location::of(Role::Path), "a machine on the way resets both ends", "是途中的设备向两端发出 RST")
        }
        Side::BeforeListener => (
            Location::of(Role::Path),
            "a machine on the way or the server's own filter resets it",
            "是途中的设备或服务器自己的过滤规则发出 RST",
        ),
        _ => return None,
    };
    let (host, port, told) = (&case.target.host, failed.port, compared.counterpart.describe());
    let summary = Text::new(
        format!("TCP port {port} of {host} is listened on, yet the attempts are reset: {en}. {}", told.get(Lang::En)),
        format!("{host} 的 TCP 端口 {port} 有程序监听，尝试却收到 RST：{zh}。{}", told.get(Lang::Zh)),
    );
    // It is not the server's own address.
    let summary = match compared.is_not_passed_on() {
        false => summary,
        true => Text::new(
            format!("A machine on the way to {host} that resets TCP port {port} would look the same."),
            format!("若途中有设备对 {host} 的 TCP 端口 {port} 发出 RST，看起来也是如此。"),
        ),
    };
    // That a router does not pass it on is likelier (`port.not-forwarded`).
    let sure = if compared.is_not_passed_on() { Confidence::Possible } else { Confidence::Likely };
    let finding = Finding::because(id, sure, at.clone(), summary).and([compared.id]);
    Some(remedies(finding, case, &at, port))
}

/// The refusal bears the target's address, and so does a router on the way: the port is sent on to a machine
/// whose address is not seen.
fn behind_translation(case: &Case, id: FactId, failed: &Connection, path: FactId, hop: u8) -> Finding {
    let (host, port, reason) = (&case.target.host, failed.port, failed.reason);
    let summary = Text::new(
        format!(
            "At hop {hop} TCP port {port} of {host} is sent on to another machine (NAT), and rejected there or on the way to it (ICMP {reason})."
        ),
        format!(
            "{host} 的 TCP 端口 {port} 在第 {hop} 跳被转发到另一台机器（NAT），并在那里或途中被拒绝（ICMP {reason}）。"
        ),
    );
    let at = Location::of(Role::Path);
    on_the_way(Finding::because(id, Confidence::Likely, at.clone(), summary).and([path]), case, &at, port)
}

/// "Unreachable" may be a filter's word or a router's plain truth. A router that has no route says so even to
/// a packet whose TTL ends there, while one that filters reports the TTL first (Linux: ip_forward comes before
/// the FORWARD chain), so time-exceeded at hop k and unreachable at k + 1 is a filter; a dead neighbour takes
/// seconds to be noticed. Where the host answers elsewhere there is a way to it, and a filter speaks; but only
/// an answer that bears its own address is surely the host's.
fn filters_by_unreachable(case: &Case, failed: &Connection, sender: IpAddr) -> Option<Confidence> {
    let alive = case.sign_of_life(failed.address).is_some();
    if !is_prompt(case, failed) {
        return alive.then_some(Confidence::Possible);
    }
    if sender != failed.address && case.signed_life(failed.address).is_some() {
        return Some(Confidence::Certain);
    }
    let path = case.path(failed.address, failed.port, Protocol::Tcp);
    let passed_on = path.is_some_and(|(_, path)| {
        path.hops.iter().any(|hop| hop.answer == Reason::TimeExceeded && hop.address == Some(sender))
    });
    (alive || passed_on || sender == failed.address).then_some(Confidence::Likely)
}

/// A reset that arises at a machine nearer than the host.
fn nearer_reset(case: &Case, id: FactId, failed: &Connection) -> Option<Finding> {
    let (path_id, path) = case.path(failed.address, failed.port, Protocol::Tcp)?;
    let end = path.end.as_ref().filter(|end| end.answer == Reason::Reset)?;
    let arrival = case.arrival(failed.address, failed.port);
    let host = case.distance(failed.address);
    // Behind a translated address the reset is another machine's, and its distance says nothing of the host.
    if case.translated_at(failed).is_some() {
        return None;
    }
    // The router that forges it has let the TTL of its own hop run out, so it stands one hop before.
    let router = path.hops.iter().rev().find(|hop| hop.answer == Reason::TimeExceeded && hop.ttl < end.at);
    let sent_from = arrival.map(|(_, _, ttl)| hops_travelled(ttl) + 1);
    let other = other_arrival(case, failed);
    let distance = host.map(|(_, distance)| distance);
    // Both answers come home the same way, so a difference is a difference of senders.
    let nearer_than_other = sent_from.zip(other).is_some_and(|(hop, (_, other))| hop < other);
    let home = host_home(case, failed.address);
    let nearer_than_host = sent_from.zip(home).map(|(hop, (_, home))| hop < home);
    // The ways of two probes may differ in length (RFC 2992), so this alone is not proof.
    let before_host = distance.is_some_and(|distance| end.at < distance);
    // Triggered at hop k + 1, sent from hop k. A way home that is shorter by one looks the same.
    let one_before = sent_from.is_some_and(|hop| hop.saturating_add(1) == end.at);
    let confidence = match (nearer_than_host, nearer_than_other || before_host, one_before) {
        // The machine that bears the address sent the reset itself; ports that answer from farther are
        // passed on by it (`port.not-forwarded`).
        (Some(false), ..) => return None,
        (None, _, false) if distance == Some(end.at) => return None,
        (Some(true), true, true) => Confidence::Certain,
        (Some(true), ..) | (None, true, _) => Confidence::Likely,
        (None, false, true) => Confidence::Possible,
        (None, false, false) => return None,
    };
    let at = match (sent_from.and_then(|hop| path.hops.iter().find(|h| h.ttl == hop)), router) {
        (Some(hop), _) if hop.address.is_some() => hop,
        (_, Some(hop)) => hop,
        _ => return None,
    };
    let place = match at.address {
        Some(address) => Location::machine(case, failed.address, address),
        None => Location::of(Role::Path).hop(at.ttl),
    };
    let (who, target) = (place.call(), case.target.to_string());
    let summary = Text::new(
        format!(
            "{} resets the connection in the name of {target}: the reset arises at hop {}, before the host is reached.",
            who.get(Lang::En),
            at.ttl
        ),
        format!("{} 冒用 {target} 的名义发出 RST：它产生于第 {} 跳，还没有到达目标主机。", who.get(Lang::Zh), at.ttl),
    );
    let evidence = [
        Some(path_id),
        arrival.map(|(id, ..)| id),
        host.map(|(id, _)| id),
        other.map(|(id, _)| id),
        home.map(|(id, _)| id),
    ];
    let finding = Finding::because(id, confidence, place.clone(), summary).and(evidence.into_iter().flatten());
    Some(remedies(finding, case, &place, failed.port))
}

/// From how many hops away the host's own ICMP errors come home.
fn host_home(case: &Case, host: IpAddr) -> Option<(FactId, u8)> {
    case.paths(host).find_map(|(id, path)| {
        let own = path.hops.iter().find(|hop| hop.address == Some(host))?;
        Some((id, hops_travelled(own.reply_ttl?) + 1))
    })
}

/// From how many hops away another port of the host answers.
fn other_arrival(case: &Case, failed: &Connection) -> Option<(FactId, u8)> {
    let arrivals = case.seen.each::<crate::observation::Arrival>();
    let mut others = arrivals.filter(|(_, a)| a.address == failed.address && a.port != failed.port);
    others.find_map(|(id, arrival)| Some((id, hops_travelled(arrival.ttl?) + 1)))
}

fn summary(case: &Case, failed: &Connection, at: &Location) -> Text {
    let (who, far, target) = (at.call(), at.distance(), case.target.host.to_string());
    let (port, reason, over) = (failed.port, failed.reason, failed.protocol);
    if at.role == Role::Target {
        return Text::new(
            format!(
                "The firewall of {} itself rejects {over} port {port} (ICMP {reason}); the host is up.",
                who.get(Lang::En)
            ),
            format!("{} 自己的防火墙拒绝 {over} 端口 {port}（ICMP {reason}）；主机在线。", who.get(Lang::Zh)),
        );
    }
    let far_en = if far.get(Lang::En).is_empty() { String::new() } else { format!(", {},", far.get(Lang::En)) };
    let far_zh = if far.get(Lang::Zh).is_empty() { String::new() } else { format!("（{}）", far.get(Lang::Zh)) };
    Text::new(
        format!(
            "{}{far_en} rejects {over} port {port} (ICMP {reason}); the connection never reaches {target}.",
            who.get(Lang::En)
        ),
        format!("{}{far_zh}拒绝 {over} 端口 {port}（ICMP {reason}）；连接根本没有到达 {target}。", who.get(Lang::Zh)),
    )
}

fn remedies(finding: Finding, case: &Case, at: &Location, port: u16) -> Finding {
    match at.role {
        Role::Target => on_server(finding, case, port),
        _ => on_the_way(finding, case, at, port),
    }
}
