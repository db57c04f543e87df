//! `server.not-listening`: nothing listens at the port.

use crate::case::Case;
use crate::cause::minecraft::{Trouble, advise};
use crate::cause::server::listening::{at_port, call, covering, show, sureness};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Connection, FactId, Listener, Os, Reason, Side, State};
use crate::text::{Lang, Text};

/// A reset and no ICMP error. Certain where the socket table of the target is seen, that is on this machine, and
/// the loopback was asked: other own addresses may lead elsewhere.
pub(super) const CAUSE: Cause = Cause {
    id: "server.not-listening",
    title: Text::fixed("nothing listens at the port", "该端口没有程序在监听"),
    masked_by: &[
        "port.wrong",
        "port.not-forwarded",
        "server.loopback-only",
        "server.wrong-family",
        "server.starting",
        "server.overloaded",
        "port.mcpi-plugin-missing",
        "name.srv-not-followed",
        "protocol.minecraft-wrong-edition",
        "firewall.reject",
        "firewall.own",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed()?;
    let said = case.said_closed(failed).map(|(path, _)| path);
    if failed.state != State::Closed && said.is_none() {
        return None;
    }
    // 0.0.0.0 and :: are no machine's address, though a connection to them ends here: the name is at fault.
    if failed.address.is_unspecified() && case.target.host.name().is_some() {
        return None;
    }
    // What opens now and then has a listener.
    if case.asked().any(|(_, one)| one.address == failed.address && one.state == State::Open) {
        return None;
    }
    // Datagrams: the host itself says that the port is closed; another machine that says so filters.
    if failed.is_datagram() && failed.from.as_ref().is_some_and(|from| from.address != failed.address) {
        return None;
    }
    let found = match at_port(case, failed.address, failed.port) {
        Some((table, at_port)) => here(case, (id, failed), table, &at_port),
        None => elsewhere(case, id, failed),
    };
    found.map(|finding| advise(finding.and(said), case, Trouble::NotListening))
}

/// This machine: its socket table shows whether anything listens.
fn here(case: &Case, (id, failed): (FactId, &Connection), table: FactId, at_port: &[&Listener]) -> Option<Finding> {
    let (address, port) = (failed.address, failed.port);
    let (_, covers) = covering(case, address, port)?;
    if !covers.is_empty() {
        return None;
    }
    let (en, zh) = match at_port.first().map(|one| call(one)) {
        Some(other) => (
            format!(" on {address}; the one listener of that port is bound to {}", other.get(Lang::En)),
            format!("（地址 {address}）；该端口唯一的监听绑定在 {}", other.get(Lang::Zh)),
        ),
        None => Default::default(),
    };
    let summary = Text::new(
        format!("Nothing on this machine listens on TCP port {port}{en}."),
        format!("本机没有程序在监听 TCP 端口 {port}{zh}。"),
    );
    let at = Location::this_machine().address(address);
    let (confidence, summary) = sureness(case, address, summary);
    let finding = Finding::because(id, confidence, at, summary)
        .and([table])
        .and(case.route(address).map(|(id, _)| id))
        .remedies(start(case))
        .remedy(Remedy::new("See what listens on this machine.", "查看本机有哪些监听。").command(show_all(case.os())));
    Some(match address.is_loopback() {
        true => finding.remedy(Remedy::new(
            "In a container or virtual machine `localhost` is the container itself: use the host's address to reach the host.",
            "在容器或虚拟机中，`localhost` 指容器自身：要连接宿主机，请使用宿主机的地址。",
        )),
        false => finding,
    })
}

/// Another machine: a reset says that it, or something that answers for it, refuses.
fn elsewhere(case: &Case, id: FactId, failed: &Connection) -> Option<Finding> {
    let (address, port) = (failed.address, failed.port);
    let (confidence, evidence) = origin(case, failed)?;
    if failed.is_datagram() {
        return Some(no_datagrams(case, id, failed));
    }
    let told = case.compared(failed).filter(|compared| compared.side == Side::NobodyListens);
    let host = match case.target.host.name() {
        Some(name) => format!("{name} ({address})"),
        None => address.to_string(),
    };
    let (en, zh) = match failed.reason {
        Reason::Reset => ("it answers with a reset", "它回以 RST"),
        Reason::SelfConnect => ("the connection met its own end", "连接接到了自己"),
        _ => ("it refuses", "它拒绝了连接"),
    };
    let summary = Text::new(
        format!(
            "{host} is up, and most likely nothing listens on its TCP port {port}: {en}. A firewall on that host that resets would look the same."
        ),
        format!(
            "{host} 在线，其 TCP 端口 {port} 很可能没有程序在监听：{zh}。该主机上会发 RST 的防火墙看起来也是如此。"
        ),
    );
    let (confidence, summary) = match &told {
        None => (confidence, summary),
        Some(compared) => (Confidence::Certain, said_there(&host, port, &compared.counterpart.describe())),
    };
    let place = Location::machine(case, address, address);
    let hop = place.hop.or_else(|| evidence.iter().find_map(|(_, hop)| *hop));
    let at = place.hop(hop);
    let finding = Finding::because(id, confidence, at, summary).and(evidence.into_iter().map(|(id, _)| id));
    let finding = finding.and(told.map(|compared| compared.id));
    Some(finding.remedies(start(case)).remedies(on_the_server(port)))
}

/// A host says of its own UDP ports which are closed.
fn no_datagrams(case: &Case, id: FactId, failed: &Connection) -> Finding {
    let (host, address, port) = (&case.target.host, failed.address, failed.port);
    let summary = Text::new(
        format!(
            "{host} is up, and most likely nothing takes datagrams at its UDP port {port}: it says so itself (ICMP port-unreach)."
        ),
        format!("{host} 在线，其 UDP 端口 {port} 很可能没有程序接收数据报：它自己这样答复（ICMP port-unreach）。"),
    );
    Finding::because(id, Confidence::Likely, Location::machine(case, address, address), summary)
}

/// The server's own table of sockets shows it.
fn said_there(host: &str, port: u16, told: &Text) -> Text {
    Text::new(
        format!(
            "Nothing listens on TCP port {port} of {host}, as its own table of sockets shows. {}",
            told.get(Lang::En)
        ),
        format!("{host} 自己的套接字表显示，没有程序在监听其 TCP 端口 {port}。{}", told.get(Lang::Zh)),
    )
}

/// How sure it is that the reset is the host's own, on what evidence, and how many hops away it arose.
/// `None` where the facts speak against it.
#[allow(clippy::type_complexity, reason = "each fact with the distance it shows")]
fn origin(case: &Case, failed: &Connection) -> Option<(Confidence, Vec<(FactId, Option<u8>)>)> {
    let mut evidence = Vec::new();
    // A socket can only be connected to itself where no listener holds its port.
    if failed.reason == Reason::SelfConnect {
        return Some((Confidence::Certain, evidence));
    }
    if let Some((asked, _, ttl)) = case.arrival(failed.address, failed.port) {
        evidence.push((asked, None));
        for (other, one) in case.seen.each::<crate::observation::Arrival>() {
            if one.address != failed.address || one.port == failed.port || one.ttl.is_none() {
                continue;
            }
            match (one.ttl == Some(ttl), one.answer) {
                (true, _) => evidence.push((other, None)),
                // The host itself opens its ports; a reset from another distance is another machine's.
                (false, Reason::SynAck) => return None,
                (false, _) => return Some((Confidence::Possible, vec![(asked, None), (other, None)])),
            }
        }
    }
    for (path, one) in case.paths(failed.address) {
        let end = one.end.as_ref().filter(|end| one.port == failed.port && end.answer == Reason::Reset);
        evidence.extend(end.map(|end| (path, Some(end.at))));
    }
    Some((Confidence::Likely, evidence))
}

fn start(case: &Case) -> Option<Remedy> {
    let (service, port) = (case.target.service, case.target.port);
    let start = match service {
        // They have advice of their own.
        _ if case.is_about_minecraft() => return None,
        crate::target::Service::Tcp => Remedy::new(
            format!("Start the server, and see in its configuration and log that it uses port {port}."),
            format!("启动服务器，并在其配置和日志中确认使用端口 {port}。"),
        ),
        service => Remedy::new(
            format!("Start the {service} server, and see in its configuration and log that it uses port {port}."),
            format!("启动 {service} 服务器，并在其配置和日志中确认使用端口 {port}。"),
        ),
    };
    Some(start)
}

fn show_all(os: Os) -> &'static str {
    match os {
        Os::Linux => "sudo ss -ltnp",
        Os::Macos => "sudo lsof -nP -iTCP -sTCP:LISTEN",
        Os::Windows => "netstat -ano | findstr LISTENING",
    }
}

