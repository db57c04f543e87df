//! `port.mcpi-on-game-port`: the mcpi API was asked for at the port of the game itself.

use crate::case::{Case, Heard, HeardEnd};
use crate::cause::minecraft::mcpi::{free_the_port, load_plugin, other_port, script};
use crate::cause::protocol::words::surely;
use crate::finding::{Cause, Finding, Location, Remedy};
use crate::target::Service;
use crate::text::Text;

/// It connects, gives no answer to a line of mcpi, and tells its status as Java servers do.
pub(super) const CAUSE: Cause = Cause {
    id: "port.mcpi-on-game-port",
    title: Text::fixed(
        "the script connects to the game's port, not to the API's",
        "脚本连接的是游戏端口，而不是 API 端口",
    ),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if case.target.service != Service::Mcpi {
        return None;
    }
    let all = case.heard();
    let no_api = |one: &&Heard| !matches!(one.ended, HeardEnd::Answered | HeardEnd::Failed);
    let heard = all.iter().find(no_api)?;
    if all.iter().any(|one| one.address == heard.address && !no_api(&one)) {
        return None;
    }
    let game = case.java_at(heard.address).find(|one| one.port == heard.port)?;
    let target = case.target.to_string();
    let version = game.product.map_or_else(String::new, |version| format!(" ({version})"));
    let version_zh = game.product.map_or_else(String::new, |version| format!("（{version}）"));
    let api = case.mcpi_at(heard.address).find(|one| one.port != heard.port);
    let (end, end_zh) = match &api {
        Some(api) => (
            format!(" The API answers at port {} of the same host.", api.port),
            format!("API 在同一主机的端口 {} 应答。", api.port),
        ),
        None => Default::default(),
    };
    let summary = Text::new(
        format!(
            "{target} is the port of a Minecraft server{version}, which players connect to: it does not speak mcpi.{end}"
        ),
        format!("{target} 是 Minecraft 服务器{version_zh}的游戏端口，供玩家连接：它不使用 mcpi。{end_zh}"),
    );
    let at = Location::answering(case, heard.address);
    let usual = Service::Mcpi.default_port().unwrap_or(heard.port);
    let finding = Finding::because(heard.id, surely(case, heard.address), at, summary)
        .and([game.id])
        .and(api.as_ref().map(|api| api.id));
    Some(match api {
        Some(api) => finding.remedy(script(case, api.port)),
        // The script is right; the game sits where the API belongs.
        None if heard.port == usual => {
            finding.remedy(free_the_port(usual)).remedy(load_plugin()).remedy(other_port(case, usual + 1))
        }
        None => finding.remedy(script(case, usual)).remedy(load_plugin()).remedy(
            Remedy::new("See what answers at the API's port.", "查看 API 端口有什么应答。")
                .command(format!("netwhy mcpi://{}", crate::target::Target { port: usual, ..case.target.clone() })),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::minecraft::{java, mcpi, mcpi_silent};
    use crate::cause::scene::{Scene, open, own, purpose};
    use crate::finding::Confidence::{Certain, Likely};
    use crate::observation::{Meaning, Purpose};
    use crate::text::Lang;

    fn scene(address: &str) -> Scene {
        Scene::of(&format!("mcpi://{address}:25565")).see(open(address, 25565)).see(mcpi_silent(address, 25565))
    }

    #[test]
    fn a_status_where_mcpi_is_silent_is_the_game() {
        let told = scene("192.0.2.9").see(java(Purpose::Again, "192.0.2.9", 25565)).told();
        assert_eq!(told, [("port.mcpi-on-game-port".to_owned(), Likely)]);
        let here = scene("192.0.2.5").see(own("192.0.2.5")).see(java(Purpose::Again, "192.0.2.5", 25565));
        assert_eq!(here.told(), [("port.mcpi-on-game-port".to_owned(), Certain)]);
    }

    #[test]
    fn the_port_where_the_api_is_stands_in_the_script() {
        let scene = scene("192.0.2.9").see(java(Purpose::Again, "192.0.2.9", 25565));
        let scene = scene.see(purpose(Purpose::OtherPort, open("192.0.2.9", 4712)));
        let scene = scene.see(mcpi(Purpose::OtherPort, "192.0.2.9", 4712, Meaning::Nobody));
        let found = recognise(&scene.case()).expect("a finding");
        assert!(found.remedies[0].action.get(Lang::En).contains("Minecraft.create(\"192.0.2.9\", 4712)"), "{found:?}");
        assert_eq!(found.evidence.len(), 3);
    }

    #[test]
    fn a_game_at_the_port_of_the_api_is_to_go_from_there() {
        let scene = Scene::of("mcpi://192.0.2.9").see(open("192.0.2.9", 4711)).see(mcpi_silent("192.0.2.9", 4711));
        let scene = scene.see(java(Purpose::Again, "192.0.2.9", 4711));
        let found = recognise(&scene.case()).expect("a finding");
        let all: Vec<&str> = found.remedies.iter().map(|one| one.action.get(Lang::En)).collect();
        assert!(all[0].contains("`server-port=25565`"), "{all:?}");
        assert!(!all.iter().any(|one| one.contains("Minecraft.create(\"192.0.2.9\", 4711)")), "{all:?}");
        assert!(!found.remedies.iter().any(|one| one.command.is_some()), "the same question again: {found:?}");
    }

    #[test]
    fn silence_alone_or_an_api_that_answers_is_not_it() {
        assert_eq!(recognise(&scene("192.0.2.9").case()), None);
        let both = scene("192.0.2.9").see(java(Purpose::Again, "192.0.2.9", 25565));
        let both = both.see(mcpi(Purpose::Asked, "192.0.2.9", 25565, Meaning::Nobody));
        assert_eq!(recognise(&both.case()), None);
        let other = scene("192.0.2.9").see(java(Purpose::OtherPort, "192.0.2.9", 25566));
        assert_eq!(recognise(&other.case()), None);
    }
}
