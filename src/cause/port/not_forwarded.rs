//! `port.not-forwarded`: the address is a router's, and this port is not among those it passes to a host behind it.

use crate::case::Case;
use crate::cause::initial_ttl::hops_travelled;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Arrival, Listening, Reason, Side, State};
use crate::text::Text;

/// The closed port is answered from nearer than an open port of the same address; or the server behind it saw none of what
/// was sent to this port, though it listens and another port of the address leads to it.
pub(super) const CAUSE: Cause = Cause {
    id: "port.not-forwarded",
    title: Text::fixed("the router does not forward this port", "路由器没有转发这个端口"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    by_distance(case).or_else(|| by_the_server(case))
}

/// The server's own word.
fn by_the_server(case: &Case) -> Option<Finding> {
    let (id, one, compared) = case.compared_attempt()?;
    let answered_here = compared.side == Side::AnsweredBefore && compared.answer.listening == Listening::Netwhy;
    let nothing_came = matches!(compared.side, Side::BeforeServer | Side::BeforeListener) || answered_here;
    let elsewhere = compared.answer.own_address == Some(false) && !case.is_own(one.address);
    // Where a router on the way bears the address, it does send the port on, to whomever.
    if !elsewhere || !nothing_came || !compared.is_listened_on() || case.translated_at(one).is_some() {
        return None;
    }
    let sure = if compared.is_not_passed_on() { Confidence::Likely } else { Confidence::Possible };
    let (address, port) = (one.address, one.port);
    let (en, zh) = match (compared.is_asked_there(), one.state) {
        (_, State::Open) => (
            "so what bears it answers this port itself, or sends it on to another machine",
            "因此持有该地址的设备自己应答这个端口，或把它转发给了别的机器",
        ),
        (true, _) => (
            "and the server is reached at another port of it, so this one is not forwarded, most likely",
            "而它的另一个端口通向该服务器，因此很可能只是这个端口没有被转发",
        ),
        (false, _) => (
            "so this port is not forwarded to the server, or the address is not that of its router",
            "因此这个端口没有转发给该服务器，或者这不是它的路由器的地址",
        ),
    };
    let summary = Text::new(
        format!(
            "{address} is not the address of the server, which listens on TCP port {port} and saw none of the attempts, {en}."
        ),
        format!("{address} 不是服务器自己的地址；服务器在监听 TCP 端口 {port}，却没有看到这些尝试，{zh}。"),
    );
    let at = Location::machine(case, address, address);
    let finding = Finding::because(id, sure, at, summary).and([compared.id]);
    Some(finding.remedy(forward(port)).remedy(Remedy::new(
        "See whether the address is still that of the server's router: addresses of home connections change.",
        "确认这个地址仍是服务器所在路由器的地址：家用宽带的地址会变化。",
    )))
}

fn forward(port: u16) -> Remedy {
    Remedy::new(
        format!(
            "In the router's settings, forward TCP port {port} to the server behind it (port forwarding, virtual server, NAT)."
        ),
        format!("在路由器设置中，把 TCP 端口 {port} 转发到后面的服务器（端口转发 / 虚拟服务器 / NAT）。"),
    )
}

/// The distances of two ports.
fn by_distance(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed().filter(|(_, c)| c.reason == Reason::Reset)?;
    let (closed, _, closed_ttl) = case.arrival(failed.address, failed.port)?;
    let (open, forwarded, open_ttl) = case
        .seen
        .each::<Arrival>()
        .filter(|(_, a)| a.address == failed.address && a.answer == Reason::SynAck)
        .find_map(|(id, a)| Some((id, a, a.ttl?)))?;
    let (near, far) = (hops_travelled(closed_ttl), hops_travelled(open_ttl));
    if near >= far {
        return None;
    }
    // A reset forged on the way arises nearer than the address itself stands; here the very machine that
    // bears the address sends it.
    let (host, distance) = case.distance(failed.address)?;
    if distance != near + 1
        || !case.paths(failed.address).any(|(_, p)| p.end.as_ref().is_some_and(|e| e.address == Some(failed.address)))
    {
        return None;
    }
    let open_connection =
        case.other_ports(failed.address).find(|(_, c)| c.port == forwarded.port && c.state == State::Open);
    let (address, port, other) = (failed.address, failed.port, forwarded.port);
    let summary = Text::new(
        format!(
            "{address} is a router: it forwards port {other} to a machine behind it, but answers port {port} itself with a reset."
        ),
        format!("{address} 是一台路由器：它把端口 {other} 转发给后面的机器，却自己以 RST 回应端口 {port}。"),
    );
    let at = Location::machine(case, address, address);
    Some(
        Finding::because(id, Confidence::Likely, at, summary)
            .and([closed, open, host])
            .and(open_connection.map(|(id, _)| id))
            .remedy(forward(port))
            .remedy(
                Remedy::new(
                    "From inside that network, check that the server itself listens.",
                    "在该网络内部，确认服务器本身在监听。",
                )
                .command(format!("netwhy SERVER:{port}")),
            ),
    )
}
