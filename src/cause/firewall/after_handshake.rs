//! The handshake's first two packets pass, and what the client sends after that never arrives. Only both ends together
//! show it: to the client the connection stands and is silent.

use crate::case::{Case, HeardEnd};
use crate::finding::{Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Listening, Os, Side, State};
use crate::text::Text;

/// Open here and half-open there.
pub(super) fn recognise(case: &Case) -> Option<Finding> {
    let (id, open, compared) = case.compared_attempt().filter(|(_, one, _)| one.state == State::Open)?;
    let is_said = compared.side == Side::SaidNotHeard;
    if compared.side != Side::AfterHandshake && !is_said {
        return None;
    }
    // Another program may wait for data before it takes a connection (TCP_DEFER_ACCEPT); netwhy's own listener does not.
    let heard = case.heard();
    let unheard = heard.iter().find(|one| one.address == open.address && one.ended == HeardEnd::Silent);
    let is_taken_at_once = compared.answer.listening == Listening::Netwhy;
    if !is_taken_at_once && unheard.is_none_or(|one| one.asked.is_none()) {
        return None;
    }
    let (host, port) = (&case.target.host, open.port);
    let summary = Text::new(
        format!(
            "TCP port {port} of {host} opens, and nothing more arrives there: its answer to the handshake comes back, and what this machine sends after that is lost on the way there, so the connection stays half-open at the server."
        ),
        format!(
            "{host} 的 TCP 端口 {port} 可以打开，但此后什么也没有到达：握手的应答回来了，而本机随后发出的都在去程中丢失，因此连接在服务器上停留在半开。"
        ),
    );
    let summary = match is_said {
        false => summary,
        true => Text::new(
            format!(
                "TCP port {port} of {host} opens, and on most connections nothing that this machine says arrives there: that is lost on the way there, by a filter on what connections carry or a link too small for it (MTU)."
            ),
            format!(
                "{host} 的 TCP 端口 {port} 可以打开，而在多数连接上本机发出的内容没有到达：丢失在去程，可能是针对连接内容的过滤，或某段链路容不下它（MTU）。"
            ),
        ),
    };
    // A machine that answers handshakes in the server's name and gives up half-way would look the same.
    let sure = if compared.is_exact() { Confidence::Likely } else { Confidence::Possible };
    let finding = Finding::because(id, sure, Location::of(Role::BetweenEnds), summary).and([compared.id]);
    let finding = finding.and(unheard.map(|one| one.id));
    Some(
        finding
            .remedy(Remedy::new(
                "A stateful firewall that does not see the server's answer takes what follows for no connection of its own: let both directions pass through the same one.",
                "有状态防火墙若没有看到服务器的应答，会认为后续的包不属于任何连接：让两个方向经过同一台防火墙。",
            ))
            .remedy(Remedy::new(
                format!("On the firewalls between the two, allow TCP port {port} beyond the first packet (SYN): established connections, too."),
                format!("在两端之间的防火墙上，对 TCP 端口 {port} 不仅放行第一个包（SYN），也放行已建立的连接。"),
            ))
            .remedy(
                Remedy::new(
                    "On the server, see whether more than the first packet of each connection arrives; if it does, its own filter stops it.",
                    "在服务器上查看每个连接是否只有第一个包到达；若有更多，则是它自己的过滤规则拦下的。",
                )
                .command(format!("sudo tcpdump -ni any tcp dst port {port}"))
                .on(Os::Linux),
            ),
    )
}
