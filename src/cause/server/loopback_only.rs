//! `server.loopback-only`: the server takes connections from its own machine only.

use crate::case::Case;
use crate::cause::minecraft::{Trouble, advise};
use crate::cause::server::listening::{at_port, call, covering, listen_everywhere, show, sureness};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{BoundElsewhere, Os, Side, State};
use crate::text::{Lang, Text};

/// Every listener at the port is bound to the loopback, and another own address was asked.
pub(super) const CAUSE: Cause = Cause {
    id: "server.loopback-only",
    title: Text::fixed("the server listens on the loopback only", "服务器只监听环回地址"),
    masked_by: &["server.starting"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    here(case).or_else(|| there(case))
}

/// The other end's own table of sockets.
fn there(case: &Case) -> Option<Finding> {
    let (id, failed, compared) = case.compared_attempt()?;
    let is_loopback = compared.answer.bound_elsewhere == Some(BoundElsewhere::Loopback);
    if compared.side != Side::NobodyListens || !is_loopback {
        return None;
    }
    let (address, port, told) = (failed.address, failed.port, compared.counterpart.describe());
    let summary = Text::new(
        format!("The server on TCP port {port} of {address} listens on its loopback only. {}", told.get(Lang::En)),
        format!("{address} 的 TCP 端口 {port} 上的服务器只监听环回地址。{}", told.get(Lang::Zh)),
    );
    let at = Location::machine(case, address, address);
    let look = Remedy::new("On the server, see what listens where.", "在服务器上查看谁在监听何处。");
    let finding = Finding::because(id, Confidence::Certain, at, summary)
        .and([compared.id])
        .remedy(listen_everywhere(port))
        .remedy(look.command(show(Os::Linux, port)).on(Os::Linux));
    Some(advise(finding, case, Trouble::OtherAddress))
}

/// This machine's own.
fn here(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed().filter(|(_, failed)| failed.state == State::Closed)?;
    // What opens now and then has a listener that takes it.
    if case.asked().any(|(_, one)| one.address == failed.address && one.state == State::Open) {
        return None;
    }
    let (address, port) = (failed.address, failed.port);
    let (table, all) = at_port(case, address, port)?;
    let (_, covers) = covering(case, address, port)?;
    let first = all.first()?;
    if !covers.is_empty() || address.is_loopback() || !all.iter().all(|one| one.address.is_loopback()) {
        return None;
    }
    let who = call(first);
    let summary = Text::new(
        format!(
            "The server listens on {} only, which is reached from this machine itself and by that address; {address} is not covered.",
            who.get(Lang::En)
        ),
        format!("服务器只监听 {}，只有本机通过该地址才能连接；它不接受 {address}。", who.get(Lang::Zh)),
    );
    let at = Location::this_machine().address(address);
    let by_loopback = std::net::SocketAddr::new(first.address, port);
    let (confidence, summary) = sureness(case, address, summary);
    let finding = Finding::because(id, confidence, at, summary)
        .and([table])
        .and(case.route(address).map(|(id, _)| id))
        .remedy(listen_everywhere(port))
        .remedy(
            Remedy::new("From this machine itself, use the loopback address.", "若从本机连接，请使用环回地址。")
                .command(format!("netwhy {by_loopback}")),
        )
        .remedy(Remedy::new("See what listens where.", "查看谁在监听何处。").command(show(case.os(), port)));
    Some(advise(finding, case, Trouble::OtherAddress))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, listeners, open, own, purpose, reset};
    use crate::observation::Purpose;

    #[test]
    fn a_loopback_listener_does_not_take_another_own_address() {
        for bound in ["127.0.0.1", "::1"] {
            let scene = Scene::of("192.0.2.5:4711").see(own("192.0.2.5")).see(listeners(&[(bound, 4711, 0, 5)]));
            let scene = scene.see(reset("192.0.2.5", 4711));
            assert_eq!(scene.told(), vec![("server.loopback-only".to_owned(), Confidence::Likely)], "{bound}");
            let opened = scene.see(purpose(Purpose::Again, open("192.0.2.5", 4711)));
            assert_eq!(recognise(&opened.case()), None, "something does take it");
        }
    }

    #[test]
    fn other_listeners_and_other_machines_are_not_it() {
        let scene = |all| Scene::of("192.0.2.5:4711").see(listeners(all)).see(reset("192.0.2.5", 4711));
        let own = || own("192.0.2.5");
        assert_eq!(recognise(&scene(&[("127.0.0.1", 4711, 0, 5)]).case()), None, "not known to be an own address");
        assert_eq!(recognise(&scene(&[("127.0.0.1", 80, 0, 5)]).see(own()).case()), None);
        assert_eq!(recognise(&scene(&[("127.0.0.1", 4711, 0, 5), ("0.0.0.0", 4711, 0, 5)]).see(own()).case()), None);
        assert_eq!(recognise(&scene(&[("127.0.0.1", 4711, 0, 5), ("192.0.2.6", 4711, 0, 5)]).see(own()).case()), None);
    }
}
