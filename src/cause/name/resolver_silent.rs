//! No configured name server gives a DNS answer at all.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::name::said::{Server, Word, is_resolved, servers, system_id};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Answer, FactId, NeighbourState, Neighbours, Os, Reason, ResolverConfig};
use crate::text::{Lang, Text};

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.resolver-silent",
    title: Text::fixed("no name server answers", "没有域名服务器应答"),
    masked_by: &["name.malformed", "network.down", "network.no-route"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let name = case.target.host.name()?;
    let servers = servers(case);
    let mute: Vec<&Server> = servers.iter().filter(|server| server.word() == Word::Mute).collect();
    let first = mute.first()?;
    if mute.len() < servers.len() || is_resolved(case) {
        return delays(case, &servers);
    }
    let each = |lang| mute.iter().map(|server| how(case, server).get(lang).to_owned()).collect::<Vec<_>>();
    let summary = Text::new(
        format!("{name} cannot be looked up, because no name server answers: {}.", each(Lang::En).join("; ")),
        format!("无法查询 {name}，因为没有域名服务器应答：{}。", each(Lang::Zh).join("；")),
    );
    let id = first.ids().next()?;
    let config = case.seen.first::<ResolverConfig>().map(|(id, _)| id);
    let evidence = mute.iter().flat_map(|server| server.ids()).chain(config).chain(system_id(case));
    let evidence = evidence.chain(missing_gateway(case, first).map(|(id, _)| id));
    let finding = Finding::because(id, Confidence::Certain, blame(case, first), summary).and(evidence);
    Some(with_remedies(finding, case, first, name))
}

/// The first name server is mute and another is not: every look-up waits for it before the next is asked.
fn delays(case: &Case, servers: &[Server]) -> Option<Finding> {
    let first = servers.first().filter(|server| server.word() == Word::Mute)?;
    let waited = first.answers.iter().any(|(_, answer)| answer.answer == Answer::Silent);
    if !waited || !servers.iter().any(|server| server.word() != Word::Mute) {
        return None;
    }
    let who = first.shown();
    let summary = Text::new(
        format!("The first name server {who} is silent; another answers, but each look-up may wait seconds for it."),
        format!("首选域名服务器 {who} 没有回应；另有服务器应答，但每次查询可能要多等几秒。"),
    );
    let id = first.ids().next()?;
    let finding = Finding::because(id, Confidence::Possible, blame(case, first), summary).and(first.ids());
    Some(finding.remedy(settings(case.os())))
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
fn how(case: &Case, server: &Server) -> Text {
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
fn missing_gateway(case: &Case, server: &Server) -> Option<(FactId, IpAddr)> {
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
fn blame(case: &Case, server: &Server) -> Location {
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

fn settings(os: Os) -> Remedy {
    let remedy = Remedy::new(
        "See which name servers are set, and set ones that answer.",
        "查看设置了哪些域名服务器，并改用会应答的。",
    );
    match os {
        Os::Linux => remedy.command("resolvectl status || cat /etc/resolv.conf").on(Os::Linux),
        Os::Macos => remedy.command("scutil --dns").on(Os::Macos),
        Os::Windows => remedy.command("Get-DnsClientServerAddress").on(Os::Windows),
    }
}

fn with_remedies(finding: Finding, case: &Case, first: &Server, name: &str) -> Finding {
    let finding = match first.at.ip() {
        ip if ip.is_loopback() && case.os() == Os::Linux => finding.remedy(
            Remedy::new(
                "Names are resolved by a service of this machine (systemd-resolved, dnsmasq, …): start it again.",
                "域名由本机上的服务（systemd-resolved、dnsmasq 等）解析：请重新启动它。",
            )
            .command("systemctl restart systemd-resolved")
            .on(Os::Linux),
        ),
        _ => finding,
    };
    finding
        .remedy(
            Remedy::new("See whether other name servers can be reached.", "看看能否到达其他域名服务器。")
                .command(format!("netwhy resolve --server 1.1.1.1 --server tcp://9.9.9.9 {name}")),
        )
        .remedy(settings(case.os()))
        .remedy(Remedy::new(
            "If you know the server's address, use it in place of the name until names work again.",
            "如果知道服务器的 IP 地址，在域名恢复之前可直接使用它。",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::Scene;
    use crate::observation::Sender;

    fn rejected(by: &str) -> Answer {
        let from = Some(Sender { address: by.parse().unwrap(), hop: None });
        Answer::Rejected { reason: Reason::PortUnreach, from }
    }

    fn scene() -> Scene {
        Scene::of("x.example:80").system(&[])
    }

    #[test]
    fn silence_a_closed_port_and_a_rejection_on_the_way_are_told_apart() {
        let silent = scene().mute("192.0.2.53", Answer::Silent).find(&CAUSE).unwrap();
        assert!(silent.summary.get(Lang::En).contains("192.0.2.53 stays silent"), "{:?}", silent.summary);
        let closed = scene().mute("192.0.2.53", rejected("192.0.2.53")).find(&CAUSE).unwrap();
        assert!(closed.summary.get(Lang::En).contains("nothing listens on its port 53"), "{:?}", closed.summary);
        assert_eq!((closed.at.role, closed.confidence), (Role::Resolver, Confidence::Certain));
        let stopped = scene().mute("192.0.2.53", rejected("10.0.0.1")).find(&CAUSE).unwrap();
        assert_eq!((stopped.at.role, stopped.at.address), (Role::Path, "10.0.0.1".parse().ok()));
    }

    #[test]
    fn a_second_question_over_tcp_tells_whether_the_server_is_up() {
        let second = |answer: Answer| crate::observation::Resolution {
            answer,
            transport: crate::observation::Transport::Tcp,
            ..crate::cause::name::scene::coded("x.example", "A", "192.0.2.53", "NOERROR")
        };
        let found = |answer| scene().fact(second(answer)).mute("192.0.2.53", Answer::Silent).find(&CAUSE).unwrap();
        let up = found(Answer::Rejected { reason: Reason::Reset, from: None });
        assert!(up.summary.get(Lang::En).contains("is up"), "{:?}", up.summary);
        let answers = Answer::Code { rcode: "NOERROR".into(), authoritative: false, recursion_available: true };
        let dropped = found(answers);
        assert!(dropped.summary.get(Lang::En).contains("drops UDP"), "{:?}", dropped.summary);
    }

    #[test]
    fn one_answer_is_enough_against_it() {
        let scene = || scene().mute("192.0.2.53", rejected("192.0.2.53"));
        assert_eq!(scene().says("192.0.2.54", "NXDOMAIN").sure(&CAUSE), None);
        assert_eq!(scene().gives("192.0.2.54", &["192.0.2.1"]).sure(&CAUSE), None);
    }

    #[test]
    fn a_silent_first_server_beside_a_good_one_is_a_delay() {
        let scene = Scene::of("x.example:80").system(&["192.0.2.1"]).mute("192.0.2.53", Answer::Silent);
        assert_eq!(scene.gives("192.0.2.54", &["192.0.2.1"]).sure(&CAUSE), Some(Confidence::Possible));
    }

    #[test]
    fn a_name_that_resolves_by_other_means_needs_no_server() {
        let scene = Scene::of("x.example:80").system(&["192.0.2.1"]).mute("192.0.2.53", Answer::Silent);
        assert_eq!(scene.sure(&CAUSE), None);
    }
}
