//! The configured name servers answer, and their answer is a failure or a refusal.

use crate::case::Case;
use crate::cause::name::said::{Server, Word, is_resolved, servers, system_id};
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::text::Text;

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.server-failure",
    title: Text::fixed("the name server fails", "域名服务器出错"),
    masked_by: &["name.malformed", "name.dnssec-bogus", "name.sinkholed"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if is_resolved(case) {
        return None;
    }
    let name = case.target.host.name()?;
    let servers = servers(case);
    let failed: Vec<&Server> = servers.iter().filter(|server| server.word() == Word::Failed).collect();
    let first = failed.first()?;
    if servers.iter().any(|server| matches!(server.word(), Word::Addresses | Word::Empty | Word::NotFound)) {
        return None;
    }
    let code = |server: &Server| {
        let codes = server.answers.iter().filter_map(|(_, answer)| answer.rcode());
        codes.into_iter().find(|code| *code != "NXDOMAIN").unwrap_or("SERVFAIL").to_owned()
    };
    let each: Vec<String> = failed.iter().map(|server| format!("{} {}", server.shown(), code(server))).collect();
    let each = each.join(", ");
    let why = first.extended_errors().join("; ");
    let (why_en, why_zh) = match why.as_str() {
        "" => (String::new(), String::new()),
        why => (format!(" Its own reason: {why}."), format!("它给出的原因：{why}。")),
    };
    let code = code(first);
    let (en, zh) = match code.as_str() {
        "REFUSED" => ("refuses to answer for it", "拒绝回答"),
        "SERVFAIL" => ("could not find it out", "未能查出结果"),
        _ => ("answers with an error", "回答了错误"),
    };
    let summary = Text::new(
        format!("{name} is not resolved: the name server {en} ({each}).{why_en}"),
        format!("{name} 未能解析：域名服务器{zh}（{each}）。{why_zh}"),
    );
    let id = first.ids().next()?;
    let evidence = failed.iter().flat_map(|server| server.ids()).chain(system_id(case));
    let finding = Finding::because(id, Confidence::Certain, first.location(), summary).and(evidence);
    Some(with_remedies(finding, name, &code))
}

fn with_remedies(finding: Finding, name: &str, code: &str) -> Finding {
    let compare = Remedy::new(
        "Ask another name server; if that one knows the name, the fault is with yours.",
        "换一台域名服务器查询；若它知道该名称，问题就在你的域名服务器。",
    );
    let compare = compare.command(format!("netwhy resolve --server 1.1.1.1 --server 9.9.9.9 {name}"));
    match code {
        "REFUSED" => finding
            .remedy(Remedy::new(
                "Set a name server that serves this network: this one does not answer for outsiders or other domains.",
                "改用服务于本网络的域名服务器：这一台不为外来者或其他域名应答。",
            ))
            .remedy(compare),
        _ => finding
            .remedy(compare)
            .remedy(
                Remedy::new(
                    "See whether the domain's own name servers answer; if they do not, only their owner can mend it.",
                    "查看该域名自己的服务器是否应答；若不应答，只有域名所有者能修复。",
                )
                .command(format!("netwhy resolve --trace {name}")),
            )
            .remedy(Remedy::new(
                "Try again in a minute: such failures often pass.",
                "一分钟后再试：这类故障常会自行恢复。",
            )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::Scene;
    use crate::observation::Answer;

    #[test]
    fn the_failing_server_is_named_with_its_reason() {
        let scene = Scene::of("x.example:80").system(&[]);
        let scene = scene.says_why("192.0.2.53", "SERVFAIL", "22 (No Reachable Authority)", None);
        let found = scene.find(&CAUSE).unwrap();
        assert_eq!((found.confidence, found.at.address), (Confidence::Certain, "192.0.2.53".parse().ok()));
        assert!(found.summary.get(crate::text::Lang::En).contains("No Reachable Authority"));
        assert_eq!(scene.all(), ["name.server-failure"]);
    }

    #[test]
    fn a_refusal_beside_a_silent_server_is_still_a_refusal() {
        let scene = Scene::of("x.example:80").system(&[]).says("192.0.2.53", "REFUSED");
        assert_eq!(scene.mute("192.0.2.54", Answer::Silent).sure(&CAUSE), Some(Confidence::Certain));
    }

    #[test]
    fn a_server_that_knows_better_settles_it() {
        let scene = || Scene::of("x.example:80").says("192.0.2.53", "SERVFAIL");
        assert_eq!(scene().system(&["192.0.2.1"]).sure(&CAUSE), None);
        assert_eq!(scene().system(&[]).says("192.0.2.54", "NXDOMAIN").sure(&CAUSE), None);
        assert_eq!(scene().system(&[]).gives("192.0.2.54", &["192.0.2.1"]).sure(&CAUSE), None);
    }
}
