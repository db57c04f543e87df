//! A service record (SRV, RFC 2782) leads clients nowhere.

use std::net::SocketAddr;

use crate::case::Case;
use crate::cause::server::nothing_listens;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{FactId, JavaStatus, Resolution, ServiceAt};
use crate::target::Service;
use crate::text::Text;

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.srv-broken",
    title: Text::fixed("the service record leads nowhere", "SRV 记录无效"),
    masked_by: &["name.malformed"],
    recognise,
};

/// What is wrong with one service record.
enum Fault {
    None,
    NoService,
    NoPort,
    NoAddress(FactId),
}

fn recognise(case: &Case) -> Option<Finding> {
    // Scripts use no service record.
    if case.target.service == Service::Mcpi {
        return None;
    }
    let (id, answer) = case.seen.each::<Resolution>().find(|(_, answer)| {
        answer.record_type == "SRV" && answer.name.starts_with('_') && answer.services().next().is_some()
    })?;
    let judged: Vec<(ServiceAt, Fault)> = answer
        .services()
        .map(|service| {
            let fault = fault(case, &service);
            (service, fault)
        })
        .collect();
    let broken: Vec<&(ServiceAt, Fault)> = judged.iter().filter(|(_, fault)| !matches!(fault, Fault::None)).collect();
    let Some((service, fault)) = broken.first() else { return dead_end(case) };
    // A client may choose a record that holds.
    let confidence = if broken.len() == judged.len() { Confidence::Certain } else { Confidence::Possible };
    let record = &answer.name;
    let (en, zh, evidence) = match fault {
        Fault::NoService => (
            "says that there is no such service here (target `.`)".to_owned(),
            "表示这里没有该服务（目标为“.”）".to_owned(),
            None,
        ),
        Fault::NoPort => {
            (format!("names {} with port 0", service.target), format!("指向 {} 的 0 端口", service.target), None)
        }
        Fault::NoAddress(id) => (
            format!("names {}, which has no address", service.target),
            format!("指向 {}，而它没有地址", service.target),
            Some(*id),
        ),
        Fault::None => return None,
    };
    let there = case.seen.each::<JavaStatus>().find(|(_, one)| one.status.is_some());
    let place = there.map(|(_, one)| SocketAddr::new(one.address, one.port));
    let (end, end_zh) = match place.filter(|_| confidence == Confidence::Certain) {
        Some(place) => (
            format!(" The game uses nothing else, so players who type the name do not get in, though {place} answers."),
            format!("游戏只使用该记录，因此输入该名称的玩家进不去，尽管 {place} 有应答。"),
        ),
        None => Default::default(),
    };
    let summary =
        Text::new(format!("The service record {record} {en}.{end}"), format!("SRV 记录 {record} {zh}。{end_zh}"));
    let at = Location::of(Role::Resolver).address(answer.server.map(|server| server.ip()));
    let finding = Finding::because(id, confidence, at, summary).and(evidence).and(there.map(|(id, _)| id));
    Some(remedies(finding, record, place.map(|place| place.to_string())))
}

/// Mend the record; and until then, what to type: `instead`, where something is known to answer.
fn remedies(finding: Finding, record: &str, instead: Option<String>) -> Finding {
    let until = match instead {
        Some(place) => Remedy::new(
            format!("Until then give players `{place}` as the address."),
            format!("在此之前请让玩家把地址写为 `{place}`。"),
        ),
        None => Remedy::new(
            "Until then give players the server's IP address in place of the name: for that no service record is looked up.",
            "在此之前请让玩家用服务器的 IP 地址代替名称：这样不会查询 SRV 记录。",
        ),
    };
    finding
        .remedy(
            Remedy::new(
                "If the domain is yours, correct the SRV record: `priority weight port target`, the target being a name with an address.",
                "如果域名是你的，请改正 SRV 记录：“优先级 权重 端口 目标”，目标必须是有地址的名称。",
            )
            .command(format!("netwhy resolve --type SRV {record}")),
        )
        .remedy(until)
}

