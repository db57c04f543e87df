//! What is known of a name server that gives no DNS answer: what came in its place, and from whom.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::name::said::Server;
use crate::finding::{Location, Role};
use crate::observation::{Answer, FactId, NeighbourState, Neighbours, Reason};
use crate::text::Text;

/// True where the server took the question and only the answer did not come in time.
pub(super) fn is_slow(server: &Server) -> bool {
    server.over_tcp.is_some_and(|(_, second)| second.answer == Answer::Unanswered)
}

/// The answer that tells most of a mute server: a rejection before an error, an error before silence.
fn telling<'a>(server: &Server<'a>) -> Option<&'a Answer> {
    let rank = |answer: &&Answer| match answer {
        Answer::Rejected { .. } => 0,
        Answer::Unsent { .. } => 1,
        Answer::Garbled { .. } => 2,
        _ => 3,
    };
    server.answers.iter().map(|(_, resolution)| &resolution.answer).min_by_key(rank)
}

/// What happened to the question, in a phrase.
pub(super) fn how(case: &Case, server: &Server) -> Text {
    let who = server.shown();
    let port = server.at.port();
    match telling(server) {
        Some(Answer::Rejected { reason: Reason::PortUnreach | Reason::Reset, from })
            if from.as_ref().is_none_or(|from| from.address == server.at.ip()) =>
        {
            Text::new(
                format!("{who} is there, but nothing listens on its port {port}"),
                format!("{who} 在线，但其 {port} 端口没有程序监听"),
            )
        }
        Some(Answer::Rejected { reason, from: Some(from) }) => {
            let own = if case.is_own(from.address) { (" (this machine)", "（本机）") } else { ("", "") };
            Text::new(
                format!("the question to {who} is rejected by {}{} with {reason}", from.address, own.0),
                format!("发往 {who} 的查询被 {}{} 以 {reason} 拒绝", from.address, own.1),
            )
        }
        Some(Answer::Rejected { reason, from: None }) => {
            Text::new(format!("{who} is not reached: {reason}"), format!("无法到达 {who}：{reason}"))
        }
        Some(Answer::Unsent { error }) => Text::new(
            format!("this machine cannot send to {who} ({})", error.name),
            format!("本机无法向 {who} 发送（{}）", error.name),
        ),
        Some(Answer::Garbled { detail }) => Text::new(
            format!("what {who} sends back is no DNS answer: {detail}"),
            format!("{who} 回复的不是 DNS 应答：{detail}"),
        ),
        _ => match missing_gateway(case, server) {
            Some((_, gateway)) => Text::new(
                format!("gateway {gateway}, which leads to {who}, does not answer on this machine's link"),
                format!("通往 {who} 的网关 {gateway} 在本机链路上没有应答"),
            ),
            None => silent(server, &who),
        },
    }
}

/// The gateway to a server, where the neighbour table shows that nobody answers for it.
pub(super) fn missing_gateway(case: &Case, server: &Server) -> Option<(FactId, IpAddr)> {
    let (_, gateway) = case.gateway(server.at.ip())?;
    let (id, table) = case.seen.each::<Neighbours>().next_back()?;
    let state = table.of(gateway)?.state;
    matches!(state, NeighbourState::Failed | NeighbourState::Incomplete).then_some((id, gateway))
}

/// A silent server, and what a second question over TCP tells of it.
fn silent(server: &Server, who: &str) -> Text {
    match server.over_tcp.map(|(_, second)| &second.answer) {
        Some(Answer::Code { .. }) => Text::new(
            format!("{who} answers over TCP and is silent over UDP, so something on the way drops UDP port 53"),
            format!("{who} 对 TCP 有应答而对 UDP 沉默，说明途中有设备丢弃 UDP 53 端口"),
        ),
        Some(Answer::Unanswered) => Text::new(
            format!("{who} is up and takes questions over TCP, but gives no answer in time"),
            format!("{who} 在线并接受 TCP 查询，但没有及时应答"),
        ),
        Some(Answer::Rejected { reason: Reason::Reset, .. }) => Text::new(
            format!("{who} is up (it refuses TCP port 53), yet silent to questions over UDP"),
            format!("{who} 在线（它拒绝 TCP 53 端口），但不回应 UDP 查询"),
        ),
        Some(Answer::Rejected { reason, from: Some(from) }) => Text::new(
            format!("{who} stays silent, and {} says {reason}", from.address),
            format!("{who} 毫无回应，且 {} 称 {reason}", from.address),
        ),
        _ => Text::new(format!("{who} stays silent"), format!("{who} 毫无回应")),
    }
}

/// The machine that is to blame for the silence of `server`.
pub(super) fn blame(case: &Case, server: &Server) -> Location {
    match telling(server) {
        Some(Answer::Rejected { from: Some(from), .. }) if from.address != server.at.ip() => {
            if case.is_own(from.address) {
                Location::this_machine().address(from.address)
            } else {
                let place = Location::machine(case, server.at.ip(), from.address);
                let hop = place.hop.or(from.hop);
                place.hop(hop)
            }
        }
        Some(Answer::Unsent { .. }) => Location::this_machine(),
        _ => match missing_gateway(case, server) {
            Some((_, gateway)) => Location::of(Role::Gateway).hop(1).address(gateway),
            None => server.location(),
        },
    }
}
