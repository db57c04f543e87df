//! The name exists, and has no address of the families asked for.

use crate::case::Case;
use crate::cause::name::said::{Word, is_resolved, servers, system_id};
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{FactId, Resolution};
use crate::text::Text;

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.no-address",
    title: Text::fixed("the name has no address", "域名没有地址记录"),
    masked_by: &["name.malformed", "name.sinkholed", "name.srv-broken"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if is_resolved(case) {
        return None;
    }
    let name = case.target.host.name()?;
    let servers = servers(case);
    if servers.iter().any(|server| server.word() == Word::Addresses) {
        return None;
    }
    let empty = servers.iter().find(|server| server.word() == Word::Empty)?;
    let asked = asked(empty.answers.iter().map(|(_, answer)| *answer));
    // A server that denies the name in one family and knows it in the other contradicts itself.
    let agrees = empty.answers.iter().all(|(_, answer)| answer.rcode() == Some("NOERROR") || answer.name != name);
    // So may one server contradict another, or not have been heard at all: it may know an address.
    let all_agree = agrees && servers.iter().all(|server| server.word() == Word::Empty);
    let confidence = if all_agree { Confidence::Certain } else { Confidence::Likely };
    let (other_ids, others) = others(case, name);
    let (en, zh) = if others.is_empty() {
        ("it has no record of any type looked for".to_owned(), "所查的各类记录都没有".to_owned())
    } else {
        (format!("it has records of type {}", others.join(", ")), format!("它有 {} 类型的记录", others.join("、")))
    };
    let who = empty.shown();
    let summary = Text::new(
        format!("{name} exists but has no address ({asked}): {en}, says {who}."),
        format!("{name} 存在，但没有地址（{asked}）：{who} 称{zh}。"),
    );
    let id = empty.ids().next()?;
    let finding = Finding::because(id, confidence, empty.location(), summary);
    let finding = finding.and(empty.ids()).and(other_ids).and(system_id(case));
    Some(with_remedies(finding, name, &others))
}

/// The types of address that were asked for.
fn asked<'a>(answers: impl Iterator<Item = &'a Resolution>) -> String {
    let mut types: Vec<&str> = answers.map(|answer| answer.record_type.as_str()).collect();
    types.sort_unstable();
    types.dedup();
    types.join(", ")
}

/// The other types that exist, and the facts that show them.
fn others<'a>(case: &Case<'a>, name: &str) -> (Vec<FactId>, Vec<&'a str>) {
    let found = case.seen.each::<Resolution>().filter(|(_, answer)| answer.name == name && !answer.is_canary());
    let found = found.filter(|(_, answer)| answer.records.iter().any(|r| r.record_type == answer.record_type));
    let (ids, mut types): (Vec<FactId>, Vec<&str>) =
        found.map(|(id, answer)| (id, answer.record_type.as_str())).unzip();
    types.sort_unstable();
    types.dedup();
    (ids, types)
}

fn with_remedies(finding: Finding, name: &str, others: &[&str]) -> Finding {
    let finding = match others {
        _ if others.contains(&"AAAA") => finding.remedy(Remedy::new(
            "It has an IPv6 address only: connect over IPv6 (leave -4 out).",
            "它只有 IPv6 地址：请用 IPv6 连接（不要加 -4）。",
        )),
        _ if others.contains(&"A") => finding.remedy(Remedy::new(
            "It has an IPv4 address only: connect over IPv4 (leave -6 out).",
            "它只有 IPv4 地址：请用 IPv4 连接（不要加 -6）。",
        )),
        _ if others.contains(&"MX") || others.contains(&"NS") => finding.remedy(Remedy::new(
            format!("{name} is a domain, not a machine: ask for the server's own name, such as www.{name}."),
            format!("{name} 是一个域而不是一台机器：请使用服务器自己的名称，例如 www.{name}。"),
        )),
        _ => finding,
    };
    finding
        .remedy(
            Remedy::new("See everything the name has.", "查看该名称的全部记录。")
                .command(format!("netwhy resolve --type A,AAAA,CNAME,MX,NS,TXT,SRV,HTTPS {name}")),
        )
        .remedy(Remedy::new(
            "If the domain is yours, add an A or AAAA record with the server's address where the domain is managed.",
            "如果域名是你的，请在域名管理处添加 A 或 AAAA 记录，填入服务器地址。",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::{Scene, coded};
    use crate::observation::Record;

    #[test]
    fn the_other_types_are_told() {
        let record = Record { name: "x.example".into(), record_type: "MX".into(), ttl: 1, data: "10 m.".into() };
        let mx = Resolution { records: vec![record], ..coded("x.example", "MX", "192.0.2.53", "NOERROR") };
        let found = Scene::of("x.example:80").system(&[]).gives("192.0.2.53", &[]).fact(mx).find(&CAUSE).unwrap();
        assert_eq!(found.confidence, Confidence::Certain);
        assert!(found.summary.get(crate::text::Lang::En).contains("type MX"), "{:?}", found.summary);
        assert_eq!(found.evidence.len(), 3);
    }

    #[test]
    fn an_address_anywhere_is_an_address() {
        let scene = || Scene::of("x.example:80").gives("192.0.2.53", &[]);
        assert_eq!(scene().system(&["192.0.2.1"]).sure(&CAUSE), None);
        assert_eq!(scene().system(&[]).gives("192.0.2.54", &["192.0.2.1"]).sure(&CAUSE), None);
    }

    #[test]
    fn a_server_that_was_not_heard_makes_it_only_likely() {
        let scene = || Scene::of("x.example:80").system(&[]).gives("192.0.2.54", &[]);
        let silent = crate::observation::Answer::Silent;
        assert_eq!(scene().mute("192.0.2.53", silent).sure(&CAUSE), Some(Confidence::Likely));
        assert_eq!(scene().says("192.0.2.53", "REFUSED").sure(&CAUSE), Some(Confidence::Likely));
        assert_eq!(scene().gives("192.0.2.53", &[]).sure(&CAUSE), Some(Confidence::Certain));
    }

    #[test]
    fn a_server_that_contradicts_itself_makes_it_only_likely() {
        let denied = coded("x.example", "AAAA", "192.0.2.53", "NXDOMAIN");
        let scene = Scene::of("x.example:80").system(&[]).gives("192.0.2.53", &[]).fact(denied);
        assert_eq!(scene.sure(&CAUSE), Some(Confidence::Likely));
    }
}
