//! No configured name server gives a DNS answer at all.

use crate::case::Case;
use crate::cause::name::mute::{blame, how, is_slow, missing_gateway};
use crate::cause::name::said::{Server, Word, is_resolved, servers, system_id};
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{Answer, Os, ResolverConfig};
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
    // A server that takes the question and needs longer than was waited would look the same.
    let confidence = if mute.iter().any(|server| is_slow(server)) { Confidence::Likely } else { Confidence::Certain };
    let finding = Finding::because(id, confidence, blame(case, first), summary).and(evidence);
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
    use crate::finding::Role;
    use crate::observation::{Reason, Sender};

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
        let slow = found(Answer::Unanswered);
        assert_eq!(slow.confidence, Confidence::Likely);
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
