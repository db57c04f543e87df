//! `server.wrong-family`: the server listens on IPv4 and was asked over IPv6, or the reverse.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::case::Case;
use crate::cause::minecraft::mcpi::script_at;
use crate::cause::minecraft::{Trouble, advise};
use crate::cause::server::listening::{at_port, call, covering, show, sureness};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, FactId, Listener, Reason, State};
use crate::target::Service;
use crate::text::{Lang, Text};

/// The own socket table shows a listener of the other family only; or a name's addresses of one family
/// reset where one of the other opens.
pub(super) const CAUSE: Cause = Cause {
    id: "server.wrong-family",
    title: Text::fixed("the server listens on the other of IPv4 and IPv6", "服务器监听的是 IPv4 与 IPv6 中的另一个"),
    masked_by: &["server.starting", "server.loopback-only"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    here(case).or_else(|| elsewhere(case))
}

/// What to do: take the `reachable` address in place of `asked`, or have the server listen there too.
fn mend(finding: Finding, case: &Case, asked: IpAddr, reachable: SocketAddr, take: Remedy) -> Finding {
    // Its plugins and its library speak IPv4 alone.
    if case.target.service == Service::Mcpi && asked.is_ipv6() {
        return finding.remedy(script_at(reachable));
    }
    let finding = finding.remedy(take).remedy(configure(family(asked), reachable.port()));
    advise(finding, case, Trouble::OtherAddress)
}

fn family(address: IpAddr) -> &'static str {
    if address.is_ipv6() { "IPv6" } else { "IPv4" }
}

/// This machine's own table.
fn here(case: &Case) -> Option<Finding> {
    let (id, failed) = case.first_asked().find(|(_, one)| one.state == State::Closed)?;
    let (address, port) = (failed.address, failed.port);
    let (table, all) = at_port(case, address, port)?;
    let (_, covers) = covering(case, address, port)?;
    let other = all.iter().find(|one| one.address.is_ipv6() != address.is_ipv6())?;
    if !covers.is_empty() || all.iter().any(|one| one.address.is_ipv6() == address.is_ipv6()) {
        return None;
    }
    if case.asked().any(|(_, one)| one.address == address && one.state == State::Open) {
        return None;
    }
    let (asked, has, who) = (family(address), family(other.address), call(other));
    let summary = Text::new(
        format!("The server listens on {} ({has}) only, and was asked over {asked} ({address}).", who.get(Lang::En)),
        format!("服务器只监听 {}（{has}），而请求走的是 {asked}（{address}）。", who.get(Lang::Zh)),
    );
    let (confidence, summary) = sureness(case, address, summary);
    let finding = Finding::because(id, confidence, Location::this_machine().address(address), summary)
        .and([table])
        .and(opened(case, address).map(|(id, _)| id));
    let reachable = SocketAddr::new(reachable(other), port);
    let scheme = if case.is_about_minecraft() { format!("{}://", case.target.service.scheme()) } else { String::new() };
    let take = Remedy::new(format!("Use the {has} address."), format!("使用 {has} 地址。"))
        .command(format!("netwhy {scheme}{reachable}"));
    let finding = mend(finding, case, address, reachable, take)
        .remedy(Remedy::new("See what listens where.", "查看谁在监听何处。").command(show(case.os(), port)));
    Some(finding)
}

/// An address at which the listener can be reached.
fn reachable(listener: &Listener) -> IpAddr {
    match listener.address {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    }
}

/// Another machine: every address of one family resets, one of the other opens.
fn elsewhere(case: &Case) -> Option<Finding> {
    let (id, closed) = case.first_asked().find(|(_, one)| one.reason == Reason::Reset)?;
    let (open_id, open) = opened(case, closed.address)?;
    let same_family = |one: &Connection| one.address.is_ipv6() == closed.address.is_ipv6();
    if case.first_asked().any(|(_, one)| same_family(one) && one.state == State::Open) {
        return None;
    }
    let (asked, has) = (family(closed.address), family(open.address));
    let own = case.is_own(closed.address);
    let host = &case.target.host;
    let summary = Text::new(
        format!(
            "{host} takes connections over {has} ({}) and refuses them over {asked} ({}).",
            open.address, closed.address
        ),
        format!("{host} 接受 {has}（{}）连接，拒绝 {asked}（{}）连接。", open.address, closed.address),
    );
    let at = if own { Location::this_machine() } else { Location::of(Role::Target) }.address(closed.address);
    let finding = Finding::because(id, Confidence::Likely, at, summary).and([open_id]);
    let option = if open.address.is_ipv6() { "-6" } else { "-4" };
    let scheme = if case.is_about_minecraft() { format!("{}://", case.target.service.scheme()) } else { String::new() };
    let take = Remedy::new(format!("Use the {has} address."), format!("使用 {has} 地址。"))
        .command(format!("netwhy {option} {scheme}{}", case.target));
    Some(mend(finding, case, closed.address, SocketAddr::new(open.address, closed.port), take))
}

