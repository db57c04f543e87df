//! `network.no-way-back`: attempts arrive at the server, and its answers are lost on their way here.

use crate::case::{Case, Compared, HeardEnd};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, FactId, Os, Reason, Side, State};
use crate::text::Text;

/// Silence here, and there half-open connections of these very attempts. Without the other end's word this looks
/// exactly as `firewall.drop` does.
pub(super) const CAUSE: Cause = Cause {
    id: "network.no-way-back",
    title: Text::fixed("the server's answers do not come back", "服务器的应答没有回来"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if let Some(found) = unheard(case) {
        return Some(found);
    }
    let (id, failed) = case.failed().filter(|(_, failed)| failed.reason == Reason::NoResponse)?;
    let compared = case.compared(failed)?;
    match compared.side {
        Side::WayBack => Some(lost(case, id, failed, &compared)),
        Side::AnswersReset => Some(reset(case, id, failed, &compared)),
        Side::Connected => Some(taken(case, id, failed, &compared)),
        _ => None,
    }
}

fn lost(case: &Case, id: FactId, failed: &Connection, compared: &Compared) -> Finding {
    let (host, port) = (&case.target.host, failed.port);
    let summary = Text::new(
        format!(
            "The attempts arrive at {host} and it answers them; its answers from TCP port {port} are lost on the way back: in its own filter, between it and this machine, or in this machine's own filter."
        ),
        format!(
            "请求到达了 {host} 并得到应答；它从 TCP 端口 {port} 发回的应答在返回途中丢失：在它自己的过滤规则、两者之间，或本机自己的过滤规则处。"
        ),
    );
    let sure = if compared.is_exact() { Confidence::Certain } else { Confidence::Likely };
    remedies(Finding::because(id, sure, Location::of(Role::BetweenEnds), summary).and([compared.id]), failed, compared)
}

/// A machine resets the answers, towards the server alone.
fn reset(case: &Case, id: FactId, failed: &Connection, compared: &Compared) -> Finding {
    let (host, port) = (&case.target.host, failed.port);
    let summary = Text::new(
        format!(
            "The attempts arrive at {host}, most likely, and it answers them; its answers from TCP port {port} meet a reset on the way back, and none reaches this machine's netwhy."
        ),
        format!(
            "请求很可能到达了 {host} 并得到应答；它从 TCP 端口 {port} 发回的应答在返回途中遇到 RST，没有一个回到这里。"
        ),
    );
    let finding = Finding::because(id, Confidence::Likely, Location::of(Role::BetweenEnds), summary).and([compared.id]);
    if compared.answer.own_address != Some(false) {
        return remedies(finding, failed, compared);
    }
    let finding = finding.remedy(Remedy::new(
        format!("{} is not the server's own address: its answers come from another address than was asked, most likely, and this machine's kernel resets them. Within the same network use the server's own address, or have the router translate both directions (NAT reflection, hairpin).", failed.address),
        format!("{} 不是服务器自己的地址：它的应答很可能来自另一个地址，因而被本机内核重置。在同一网络内请使用服务器自己的地址，或让路由器对两个方向都做转换（NAT 回流）。", failed.address),
    ));
    remedies(finding, failed, compared)
}

/// The connection stands, and what the server says on it does not come here.
fn unheard(case: &Case) -> Option<Finding> {
    let (id, open, compared) = case.compared_attempt().filter(|(_, one, _)| one.state == State::Open)?;
    if compared.side != Side::AnswerNotHeard {
        return None;
    }
    let (host, port) = (&case.target.host, open.port);
    let heard = case.heard();
    let unanswered = heard.iter().find(|one| one.address == open.address && one.ended == HeardEnd::Silent);
    let summary = Text::new(
        format!(
            "TCP port {port} of {host} opens, what this machine says arrives there and is answered, and the answer is lost on the way back: a filter on what connections carry, or a link too small for it (MTU)."
        ),
        format!(
            "{host} 的 TCP 端口 {port} 可以打开，本机发出的内容到达并得到应答，而应答在返回途中丢失：可能是针对连接内容的过滤，或某段链路容不下它（MTU）。"
        ),
    );
    let finding = Finding::because(id, Confidence::Likely, Location::of(Role::BetweenEnds), summary).and([compared.id]);
    Some(remedies(finding.and(unanswered.map(|one| one.id)), open, &compared))
}

/// The handshake was completed with the server, and not by this machine.
fn taken(case: &Case, id: FactId, failed: &Connection, compared: &Compared) -> Finding {
    let (host, port) = (&case.target.host, failed.port);
    let summary = Text::new(
        format!(
            "{host} has connections of these attempts at TCP port {port}, and nothing of them came back here: a machine on the way connects in this one's name, and its answers are lost."
        ),
        format!(
            "{host} 的 TCP 端口 {port} 上有这些尝试建立的连接，而本机什么也没有收到：途中有设备以本机名义连接，应答随后丢失。"
        ),
    );
    let finding = Finding::because(id, Confidence::Likely, Location::of(Role::Path), summary).and([compared.id]);
    remedies(finding, failed, compared)
}

fn remedies(finding: Finding, failed: &Connection, compared: &Compared) -> Finding {
    let port = failed.port;
    let client = compared.answer.from.or(failed.local).map_or("CLIENT".to_owned(), |address| address.to_string());
    finding
        .remedy(
            Remedy::new(
                "On the server, see which way its answers take: they may leave by another interface or router than the attempts came by.",
                "在服务器上查看应答走哪条路：它们可能从与请求不同的接口或路由器离开。",
            )
            .command(format!("ip route get {client}"))
            .on(Os::Linux),
        )
        .remedy(
            Remedy::new(
                "On the server, see whether its own filter stops what leaves from that port (chain OUTPUT).",
                "在服务器上查看它自己的过滤规则是否拦下从该端口发出的包（OUTPUT 链）。",
            )
            .command("sudo nft list ruleset")
            .on(Os::Linux),
        )
        .remedy(Remedy::new(
            "A stateful firewall that sees only one of both directions drops the other: let both pass through the same one.",
            "只看到一个方向的有状态防火墙会丢弃另一个方向：让两个方向经过同一台防火墙。",
        ))
        .remedy(
            Remedy::new(
                "On this machine, see whether the answers arrive and are dropped by its own filter.",
                "在本机查看应答是否到达并被本机的过滤规则丢弃。",
            )
            .command(format!("sudo tcpdump -ni any tcp src port {port}"))
            .on(Os::Linux),
        )
}
