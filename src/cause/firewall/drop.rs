//! `firewall.drop`: attempts at this port vanish at or just after some machine.

use std::net::IpAddr;

use crate::case::{Case, Compared};
use crate::cause::firewall::after_handshake;
use crate::cause::firewall::allow::{on_server, on_the_way};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, FactId, NeighbourState, Neighbours, Os, Path, Reason, Side, State};
use crate::text::{Lang, Text};

/// Silence for this port, while the host or the path answers otherwise.
pub(super) const CAUSE: Cause = Cause {
    id: "firewall.drop",
    title: Text::fixed("a firewall drops the connection silently", "防火墙悄悄丢弃了连接"),
    masked_by: &[
        "firewall.own",
        "network.routing-loop",
        "network.gateway-silent",
        "server.host-down",
        "network.broken-path",
        "network.no-way-back",
        "restriction.port-blocked",
        "restriction.proxy-required",
        "server.overloaded",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if let Some(found) = after_handshake::recognise(case) {
        return Some(found);
    }
    let (id, failed) = case.failed()?;
    let all_silent =
        case.asked().filter(|(_, c)| c.address == failed.address).all(|(_, c)| c.reason == Reason::NoResponse);
    if failed.reason != Reason::NoResponse || !all_silent || case.is_own(failed.address) {
        return None;
    }
    if case.said_closed(failed).is_some() {
        return None;
    }
    let way = case.path(failed.address, failed.port, failed.protocol);
    let life = case.sign_of_life(failed.address);
    let place = Place::of(case, failed, way.map(|(_, path)| path));
    let compared = case.compared(failed);
    if let Some(compared) = compared.filter(|compared| compared.side == Side::InServer) {
        return Some(by_server(case, id, failed, &compared).and(life));
    }
    let confidence = match (life, &place) {
        // That it is not passed on is likelier (`port.not-forwarded`).
        _ if compared.is_some_and(|compared| compared.is_not_passed_on()) => Confidence::Possible,
        // Never certain: another flow's routers say nothing of this flow's (ECMP, routing by port).
        (Some(_), _) => Confidence::Likely,
        (None, Place::OwnLink) if link_answers(case, failed.address).is_some() => Confidence::Likely,
        (None, Place::After { .. } | Place::Before { .. }) => Confidence::Likely,
        (None, _) => Confidence::Possible,
    };
    // The other end's kernel took in nothing that it kept back: its own filter is not it.
    let before_server = compared.is_some_and(|compared| compared.side == Side::BeforeServer);
    let (at, summary) = match case.translated_at(failed) {
        Some((_, hop)) => (Location::of(Role::Path), translated(case, failed, hop)),
        None => place.tell(case, failed, before_server),
    };
    let summary = match &compared {
        Some(compared) if !compared.is_not_passed_on() => followed(&summary, &compared.counterpart.describe()),
        _ => summary,
    };
    let evidence = [way.map(|(id, _)| id), life, other_way(case, failed), link_answers(case, failed.address)];
    let finding = Finding::because(id, confidence, at, summary).and(evidence.into_iter().flatten());
    let finding = finding.and(compared.map(|compared| compared.id));
    // Where the server was seen to be innocent, nothing is to be changed on it.
    let elsewhere = before_server && !compared.is_some_and(|compared| compared.is_not_passed_on());
    Some(remedies(finding, case, failed.port, &place, elsewhere))
}

/// The other end's kernel kept back as many packets as were lost.
fn by_server(case: &Case, id: FactId, failed: &Connection, compared: &Compared) -> Finding {
    let (host, port, told) = (&case.target.host, failed.port, compared.counterpart.describe());
    let summary = Text::new(
        format!("{host} itself drops TCP port {port} silently. {}", told.get(Lang::En)),
        format!("{host} 自己悄悄丢弃 TCP 端口 {port}。{}", told.get(Lang::Zh)),
    );
    // What its kernel kept back may be other packets that came meanwhile.
    let at = Location { role: Role::Target, ..Location::machine(case, failed.address, failed.address) };
    on_server(Finding::because(id, Confidence::Likely, at, summary).and([compared.id]), case, port)
}

/// One sentence after another.
fn followed(first: &Text, second: &Text) -> Text {
    Text::new(
        format!("{} {}", first.get(Lang::En), second.get(Lang::En)),
        format!("{}{}", first.get(Lang::Zh), second.get(Lang::Zh)),
    )
}

/// A router on the way bears the target's address: the port is sent on to a machine that is not seen.
fn translated(case: &Case, failed: &Connection, hop: u8) -> Text {
    let (host, port) = (&case.target.host, failed.port);
    Text::new(
        format!(
            "At hop {hop} TCP port {port} of {host} is sent on to another machine (NAT), and dropped silently there or on the way to it."
        ),
        format!("{host} 的 TCP 端口 {port} 在第 {hop} 跳被转发到另一台机器（NAT），并在那里或途中被悄悄丢弃。"),
    )
}

/// Where the attempts vanish, as far as the traces show.
enum Place {
    /// After the router at `hop`; the next one passes other probes to this host on.
    Before { hop: u8, address: Option<IpAddr> },
    /// After the router at `hop`, the last that answers anything.
    After { hop: u8, address: Option<IpAddr> },
    /// The host is on this machine's own link: there is no router between.
    OwnLink,
    /// No router answers any probe.
    Unseen,
}

impl Place {
    fn of(case: &Case, failed: &Connection, way: Option<&Path>) -> Place {
        if case.is_on_link(failed.address) {
            return Place::OwnLink;
        }
        let last = way.and_then(Path::last_router);
        let reach = last.map_or(0, |hop| hop.ttl);
        let farther = case
            .paths(failed.address)
            .any(|(_, path)| path.hops.iter().any(|hop| hop.answer == Reason::TimeExceeded && hop.ttl > reach));
        match last {
            Some(hop) if farther => Place::Before { hop: hop.ttl, address: hop.address },
            Some(hop) => Place::After { hop: hop.ttl, address: hop.address },
            None => Place::Unseen,
        }
    }

    /// Who it is, and what happens, in one sentence.
    fn tell(&self, case: &Case, failed: &Connection, before_server: bool) -> (Location, Text) {
        let (port, host, over) = (failed.port, case.target.host.to_string(), failed.protocol);
        let (alive_en, alive_zh) = match case.answered_life(failed.address).is_some() {
            true => ("the host itself answers otherwise", "主机本身对其他探测有应答"),
            false => ("nothing else at the host answers either", "主机对其他探测也没有应答"),
        };
        // A host says of its UDP ports which are closed; a program that takes datagrams need not answer a ping.
        let (alive_en, alive_zh) = match failed.is_datagram() && !matches!(self, Place::Before { .. }) {
            true => (
                format!("{alive_en}; a program there that is no Bedrock server would be as silent"),
                format!("{alive_zh}；那里若是 Bedrock 以外的程序，也会同样沉默"),
            ),
            false => (alive_en.to_owned(), alive_zh.to_owned()),
        };
        let (hop, address) = match self {
            Place::Before { hop, address } | Place::After { hop, address } => (Some(*hop), *address),
            Place::OwnLink | Place::Unseen => (None, None),
        };
        let at = match (self, address) {
            (Place::OwnLink, _) => Location::of(Role::Target).hop(1).address(failed.address),
            (_, Some(address)) => Location::machine(case, failed.address, address).hop(hop),
            (_, None) => Location::of(Role::Path).hop(hop),
        };
        let (who, far) = (at.call(), at.distance());
        let (en, zh) = (who.get(Lang::En), who.get(Lang::Zh));
        let text = match self {
            Place::OwnLink => Text::new(
                format!(
                    "{host} is on this machine's own link and stays silent on {over} port {port}: its own firewall drops it; {alive_en}."
                ),
                format!("{host} 就在本机链路上，却对 {over} 端口 {port} 毫无回应：是它自己的防火墙丢弃；{alive_zh}。"),
            ),
            Place::Before { .. } | Place::After { .. } if before_server || matches!(self, Place::Before { .. }) => {
                Text::new(
                    format!(
                        "{over} port {port} is dropped silently at or just after {en}, {}; {alive_en}.",
                        far.get(Lang::En)
                    ),
                    format!("{over} 端口 {port} 在 {zh}（{}）处或其后一跳被悄悄丢弃；{alive_zh}。", far.get(Lang::Zh)),
                )
            }
            Place::Before { .. } | Place::After { .. } => Text::new(
                format!(
                    "{over} port {port} is dropped silently at or just after {en}, {} (perhaps by the host itself); {alive_en}.",
                    far.get(Lang::En)
                ),
                format!(
                    "{over} 端口 {port} 在 {zh}（{}）处或其后被悄悄丢弃（也可能是主机自己）；{alive_zh}。",
                    far.get(Lang::Zh)
                ),
            ),
            Place::Unseen => Text::new(
                format!(
                    "{over} port {port} of {host} stays silent, and no machine on the way shows itself; {alive_en}."
                ),
                format!("{host} 的 {over} 端口 {port} 毫无回应，途中也没有机器现身；{alive_zh}。"),
            ),
        };
        (at, text)
    }
}

/// The neighbour table, where it shows that the address answers on the own link.
fn link_answers(case: &Case, address: IpAddr) -> Option<FactId> {
    let (id, table) = case.seen.each::<Neighbours>().next_back()?;
    // A stale entry says that it answered once, which the silence now does not contradict.
    table.of(address).filter(|one| one.state == NeighbourState::Reachable).map(|_| id)
}

/// Another trace to the host, to hold this port's against.
fn other_way(case: &Case, failed: &Connection) -> Option<FactId> {
    let others = case.paths(failed.address).filter(|(_, path)| path.port != failed.port);
    others.max_by_key(|(_, path)| (path.end.is_some(), path.last_router().map(|hop| hop.ttl))).map(|(id, _)| id)
}

fn remedies(finding: Finding, case: &Case, port: u16, place: &Place, elsewhere: bool) -> Finding {
    let open =
        case.failed().and_then(|(_, failed)| case.other_ports(failed.address).find(|(_, c)| c.state == State::Open));
    // A game and its API stay where clients look for them.
    let open = open.filter(|_| !case.is_about_minecraft());
    let udp = case.failed().is_some_and(|(_, failed)| failed.is_datagram());
    let cloud = Remedy::new(
        "For a server in a cloud, open the port in its security group; behind a home router, forward it.",
        "若服务器在云上，请在安全组中放行；若在家用路由器之后，请做端口转发。",
    );
    let finding = match place {
        Place::Before { .. } | Place::After { .. } | Place::Unseen
            if elsewhere || matches!(place, Place::Before { .. }) =>
        {
            let at = finding.at.clone();
            on_the_way(finding, case, &at, port)
        }
        Place::Before { .. } | Place::After { .. } | Place::Unseen => on_server(finding, case, port)
            .remedy(cloud)
            .remedy(
                Remedy::new(
                    "On the server, see whether the attempts arrive; if they do, its answers are lost on the way back: check its route to this machine.",
                    "在服务器上看请求是否到达；若到达，则是应答在返回途中丢失：检查它到本机的路由。",
                )
                .command(format!("sudo tcpdump -ni any {} port {port}", if udp { "udp" } else { "tcp" }))
                .on(Os::Linux),
            )
            .remedy(Remedy::new(
                "Try from another network, to see whether this one drops the port.",
                "换一个网络再试，看是否是当前网络丢弃了该端口。",
            )),
        Place::OwnLink => on_server(finding, case, port),
    };
    match open {
        None => finding,
        Some((_, other)) => finding.remedy(Remedy::new(
            format!(
                "Port {} of the same host is open: move the service there if the firewall cannot be changed.",
                other.port
            ),
            format!("同一主机的端口 {} 是开放的：若无法更改防火墙，可把服务移到那里。", other.port),
        )),
    }
}
