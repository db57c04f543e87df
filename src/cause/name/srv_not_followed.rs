//! `name.srv-not-followed`: the game stands where a service record leads, and scripts for mcpi do not follow it.

use crate::case::Case;
use crate::cause::minecraft::mcpi;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::target::{Host, Service, Target};
use crate::text::Text;

/// No API at the name's own addresses, and a Java server where the name's service record leads.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.srv-not-followed",
    title: Text::fixed(
        "the game stands where a service record leads, which scripts do not follow",
        "游戏在 SRV 记录所指之处，而脚本不使用该记录",
    ),
    masked_by: &["name.malformed"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if case.target.service != Service::Mcpi || case.is_answered() {
        return None;
    }
    let game = case.by_record()?;
    // Beside a game at the name's own address it is that game's API that is missing.
    if case.asked().any(|(_, one)| case.java_at(one.address).next().is_some()) {
        return None;
    }
    let api = case.mcpi_at(game.address).next();
    let (asked, place) = (&case.target.host, format!("{}:{}", game.led.target, game.led.port));
    let version = game.product.map_or_else(String::new, |version| format!(" ({version})"));
    let version_zh = game.product.map_or_else(String::new, |version| format!("（{version}）"));
    let (end, end_zh) = match &api {
        Some(api) => (
            format!(" The API answers there, too, at port {}.", api.port),
            format!("API 也在那里的端口 {} 应答。", api.port),
        ),
        None => Default::default(),
    };
    let summary = Text::new(
        format!(
            "The game{version} of {asked} stands at {place}: its service record leads players there. mcpi does not use service records, so the script asks {asked} itself, where no API answers.{end}"
        ),
        format!(
            "{asked} 的游戏{version_zh}在 {place}：SRV 记录把玩家引到那里。mcpi 不使用 SRV 记录，所以脚本询问的是 {asked} 本身，而那里没有 API 应答。{end_zh}"
        ),
    );
    let at = Location::of(Role::Resolver).address(game.server);
    let finding = Finding::because(game.record, Confidence::Likely, at, summary).and([game.status]);
    let host = Host::parse(&game.led.target).unwrap_or_else(|| Host::Name(game.led.target.clone()));
    let port = api.as_ref().map_or(mcpi::PORT, |api| api.port);
    let there = Target { host, port, ..case.target.clone() };
    let led = Case { target: &there, seen: case.seen };
    let finding = finding.and(api.as_ref().map(|api| api.id)).remedy(mcpi::script(&led, port));
    Some(match api {
        Some(_) => finding,
        None => finding.remedy(
            Remedy::new("See whether the API answers there.", "查看 API 是否在那里应答。")
                .command(format!("netwhy mcpi://{there}")),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::{Scene, coded};
    use crate::cause::scene::minecraft::{java, mcpi};
    use crate::observation::{JavaStatus, Meaning, Purpose, Reason, Record, Resolution, State};
    use crate::text::Lang;

    fn scene() -> Scene {
        let name = "_minecraft._tcp.mc.example";
        let data = "0 5 25577 game.example.";
        let record = Record { name: name.into(), record_type: "SRV".into(), ttl: 1, data: data.into() };
        let srv = Resolution { records: vec![record], ..coded(name, "SRV", "192.0.2.53", "NOERROR") };
        let scene = Scene::of("mcpi://mc.example").system(&["192.0.2.1"]).fact(srv);
        scene.connection("192.0.2.1", State::Closed, Reason::Reset)
    }

    fn game(address: &str, port: u16) -> JavaStatus {
        JavaStatus { asked_for: "game.example".into(), ..java(Purpose::OtherAddress, address, port) }
    }

    #[test]
    fn a_game_behind_a_record_sends_the_script_there() {
        let found = scene().fact(game("192.0.2.7", 25577)).find(&CAUSE).expect("a finding");
        assert_eq!(found.confidence, Confidence::Likely);
        let said = found.remedies[0].action.get(Lang::En);
        assert!(said.contains("Minecraft.create(\"game.example\", 4711)"), "{said}");
        assert_eq!(found.remedies[1].command.as_deref(), Some("netwhy mcpi://game.example:4711"));
    }

    #[test]
    fn an_api_beside_that_game_is_named_with_its_port() {
        let api = mcpi(Purpose::OtherAddress, "192.0.2.7", 4711, Meaning::Nobody);
        let found = scene().fact(game("192.0.2.7", 25577)).fact(api).find(&CAUSE).expect("a finding");
        assert!(found.summary.get(Lang::En).contains("answers there, too, at port 4711"));
        assert_eq!(found.remedies.len(), 1);
    }

    #[test]
    fn a_record_to_the_same_host_or_to_nothing_is_not_it() {
        assert_eq!(scene().sure(&CAUSE), None);
        assert_eq!(scene().fact(game("192.0.2.1", 25577)).sure(&CAUSE), None);
        // The game is at the name itself, too.
        let own = java(Purpose::OtherPort, "192.0.2.1", 25565);
        assert_eq!(scene().fact(game("192.0.2.7", 25577)).fact(own).sure(&CAUSE), None);
    }
}
