//! The name does not exist: a name server that answers says so.

use crate::case::Case;
use crate::cause::name::said::{Word, is_resolved, servers, system, system_id};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Answer, Resolution};
use crate::text::{Lang, Text};

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.not-found",
    title: Text::fixed("the name does not exist", "域名不存在"),
    masked_by: &["name.malformed", "name.sinkholed", "name.srv-broken"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if is_resolved(case) {
        return None;
    }
    let name = case.target.host.name()?;
    let servers = servers(case);
    let said_no: Vec<_> = servers.iter().filter(|server| server.word() == Word::NotFound).collect();
    let Some(first) = said_no.first() else { return by_system(case, name, servers.is_empty()) };
    if servers.iter().any(|server| matches!(server.word(), Word::Addresses | Word::Empty)) {
        return None;
    }
    let who = said_no.iter().map(|server| server.shown()).collect::<Vec<_>>().join(", ");
    let alias = first.answers.iter().find_map(|(_, answer)| alias(answer));
    let summary = match alias {
        Some(alias) => Text::new(
            format!("{name} is an alias for {alias}, and that name does not exist (NXDOMAIN from {who})."),
            format!("{name} 是 {alias} 的别名，而后者不存在（{who} 回答 NXDOMAIN）。"),
        ),
        None => Text::new(
            format!("The name {name} does not exist (NXDOMAIN from {who})."),
            format!("域名 {name} 不存在（{who} 回答 NXDOMAIN）。"),
        ),
    };
    let id = first.ids().next()?;
    let evidence = said_no.iter().flat_map(|server| server.ids()).chain(system_id(case));
    // A server that was not heard may know the name, as a company's own does where a public one denies it.
    let unheard: Vec<_> = servers.iter().filter(|server| server.word() != Word::NotFound).collect();
    // DNS knows nothing of names that machines of one link tell each other (RFC 6762).
    let sure = unheard.is_empty() && !is_multicast(name);
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    let summary = match unheard.iter().map(|server| server.shown()).collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => summary,
        who => Text::new(
            format!("{} {who} did not tell, and may know it.", summary.get(Lang::En)),
            format!("{}{who} 没有作答，它可能知道。", summary.get(Lang::Zh)),
        ),
    };
    let evidence = evidence.chain(unheard.iter().flat_map(|server| server.ids()));
    Some(with_remedies(Finding::because(id, confidence, first.location(), summary).and(evidence), name))
}

fn is_multicast(name: &str) -> bool {
    name.rsplit('.').next() == Some("local") && name.contains('.')
}

/// Where no name server could be asked, the system's word is all there is: it may mean a failure as well.
fn by_system(case: &Case, name: &str, nobody_asked: bool) -> Option<Finding> {
    let (id, answer) = system(case)?;
    let Answer::NotFound { error } = &answer.answer else { return None };
    if !nobody_asked || !matches!(error.as_str(), "EAI_NONAME" | "EAI_NODATA") {
        return None;
    }
    let summary = Text::new(
        format!("The system's resolver finds no address for {name} ({error})."),
        format!("系统解析器找不到 {name} 的地址（{error}）。"),
    );
    Some(with_remedies(Finding::because(id, Confidence::Likely, Location::of(Role::Resolver), summary), name))
}

/// The name at the end of the chain of aliases, where the answer has one.
fn alias(answer: &Resolution) -> Option<&str> {
    let last = answer.records.iter().rfind(|record| record.record_type == "CNAME")?;
    Some(last.data.trim_end_matches('.'))
}