fn on_the_server(port: u16) -> Vec<Remedy> {
    let look = |system: &str, zh: &str| {
        Remedy::new(
            format!("On the server ({system}), see whether anything listens; no line means nothing does."),
            format!("在服务器（{zh}）上查看是否有监听；没有输出即没有监听。"),
        )
    };
    vec![
        look("Linux", "Linux").command(show(Os::Linux, port)).on(Os::Linux),
        look("Windows", "Windows").command(show(Os::Windows, port)).on(Os::Windows),
        Remedy::new(
            "If something does listen there, see whether the server's own firewall resets.",
            "若确有监听，查看服务器自身的防火墙是否发送 RST。",
        )
        .command("sudo nft list ruleset | grep -n 'reject'; sudo iptables -S | grep -n 'tcp-reset'")
        .on(Os::Linux),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::minecraft::java;
    use crate::cause::scene::{Scene, asked, far, ip, listeners, open, own, path, purpose, reset, silent, way};
    use crate::observation::{Arrival, Listeners, Looked, Path, Protocol, Purpose, RouteKind};

    fn sure(scene: &Scene) -> Option<Confidence> {
        recognise(&scene.case()).map(|found| found.confidence)
    }

    fn arrival(port: u16, answer: Reason, ttl: u8) -> Arrival {
        Arrival { address: ip("192.0.2.9"), port, answer, ttl: Some(ttl), probes: 7 }
    }

    #[test]
    fn the_own_socket_table_makes_it_certain() {
        let scene =
            Scene::of("127.0.0.1:4711").see(listeners(&[("127.0.0.1", 80, 0, 5)])).see(reset("127.0.0.1", 4711));
        assert_eq!(scene.told(), vec![("server.not-listening".to_owned(), Confidence::Certain)]);
        let scene = Scene::of("192.0.2.5:80").see(own("192.0.2.5")).see(listeners(&[("192.0.2.6", 80, 0, 5)]));
        let scene = scene.see(reset("192.0.2.5", 80));
        assert_eq!(sure(&scene), Some(Confidence::Likely), "a container may have sent it");
        let told = recognise(&scene.case()).expect("a finding").summary;
        assert!(told.get(Lang::En).contains("Docker"), "{told:?}");
        let any = Scene::of("0.0.0.0:80").see(listeners(&[])).see(reset("0.0.0.0", 80));
        assert_eq!(sure(&any), Some(Confidence::Certain), "that is the loopback");
    }

    #[test]
    fn an_own_listener_that_is_there_is_not_missing() {
        let scene = Scene::of("127.0.0.1:80").see(listeners(&[("0.0.0.0", 80, 0, 5)])).see(reset("127.0.0.1", 80));
        assert_eq!(sure(&scene), None);
    }

    #[test]
    fn another_machine_is_likely_and_never_certain() {
        let scene = || Scene::of("h:80").see(reset("192.0.2.9", 80));
        assert_eq!(sure(&scene()), Some(Confidence::Likely));
        assert_eq!(sure(&scene().see(listeners(&[]))), Some(Confidence::Likely));
        let unseen = Listeners { listeners: Looked::NotLooked("no such look".to_owned()) };
        let own_unseen = Scene::of("127.0.0.1:80").see(unseen).see(reset("127.0.0.1", 80));
        assert_eq!(sure(&own_unseen), Some(Confidence::Likely));
        let same = scene().see(arrival(80, Reason::Reset, 62)).see(arrival(22, Reason::SynAck, 62));
        assert_eq!(sure(&same), Some(Confidence::Likely));
        let refused = Scene::of("h:80").see(asked("192.0.2.9", 80, State::Closed, Reason::ConnRefused));
        assert_eq!(sure(&refused), Some(Confidence::Likely));
    }

    #[test]
    fn a_reset_from_elsewhere_is_another_machines() {
        let scene = || Scene::of("h:80").see(reset("192.0.2.9", 80)).see(arrival(80, Reason::Reset, 64));
        assert_eq!(sure(&scene().see(arrival(22, Reason::SynAck, 62))), None);
        assert_eq!(sure(&scene().see(arrival(22, Reason::Reset, 62))), Some(Confidence::Possible));
    }

    #[test]
    fn a_port_that_opens_now_and_then_has_a_listener() {
        let again = |one| purpose(Purpose::Again, one);
        let scene = Scene::of("h:80").see(reset("192.0.2.9", 80)).see(again(open("192.0.2.9", 80)));
        assert_eq!(sure(&scene.see(again(reset("192.0.2.9", 80)))), None, "one of several behind the address is down");
    }

    /// Systems limit how often they say that a UDP port is closed; another program's questions may use that up.
    #[test]
    fn what_a_trace_says_of_a_udp_port_wins_over_the_silence_of_a_ping() {
        let ping = || crate::observation::Connection { protocol: Protocol::Udp, ..silent("192.0.2.9", 19132) };
        let ended = |routers, end| path("192.0.2.9", 19132, Protocol::Udp, routers, end);
        let near = || {
            let scene = Scene::of("bedrock://192.0.2.9").see(way("192.0.2.9", RouteKind::Unicast, None, "192.0.2.5"));
            scene.see(ping()).see(ended(&[], Some(Reason::PortUnreach)))
        };
        assert_eq!(near().told(), [("server.not-listening".to_owned(), Confidence::Likely)]);
        let edition = near().see(java(Purpose::OtherPort, "192.0.2.9", 25565));
        assert_eq!(edition.told(), [("protocol.minecraft-wrong-edition".to_owned(), Confidence::Likely)]);
        let far = || Scene::of("bedrock://192.0.2.9").see(far("192.0.2.9")).see(ping());
        let said = far().see(ended(&["192.0.2.1"], Some(Reason::PortUnreach)));
        assert_eq!(said.told(), [("server.not-listening".to_owned(), Confidence::Likely)]);
        let by_another = ended(&["192.0.2.1"], Some(Reason::PortUnreach));
        let end = by_another.end.clone().map(|end| crate::observation::End { address: Some(ip("192.0.2.1")), ..end });
        assert_eq!(sure(&far().see(Path { end, ..by_another })), None);
        assert_eq!(sure(&far().see(ended(&["192.0.2.1"], None))), None);
    }

    #[test]
    fn no_refusal_no_finding() {
        assert_eq!(sure(&Scene::of("h:80").see(silent("192.0.2.9", 80))), None);
        assert_eq!(sure(&Scene::of("h:80").see(open("192.0.2.9", 80))), None);
        let other = purpose(Purpose::OtherPort, reset("192.0.2.9", 81));
        assert_eq!(sure(&Scene::of("h:80").see(open("192.0.2.9", 80)).see(other)), None);
    }
}
