//! `port.not-forwarded`: the address is a router's, and this port is not among those it passes to a host behind it.

use crate::case::Case;
use crate::cause::initial_ttl::hops_travelled;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Arrival, Reason, State};
use crate::text::Text;

/// The closed port is answered from nearer than an open port of the same address.
pub(super) const CAUSE: Cause = Cause {
    id: "port.not-forwarded",
    title: Text::fixed("the router does not forward this port", "路由器没有转发这个端口"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
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
            .remedy(Remedy::new(
                format!("In the router's settings, forward TCP port {port} to the server behind it (port forwarding, virtual server, NAT)."),
                format!("在路由器设置中，把 TCP 端口 {port} 转发到后面的服务器（端口转发 / 虚拟服务器 / NAT）。"),
            ))
            .remedy(Remedy::new("From inside that network, check that the server itself listens.", "在该网络内部，确认服务器本身在监听。").command(format!("netwhy SERVER:{port}"))),
    )
}
