//! `port.mcpi-plugin-missing`: the game runs, and its API does not.

use crate::case::Case;
use crate::cause::minecraft::{Trouble, remedies};
use crate::cause::server::nothing_listens;
use crate::finding::{Cause, Finding, Location};
use crate::target::Service;
use crate::text::Text;

/// The API's port is refused while a Java server of the same host tells its status.
pub(super) const CAUSE: Cause = Cause {
    id: "port.mcpi-plugin-missing",
    title: Text::fixed("the game runs without its mcpi API", "游戏在运行，但没有 mcpi API"),
    masked_by: &[
        "port.wrong",
        "port.not-forwarded",
        "server.loopback-only",
        "server.wrong-family",
        "server.starting",
        "firewall.reject",
        "firewall.own",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if case.target.service != Service::Mcpi || case.is_open() {
        return None;
    }
    let (id, failed) = case.failed()?;
    let game = case.java_at(failed.address).find(|one| one.port != failed.port)?;
    if case.mcpi_at(failed.address).next().is_some() {
        return None;
    }
    let confidence = nothing_listens(case)?;
    let (host, port) = (&case.target.host, failed.port);
    let version = game.product.map_or_else(String::new, |version| format!(" ({version})"));
    let version_zh = game.product.map_or_else(String::new, |version| format!("（{version}）"));
    // Its own table shows a listener on the loopback.
    let (alone, alone_zh) = match case.is_own(failed.address) {
        true => (" or has another port", "或端口不同"),
        false => {
            (", has another port, or takes connections from its own machine only", "、端口不同，或只接受本机的连接")
        }
    };
    let summary = Text::new(
        format!(
            "A Minecraft server{version} runs at port {} of {host}, but nothing takes connections for the mcpi API at port {port}: its plugin (RaspberryJuice or alike) is not loaded{alone}.",
            game.port
        ),
        format!(
            "{host} 的端口 {} 上有 Minecraft 服务器{version_zh}在运行，但没有程序在端口 {port} 接受 mcpi API 的连接：其插件（RaspberryJuice 等）未加载{alone_zh}。",
            game.port
        ),
    );
    let at = Location::machine(case, failed.address, failed.address);
    let finding = Finding::because(id, confidence, at, summary).and([game.id]);
    Some(remedies(case, Trouble::NotListening).into_iter().fold(finding, Finding::remedy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::minecraft::{java, mcpi};
    use crate::cause::scene::{Scene, listeners, open, purpose, reset, silent};
    use crate::finding::Confidence::{Certain, Likely};
    use crate::observation::{Meaning, Purpose};

    fn game(address: &str) -> crate::observation::JavaStatus {
        java(Purpose::OtherPort, address, 25565)
    }

    #[test]
    fn a_refused_api_beside_a_game_that_runs() {
        let scene = Scene::of("mcpi://192.0.2.9").see(reset("192.0.2.9", 4711)).see(game("192.0.2.9"));
        assert_eq!(scene.told(), [("port.mcpi-plugin-missing".to_owned(), Likely)]);
        let here = Scene::of("mcpi://127.0.0.1").see(listeners(&[("127.0.0.1", 25565, 0, 5)]));
        let here = here.see(reset("127.0.0.1", 4711)).see(game("127.0.0.1"));
        assert_eq!(here.told(), [("port.mcpi-plugin-missing".to_owned(), Certain)]);
    }

    #[test]
    fn silence_is_a_filters() {
        let scene = Scene::of("mcpi://192.0.2.9").see(silent("192.0.2.9", 4711));
        let scene = scene.see(purpose(Purpose::OtherPort, open("192.0.2.9", 25565))).see(game("192.0.2.9"));
        assert_eq!(scene.told(), [("firewall.drop".to_owned(), Likely)]);
    }

    #[test]
    fn an_api_elsewhere_or_no_game_is_not_it() {
        let scene = || Scene::of("mcpi://192.0.2.9").see(reset("192.0.2.9", 4711));
        assert_eq!(recognise(&scene().case()), None);
        let other = scene().see(game("192.0.2.9")).see(purpose(Purpose::OtherPort, open("192.0.2.9", 4712)));
        let other = other.see(mcpi(Purpose::OtherPort, "192.0.2.9", 4712, Meaning::Nobody));
        assert_eq!(other.told(), [("port.wrong".to_owned(), Likely)]);
        let java = Scene::of("minecraft://192.0.2.9:25570").see(reset("192.0.2.9", 25570)).see(game("192.0.2.9"));
        assert_eq!(recognise(&java.case()), None);
    }
}