fn with_remedies(finding: Finding, name: &str) -> Finding {
    let finding = finding.remedy(Remedy::new(
        "Check the spelling of the name, its ending included, and ask whoever gave it to you.",
        "检查名称的拼写（包括后缀），并向提供者核实。",
    ));
    let finding = if is_multicast(name) {
        finding.remedy(
            Remedy::new(
                "A name ending in .local is told by the machine itself (mDNS): it must be on, on the same link, and this \
                 machine must ask that way.",
                "以 .local 结尾的名称由设备自己应答（mDNS）：设备须开机且在同一链路上，本机也须支持这种查询。",
            )
            .command(format!("avahi-resolve --name {name}"))
            .on(crate::observation::Os::Linux),
        )
    } else if name.contains('.') {
        finding.remedy(
            Remedy::new(
                "If the name is yours or brand new, see at which level it ends.",
                "如果这是你自己的或刚注册的域名，查看它在哪一级中断。",
            )
            .command(format!("netwhy resolve --trace {name}")),
        )
    } else {
        finding.remedy(Remedy::new(
            "A name without dots is known only within its own network: write it in full, or add it to the hosts file.",
            "不带点的名称只在本地网络内有效：写全名，或把它加入 hosts 文件。",
        ))
    };
    finding.remedy(Remedy::new(
        "If it is a name of a company or school network, connect to that network or its VPN first.",
        "如果是公司或学校内网的名称，先接入该网络或其 VPN。",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::{Scene, coded};
    use crate::observation::Record;

    #[test]
    fn nxdomain_is_certain_and_names_who_says_it() {
        let found = Scene::of("nope.example:80").system(&[]).says("192.0.2.53", "NXDOMAIN").find(&CAUSE).unwrap();
        assert_eq!(found.confidence, Confidence::Certain);
        assert_eq!(found.at.address, "192.0.2.53".parse().ok());
        assert_eq!(found.evidence.len(), 2);
    }

    #[test]
    fn it_is_not_said_where_another_server_knows_the_name_or_the_system_does() {
        let scene = || Scene::of("nope.example:80").says("192.0.2.53", "NXDOMAIN");
        assert_eq!(scene().system(&["192.0.2.1"]).sure(&CAUSE), None);
        assert_eq!(scene().system(&[]).gives("192.0.2.54", &["192.0.2.1"]).sure(&CAUSE), None);
        assert_eq!(scene().system(&[]).gives("192.0.2.54", &[]).sure(&CAUSE), None);
        assert_eq!(Scene::of("nope.example:80").system(&[]).says("192.0.2.53", "SERVFAIL").sure(&CAUSE), None);
    }

    #[test]
    fn a_server_that_was_not_heard_may_know_the_name() {
        let scene = || Scene::of("nope.example:80").system(&[]).says("192.0.2.54", "NXDOMAIN");
        assert_eq!(scene().mute("192.0.2.53", Answer::Silent).sure(&CAUSE), Some(Confidence::Likely));
        let found = scene().says("192.0.2.53", "SERVFAIL").find(&CAUSE).unwrap();
        assert_eq!(found.confidence, Confidence::Likely);
        assert!(found.summary.get(Lang::En).contains("192.0.2.53 did not tell"), "{:?}", found.summary);
        assert_eq!(scene().says("192.0.2.53", "NXDOMAIN").sure(&CAUSE), Some(Confidence::Certain));
    }

    #[test]
    fn the_systems_word_alone_is_only_likely() {
        assert_eq!(Scene::of("nope.example:80").system(&[]).sure(&CAUSE), Some(Confidence::Likely));
    }

    #[test]
    fn a_name_told_by_its_machine_is_only_likely_absent() {
        let scene = Scene::of("printer.local:80").system(&[]).says("192.0.2.53", "NXDOMAIN");
        assert_eq!(scene.sure(&CAUSE), Some(Confidence::Likely));
    }

    #[test]
    fn an_alias_to_nowhere_is_told_as_one() {
        let record_type = "CNAME".to_owned();
        let record = Record { name: "www.example".into(), record_type, ttl: 1, data: "gone.example.".into() };
        let answer = Resolution { records: vec![record], ..coded("www.example", "A", "192.0.2.53", "NXDOMAIN") };
        let found = Scene::of("www.example:80").system(&[]).fact(answer).find(&CAUSE).unwrap();
        assert!(found.summary.get(crate::text::Lang::En).contains("alias for gone.example,"), "{:?}", found.summary);
    }
}
