//! What to say of the name where none of its causes is found.

use crate::case::Case;
use crate::cause::name::said::{Word, list, servers, system};
use crate::check::{Check, Question, Status};
use crate::observation::{Answer, HostsFile};
use crate::text::{Lang, Text};

/// The answer, and where a service record led to the host, that record.
pub(super) fn rule_out(case: &Case) -> Check {
    let check = of_name(case);
    let Some((id, answer, led)) = case.led_by() else { return check };
    let record = &answer.name;
    let (en, zh) = match case.target.host.name() {
        Some(_) => (
            format!("; the service record {record} leads there, to port {}", led.port),
            format!("；SRV 记录 {record} 指向那里的端口 {}", led.port),
        ),
        None => {
            return Check::new(
                Question::Name,
                check.status,
                Text::new(
                    format!("the service record {record} leads to {}, port {}", led.target, led.port),
                    format!("SRV 记录 {record} 指向 {} 的端口 {}", led.target, led.port),
                ),
            )
            .and([id]);
        }
    };
    let summary =
        Text::new(format!("{}{en}", check.summary.get(Lang::En)), format!("{}{zh}", check.summary.get(Lang::Zh)));
    Check { summary, ..check }.and([id])
}

fn of_name(case: &Case) -> Check {
    let check = |status, summary| Check::new(Question::Name, status, summary);
    let Some(name) = case.target.host.name() else {
        return check(
            Status::Pass,
            Text::fixed("an address was given, so no name is looked up", "给出的是地址，无需查询域名"),
        );
    };
    let servers = servers(case);
    let evidence = || servers.iter().flat_map(|server| server.ids());
    let giving = servers.iter().filter(|server| server.word() == Word::Addresses).count();
    let heard = servers.iter().filter(|server| server.word() != Word::Mute).count();
    let Some((id, system)) = system(case) else {
        return check(Status::Unknown, Text::fixed("the name was not looked up", "没有查询域名")).and(evidence());
    };
    match &system.answer {
        Answer::Found => {
            let addresses: Vec<_> = system.addresses().collect();
            let addresses = list(&addresses);
            let hosts = case.seen.first::<HostsFile>();
            let in_hosts = hosts.filter(|(_, file)| file.addresses.saw().is_some_and(|all| !all.is_empty()));
            let (en, zh) = match (giving, heard, in_hosts) {
                (_, _, Some((_, file))) => (format!(", set in {}", file.path), format!("，由 {} 指定", file.path)),
                (0, _, _) => (String::new(), String::new()),
                (giving, heard, _) => (
                    format!("; {giving} of {heard} name servers say so"),
                    format!("；{heard} 台域名服务器中有 {giving} 台给出地址"),
                ),
            };
            let summary = Text::new(format!("{name} leads to {addresses}{en}"), format!("{name} 指向 {addresses}{zh}"));
            check(Status::Pass, summary).and([id]).and(in_hosts.map(|(id, _)| id)).and(evidence())
        }
        Answer::NotFound { error } if giving > 0 => check(
            Status::Fail,
            Text::new(
                format!("the name servers know {name}, but this system's resolver gives programs no address ({error})"),
                format!("域名服务器知道 {name}，但本系统的解析器没有给程序任何地址（{error}）"),
            ),
        )
        .and([id])
        .and(evidence()),
        Answer::NotFound { error } => check(
            Status::Fail,
            Text::new(
                format!("{name} leads to no address ({error}), and what was seen does not say why"),
                format!("{name} 没有得到地址（{error}），所见事实不足以说明原因"),
            ),
        )
        .and([id])
        .and(evidence()),
        _ => check(
            Status::Unknown,
            Text::new(
                format!("the system's resolver did not answer about {name} in time"),
                format!("系统解析器没有及时回答 {name}"),
            ),
        )
        .and([id])
        .and(evidence()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::Scene;

    #[test]
    fn the_name_is_ruled_out_only_where_it_leads_somewhere() {
        assert_eq!(Scene::of("192.0.2.1:80").check(), Status::Pass);
        assert_eq!(Scene::of("x.example:80").check(), Status::Unknown);
        assert_eq!(Scene::of("x.example:80").system(&["192.0.2.1"]).check(), Status::Pass);
        assert_eq!(Scene::of("x.example:80").system(&[]).gives("192.0.2.53", &["192.0.2.1"]).check(), Status::Fail);
        assert_eq!(Scene::of("x.example:80").system(&[]).check(), Status::Fail);
    }
}
