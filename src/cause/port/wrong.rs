//! `port.wrong`: the service is there, on another port.

use crate::case::Case;
use crate::cause::minecraft::{Trouble, advise};
use crate::cause::server::nothing_listens;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Connection, FactId, Listeners, State};
use crate::target::Service;
use crate::text::Text;

/// The port asked is closed, and a port where the same service is usually found is open.
pub(super) const CAUSE: Cause = Cause {
    id: "port.wrong",
    title: Text::fixed("the service is on another port", "服务在另一个端口上"),
    masked_by: &[
        "name.srv-broken",
        "port.not-forwarded",
        "firewall.reject",
        "firewall.own",
        "server.loopback-only",
        "server.wrong-family",
        "server.starting",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if case.is_about_minecraft() {
        return answered_elsewhere(case);
    }
    let (id, failed) = case.failed().filter(|(_, c)| c.state == State::Closed)?;
    // What opens now and then is the right port: behind its address stand servers of which one is down.
    if case.asked().any(|(_, one)| one.address == failed.address && one.state == State::Open) {
        return None;
    }
    let service = case.target.service;
    let usual = |port: u16| service.usual_ports().any(|usual| usual == port);
    let (other, port) = open_ports(case, failed)
        .into_iter()
        .filter(|(_, port)| usual(*port) || port.abs_diff(failed.port) <= 1)
        .min_by_key(|(_, port)| (!usual(*port), *port))?;
    let named = service != Service::Tcp && usual(port);
    let confidence = if named { Confidence::Likely } else { Confidence::Possible };
    let what = if named { service.scheme() } else { "a service" };
    let what_zh = if named { service.scheme() } else { "某个服务" };
    let host = &case.target.host;
    let summary = Text::new(
        format!("Port {} of {host} is closed, but port {port} is open, where {what} is usually found.", failed.port),
        format!("{host} 的端口 {} 关闭，但 {what_zh} 常用的端口 {port} 是开放的。", failed.port),
    );
    let summary = if named {
        summary
    } else {
        Text::new(
            format!("Port {} of {host} is closed, but its neighbour {port} is open.", failed.port),
            format!("{host} 的端口 {} 关闭，但相邻的端口 {port} 是开放的。", failed.port),
        )
    };
    let at = Location::machine(case, failed.address, failed.address);
    let to = crate::target::Target { port, ..case.target.clone() };
    Some(
        Finding::because(id, confidence, at, summary)
            .and([other])
            .remedy(Remedy::new(format!("Try port {port}."), format!("试试端口 {port}。")).command(match named {
                true => format!("netwhy {}://{to}", service.scheme()),
                false => format!("netwhy {to}"),
            }))
            .remedy(Remedy::new(
                "Check the port in the server's settings and in the client.",
                "核对服务器设置与客户端中的端口。",
            )),
    )
}

/// Of Minecraft every port that opened was asked whether it is the one.
fn answered_elsewhere(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed()?;
    if case.is_open() {
        return None;
    }
    let there = case.same_elsewhere(failed.address, failed.port)?;
    let (how, how_zh, confidence) = match failed.state {
        State::Closed => ("closed", "关闭", nothing_listens(case).unwrap_or(Confidence::Likely)),
        State::Filtered => ("silent", "毫无回应", Confidence::Likely),
        _ => return None,
    };
    let (host, asked, port) = (&case.target.host, failed.port, there.port);
    let (what, what_zh) = match case.target.service {
        Service::Mcpi => ("the mcpi API", "mcpi API"),
        Service::Bedrock => ("a Bedrock server", "Bedrock 服务器"),
        _ => ("a Minecraft server", "Minecraft 服务器"),
    };
    let product = there.product.map_or_else(String::new, |product| format!(" ({product})"));
    let product_zh = there.product.map_or_else(String::new, |product| format!("（{product}）"));
    let summary = Text::new(
        format!("Port {asked} of {host} is {how}, and {what}{product} answers at port {port} of the same host."),
        format!("{host} 的端口 {asked} {how_zh}，而 {what_zh}{product_zh} 在同一主机的端口 {port} 应答。"),
    );
    let at = Location::machine(case, failed.address, failed.address);
    let to = crate::target::Target { port, ..case.target.clone() };
    let finding = Finding::because(id, confidence, at, summary).and([there.id]).remedy(
        Remedy::new(format!("Ask port {port}."), format!("询问端口 {port}。"))
            .command(format!("netwhy {}://{to}", case.target.service.scheme())),
    );
    Some(advise(finding, case, Trouble::OtherPort(port)))
}

/// Ports of the same host that are open: those tried, and on this machine every listener it would meet.
fn open_ports(case: &Case, failed: &Connection) -> Vec<(FactId, u16)> {
    let mut open: Vec<(FactId, u16)> =
        case.other_ports(failed.address).filter(|(_, c)| c.state == State::Open).map(|(id, c)| (id, c.port)).collect();
    if case.is_own(failed.address)
        && let Some((id, all)) = case.seen.first::<Listeners>()
    {
        let listeners = all.listeners.saw().map(Vec::as_slice).unwrap_or_default();
        open.extend(listeners.iter().filter(|one| one.covers(failed.address)).map(|one| (id, one.port)));
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, open, purpose, reset};
    use crate::observation::Purpose;

    #[test]
    fn a_port_that_opens_now_and_then_is_not_wrong() {
        let other = || purpose(Purpose::OtherPort, open("192.0.2.9", 8080));
        let scene = || Scene::of("http://h").see(reset("192.0.2.9", 80)).see(other());
        assert_eq!(recognise(&scene().case()).map(|found| found.confidence), Some(Confidence::Likely));
        let again = |one| purpose(Purpose::Again, one);
        let flaps = scene().see(again(open("192.0.2.9", 80))).see(again(reset("192.0.2.9", 80)));
        assert_eq!(recognise(&flaps.case()), None);
    }
}