/// A first attempt of the other family than `address` that opened.
fn opened<'a>(case: &Case<'a>, address: IpAddr) -> Option<(FactId, &'a Connection)> {
    case.first_asked().find(|(_, one)| one.state == State::Open && one.address.is_ipv6() != address.is_ipv6())
}

fn configure(family: &str, port: u16) -> Remedy {
    let any = if family == "IPv6" { "::" } else { "0.0.0.0" };
    Remedy::new(
        format!("Or have the server listen on {family} too: on {any}, port {port}."),
        format!("或让服务器也监听 {family}：地址 {any}，端口 {port}。"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, listeners, open, own, reset};

    #[test]
    fn a_listener_of_the_other_family_alone_is_certain() {
        for (asked, bound) in [("::1", "127.0.0.1"), ("::1", "0.0.0.0"), ("127.0.0.1", "::1")] {
            let scene = Scene::of("localhost:4711").see(listeners(&[(bound, 4711, 0, 5)])).see(reset(asked, 4711));
            assert_eq!(scene.told(), vec![("server.wrong-family".to_owned(), Confidence::Certain)], "{asked} {bound}");
        }
    }

    #[test]
    fn an_own_address_beside_the_loopback_may_lead_elsewhere() {
        let scene = Scene::of("192.0.2.5:4711").see(own("192.0.2.5")).see(listeners(&[("::1", 4711, 0, 5)]));
        let found = here(&scene.see(reset("192.0.2.5", 4711)).case()).map(|found| found.confidence);
        assert_eq!(found, Some(Confidence::Likely));
    }

    #[test]
    fn a_dual_stack_listener_is_of_both_families() {
        let scene = Scene::of("localhost:4711").see(listeners(&[("::", 4711, 0, 5)])).see(reset("127.0.0.1", 4711));
        assert_eq!(here(&scene.case()), None);
    }

    #[test]
    fn scripts_are_sent_to_ipv4_and_no_plugin_to_ipv6() {
        let scene = Scene::of("mcpi://[::1]:7101").see(listeners(&[("127.0.0.1", 7101, 0, 5)])).see(reset("::1", 7101));
        let found = recognise(&scene.case()).expect("a finding");
        let first = &found.remedies[0];
        assert!(first.action.get(Lang::En).contains("Minecraft.create(\"127.0.0.1\", 7101)"), "{found:?}");
        assert_eq!(first.command.as_deref(), Some("netwhy mcpi://127.0.0.1:7101"));
        assert!(!found.remedies.iter().any(|one| one.action.get(Lang::En).contains("listen on IPv6")), "{found:?}");
        let game =
            Scene::of("minecraft://[::1]").see(listeners(&[("127.0.0.1", 25565, 0, 5)])).see(reset("::1", 25565));
        let found = recognise(&game.case()).expect("a finding");
        let commands: Vec<&str> = found.remedies.iter().filter_map(|one| one.command.as_deref()).collect();
        assert!(commands.contains(&"netwhy minecraft://127.0.0.1:25565"), "{commands:?}");
    }

    #[test]
    fn another_machine_that_resets_one_family_is_likely() {
        let scene = Scene::of("h:80").see(reset("2001:db8::9", 80)).see(open("192.0.2.9", 80));
        assert_eq!(scene.told(), vec![("server.wrong-family".to_owned(), Confidence::Likely)]);
        let scene =
            Scene::of("h:80").see(reset("2001:db8::9", 80)).see(open("2001:db8::8", 80)).see(open("192.0.2.9", 80));
        assert_eq!(recognise(&scene.case()), None);
    }
}
