//! `protocol.mcpi-refused`: the mcpi API answers, and does not serve this script.

use crate::case::Case;
use crate::cause::protocol::words;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{McpiAnswer, Meaning, Purpose};
use crate::target::Service;
use crate::text::{Lang, Text};

/// A ban, a password that is wanted first, or calls for blocks that come to nothing.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.mcpi-refused",
    title: Text::fixed("the mcpi API answers and refuses", "mcpi API 有应答，但拒绝服务"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if case.target.service != Service::Mcpi {
        return None;
    }
    let all = || case.seen.each::<McpiAnswer>().filter(|(_, one)| one.purpose == Purpose::Asked);
    let serves = |one: &McpiAnswer| one.is_alive() && one.blocks != Some(false);
    let no = |one: &McpiAnswer| one.is_mcpi() && !serves(one);
    let (id, answer) = all().find(|(_, one)| no(one))?;
    if all().any(|(_, one)| one.address == answer.address && serves(one)) {
        return None;
    }
    let target = case.target.to_string();
    let at = Location::answering(case, answer.address);
    let because = |sure: Confidence, en: &str, zh: &str| {
        let summary = Text::new(format!("The mcpi API at {target} {en}."), format!("{target} 的 mcpi API {zh}。"));
        Finding::because(id, sure, at.clone(), summary)
    };
    let sure = words::surely(case, answer.address);
    Some(match &answer.meaning {
        Some(Meaning::Banned) => banned(
            case,
            because(sure, "answers that this machine's address is banned from the server", "答复说本机的地址已被该服务器封禁"),
        ),
        Some(Meaning::PasswordWanted) => because(
            sure,
            "wants a password before it answers any call (`security.challenge`)",
            "要求先提供密码，才应答任何调用（`security.challenge`）",
        )
        .remedy(Remedy::new(
            "Write the name and password that the server's owner gave you into the library's mcpi/security.py (`AUTHENTICATION_USERNAME`, `AUTHENTICATION_PASSWORD`); the library must be Raspberry Jam Mod's, for PyPI's `mcpi` knows no password.",
            "把服务器主人给你的用户名和密码写入库的 mcpi/security.py（`AUTHENTICATION_USERNAME`、`AUTHENTICATION_PASSWORD`）；必须使用 Raspberry Jam Mod 的库，PyPI 的 `mcpi` 不支持密码。",
        ))
        .remedy(Remedy::new(
            "Or on the server take its password file away, where nobody else can reach the port.",
            "或者，如果别人无法连接该端口，可在服务器上删除其密码文件。",
        )),
        // A count of players that fails where nobody is online says so; a block at the origin is always there.
        _ => because(
            Confidence::Likely,
            if answer.fails_all() { "answers `Fail` to everything that was asked: who is online, and which block stands at the origin" } else { "answers who is online and not which block stands at the origin: calls for blocks come to nothing there" },
            if answer.fails_all() { "对所问的一切（谁在线、原点处的方块）都答 `Fail`" } else { "能答复谁在线，却不答复原点处的方块：对方块的调用在那里没有结果" },
        )
        .remedy(Remedy::new(
            "Read the server's log for the error at that call: the plugin may be made for another version of the server (RaspberryJuice 1.12.1 needs Spigot 1.12).",
            "查看服务器日志中该调用的错误：插件可能是为其他版本的服务器制作的（RaspberryJuice 1.12.1 需要 Spigot 1.12）。",
        ))
        .remedy(Remedy::new(
            "See that a world is loaded, and, where the script asks for a player, that one is online.",
            "确认世界已加载；若脚本需要玩家，确认有玩家在线。",
        )),
    })
}

fn banned(case: &Case, finding: Finding) -> Finding {
    let mut opened = case.asked().filter_map(|(_, one)| one.local);
    let own = opened.next().map_or_else(|| Text::fixed("ADDRESS", "地址"), |own| Text::same(own.to_string()));
    finding
        .remedy(Remedy::new(
            format!(
                "In the server's console type `pardon-ip {}`; behind a router the server sees that one's address, and its log (`Kicking … because the IP address has been banned`) names it.",
                own.get(Lang::En)
            ),
            format!(
                "在服务器控制台输入 `pardon-ip {}`；若经过路由器，服务器看到的是路由器的地址，其日志（`Kicking … because the IP address has been banned`）会写明。",
                own.get(Lang::Zh)
            ),
        ))
        .remedy(Remedy::new(
            "The list of banned addresses is banned-ips.json in the server's folder.",
            "被封禁的地址列在服务器文件夹的 banned-ips.json 中。",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::minecraft::mcpi;
    use crate::cause::scene::{Scene, open, own};
    use crate::finding::Confidence::{Certain, Likely};

    fn scene(meaning: Meaning) -> Scene {
        let scene = Scene::of("mcpi://192.0.2.5").see(own("192.0.2.5")).see(open("192.0.2.5", 4711));
        scene.see(mcpi(Purpose::Asked, "192.0.2.5", 4711, meaning))
    }

    #[test]
    fn a_ban_and_a_password_are_told_by_the_api_itself() {
        for meaning in [Meaning::Banned, Meaning::PasswordWanted] {
            assert_eq!(scene(meaning).told(), [("protocol.mcpi-refused".to_owned(), Certain)]);
        }
        let far = Scene::of("mcpi://192.0.2.9").see(open("192.0.2.9", 4711));
        let far = far.see(mcpi(Purpose::Asked, "192.0.2.9", 4711, Meaning::Banned));
        assert_eq!(far.told(), [("protocol.mcpi-refused".to_owned(), Likely)]);
    }

    #[test]
    fn an_api_that_serves_does_not_refuse() {
        assert_eq!(recognise(&scene(Meaning::Nobody).case()), None);
        assert_eq!(recognise(&scene(Meaning::Players { ids: vec![1] }).case()), None);
        assert_eq!(recognise(&scene(Meaning::Other).case()), None);
        let broken = McpiAnswer { blocks: Some(false), ..mcpi(Purpose::Asked, "192.0.2.9", 4711, Meaning::Nobody) };
        let scene = Scene::of("mcpi://192.0.2.9").see(open("192.0.2.9", 4711)).see(broken);
        assert_eq!(scene.told(), [("protocol.mcpi-refused".to_owned(), Likely)]);
    }
}