/// The record was followed to a port where nobody answers, or nothing of Minecraft. Where a server answers at another
/// record's end, at the plain name, or at another port of the host that it names, it is likely the record that is wrong,
/// and not the server that is down.
fn dead_end(case: &Case) -> Option<Finding> {
    let (id, answer, led) = case.led_by()?;
    if case.is_answered() {
        return None;
    }
    let failed = case.failed().filter(|_| !case.is_open());
    let heard = case.heard().into_iter().next();
    let (attempt, address, port) = match (failed, &heard) {
        (Some((_, failed)), _) if failed.is_local_failure() => return None,
        (Some((attempt, failed)), _) => (attempt, failed.address, failed.port),
        (None, Some(heard)) => (heard.id, heard.address, heard.port),
        (None, None) => return None,
    };
    let told = |one: &JavaStatus| one.status.is_some() && (one.address, one.port) != (address, port);
    let all = || case.seen.each::<JavaStatus>().filter(|(_, one)| told(one));
    let is_led = |one: &JavaStatus| answer.services().any(|it| leads(&it, one));
    let there = all().find(|(_, one)| is_led(one)).or_else(|| all().next());
    let (record, to) = (&answer.name, format!("{}:{}", led.target, led.port));
    let (confidence, en, zh, instead) = match there {
        Some((_, one)) if is_led(one) => {
            let place = format!("{}:{}", one.asked_for, one.port);
            (
                Confidence::Likely,
                format!(
                    " Where the name's next record leads, {place}, a Minecraft server answers; the game tries one record only."
                ),
                format!("该名称的下一条记录所指的 {place} 有 Minecraft 服务器应答；但游戏只尝试一条记录。"),
                Some(place),
            )
        }
        Some((_, one)) => {
            let place = SocketAddr::new(one.address, one.port);
            let same_host = one.address == address;
            (
                nothing_listens(case).filter(|_| same_host && failed.is_some()).unwrap_or(Confidence::Likely),
                format!(" A Minecraft server answers at {place}."),
                format!("{place} 有 Minecraft 服务器应答。"),
                Some(place.to_string()),
            )
        }
        // What answers at an open port in place of the game is for others to tell.
        None if failed.is_none() => return None,
        None => (Confidence::Possible, String::new(), String::new(), None),
    };
    let (lacks, lacks_zh) = match failed {
        Some(_) => ("no connection opens", "无法建立连接"),
        None => ("no Minecraft server answers", "没有 Minecraft 服务器应答"),
    };
    let summary = Text::new(
        format!("The service record {record} leads to {to}, where {lacks}.{en}"),
        format!("SRV 记录 {record} 指向 {to}，而那里{lacks_zh}。{zh}"),
    );
    let at = Location::of(Role::Resolver).address(answer.server.map(|server| server.ip()));
    let finding = Finding::because(id, confidence, at, summary).and([attempt]).and(there.map(|(id, _)| id));
    Some(remedies(finding, record, instead))
}

/// True where `service` leads to where `one` was asked.
fn leads(service: &ServiceAt, one: &JavaStatus) -> bool {
    service.port == one.port && service.target.eq_ignore_ascii_case(&one.asked_for)
}

fn fault(case: &Case, service: &ServiceAt) -> Fault {
    if service.target.is_empty() {
        return Fault::NoService;
    }
    if service.port == 0 {
        return Fault::NoPort;
    }
    let asked: Vec<(FactId, &Resolution)> = case
        .seen
        .each::<Resolution>()
        .filter(|(_, a)| a.name.eq_ignore_ascii_case(&service.target) && matches!(a.record_type.as_str(), "A" | "AAAA"))
        .collect();
    let none = |answer: &Resolution| {
        matches!(answer.rcode(), Some("NOERROR" | "NXDOMAIN")) && answer.addresses().next().is_none()
    };
    match asked.first() {
        Some((id, _)) if asked.iter().all(|(_, answer)| none(answer)) => Fault::NoAddress(*id),
        _ => Fault::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::{Scene, coded, records};
    use crate::observation::Record;

    fn scene(data: &[&str]) -> Scene {
        let name = "_minecraft._tcp.mc.example";
        let record =
            |data: &&str| Record { name: name.into(), record_type: "SRV".into(), ttl: 1, data: (*data).into() };
        let records = data.iter().map(record).collect();
        let srv = Resolution { records, ..coded(name, "SRV", "192.0.2.53", "NOERROR") };
        Scene::of("minecraft://mc.example").system(&["192.0.2.1"]).fact(srv)
    }

    #[test]
    fn the_three_ways_to_lead_nowhere() {
        assert_eq!(scene(&["0 0 0 ."]).sure(&CAUSE), Some(Confidence::Certain));
        assert_eq!(scene(&["0 5 0 game.example."]).sure(&CAUSE), Some(Confidence::Certain));
        let gone = coded("game.example", "A", "192.0.2.53", "NXDOMAIN");
        assert_eq!(scene(&["0 5 25566 game.example."]).fact(gone).sure(&CAUSE), Some(Confidence::Certain));
    }

    #[test]
    fn a_good_record_or_one_not_followed_is_no_fault() {
        assert_eq!(scene(&["0 5 25566 game.example."]).sure(&CAUSE), None);
        let there = Resolution {
            records: records("game.example", &["192.0.2.7"]),
            ..coded("game.example", "A", "192.0.2.53", "NOERROR")
        };
        let empty = coded("game.example", "AAAA", "192.0.2.53", "NOERROR");
        assert_eq!(scene(&["0 5 25566 game.example."]).fact(there).fact(empty).sure(&CAUSE), None);
        let silent = coded("game.example", "A", "192.0.2.53", "SERVFAIL");
        assert_eq!(scene(&["0 5 25566 game.example."]).fact(silent).sure(&CAUSE), None);
    }

    #[test]
    fn a_record_to_a_dead_port_may_be_broken_and_is_likely_where_a_server_answers_elsewhere() {
        use crate::cause::scene::minecraft::java;
        use crate::observation::{Purpose, Reason, State};
        let name = "_minecraft._tcp.mc.example";
        let record =
            Record { name: name.into(), record_type: "SRV".into(), ttl: 1, data: "0 5 25566 game.example.".into() };
        let srv = Resolution { records: vec![record], ..coded(name, "SRV", "192.0.2.53", "NOERROR") };
        // The question as it is once the record was followed.
        let scene = || Scene::of("minecraft://game.example:25566").system(&["192.0.2.7"]).fact(srv.clone());
        let dead = || scene().connection("192.0.2.7", State::Closed, Reason::Reset);
        assert_eq!(dead().sure(&CAUSE), Some(Confidence::Possible));
        let plain = dead().fact(java(Purpose::OtherAddress, "192.0.2.1", 25565));
        assert_eq!(plain.sure(&CAUSE), Some(Confidence::Likely));
        assert_eq!(scene().connection("192.0.2.7", State::Open, Reason::SynAck).sure(&CAUSE), None);
    }

    #[test]
    fn the_record_whose_server_answers_stands_in_the_remedy() {
        use crate::cause::scene::minecraft::java;
        use crate::observation::{Purpose, Reason, State};
        let name = "_minecraft._tcp.mc.example";
        let record = |data: &str| Record { name: name.into(), record_type: "SRV".into(), ttl: 1, data: data.into() };
        let all = vec![record("0 5 25599 dead.example."), record("10 5 25577 game.example.")];
        let srv = Resolution { records: all, ..coded(name, "SRV", "192.0.2.53", "NOERROR") };
        let scene = Scene::of("minecraft://dead.example:25599").system(&["192.0.2.7"]).fact(srv);
        let dead = scene.connection("192.0.2.7", State::Closed, Reason::Reset);
        let next = JavaStatus { asked_for: "game.example".into(), ..java(Purpose::OtherAddress, "192.0.2.7", 25577) };
        let found = dead.fact(java(Purpose::OtherAddress, "192.0.2.1", 25565)).fact(next).find(&CAUSE).unwrap();
        assert_eq!(found.confidence, Confidence::Likely);
        assert!(found.remedies[1].action.get(crate::text::Lang::En).contains("`game.example:25577`"), "{found:?}");
    }

    #[test]
    fn one_good_record_among_broken_ones_leaves_it_possible() {
        assert_eq!(scene(&["0 5 0 game.example.", "1 5 25566 game.example."]).sure(&CAUSE), Some(Confidence::Possible));
    }
}
