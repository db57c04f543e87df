//! `protocol.minecraft-wrong-edition`: the host has a Minecraft server of the other edition.

use crate::case::{Case, Stands};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::FactId;
use crate::target::{Service, Target};
use crate::text::Text;

/// The edition asked for does not answer, and the other one does.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.minecraft-wrong-edition",
    title: Text::fixed("the server is of the other edition of Minecraft", "服务器是 Minecraft 的另一个版本"),
    masked_by: &["port.wrong", "server.starting"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let service = case.target.service;
    if !case.is_about_minecraft() || case.is_open() {
        return None;
    }
    let (id, failed) = case.failed()?;
    let own = case.java_at(failed.address).next();
    let api = case.mcpi_at(failed.address).next();
    let bedrock = case.bedrock_at(failed.address).next();
    match service {
        Service::Minecraft | Service::Mcpi if own.is_none() && api.is_none() => {
            Some(finding(case, id, failed.address, &bedrock?, Service::Bedrock))
        }
        Service::Bedrock if bedrock.is_none() => Some(finding(case, id, failed.address, &own?, Service::Minecraft)),
        _ => None,
    }
}

fn finding(case: &Case, id: FactId, address: std::net::IpAddr, there: &Stands, edition: Service) -> Finding {
    let (host, asked, port) = (&case.target.host, case.target.port, there.port);
    let version = there.product.map_or_else(String::new, |version| format!(" ({version})"));
    let version_zh = there.product.map_or_else(String::new, |version| format!("（{version}）"));
    let (has, over, wanted, udp) = match edition {
        Service::Bedrock => ("Bedrock", "UDP", if case.target.service == Service::Mcpi { "mcpi" } else { "Java" }, ""),
        _ => ("Java", "TCP", "Bedrock", "UDP "),
    };
    let summary = Text::new(
        format!(
            "{host} has a server of the {has} edition{version} at {over} port {port}; no {wanted} server answers at {udp}port {asked}."
        ),
        format!(
            "{host} 的 {over} 端口 {port} 上是 {has} 版服务器{version_zh}；{udp}端口 {asked} 没有 {wanted} 服务器应答。"
        ),
    );
    let at = Location::machine(case, address, address);
    let to = Target { port, service: edition, ..case.target.clone() };
    let finding = Finding::because(id, Confidence::Likely, at, summary).and([there.id]);
    let finding = match case.target.service {
        Service::Mcpi => finding.remedy(Remedy::new(
            "The mcpi API is a plugin of Java servers (RaspberryJuice) or of Minecraft Pi: run such a server for the script.",
            "mcpi API 是 Java 服务器的插件（RaspberryJuice）或 Minecraft Pi 的功能：请为脚本运行这样的服务器。",
        )),
        _ => finding.remedy(Remedy::new(
            format!("Connect with a {has} client; players of the other edition cannot join this server."),
            format!("请用 {has} 版客户端连接；另一版本的玩家无法加入该服务器。"),
        )),
    };
    let finding = match edition {
        Service::Bedrock => finding,
        _ => finding.remedy(Remedy::new(
            "To let Bedrock players in, add Geyser to the Java server, and open UDP port 19132.",
            "若要让 Bedrock 玩家加入，请在 Java 服务器上安装 Geyser，并开放 UDP 端口 19132。",
        )),
    };
    finding.remedy(
        Remedy::new(format!("See what the {has} server says."), format!("查看该 {has} 服务器的信息。"))
            .command(format!("netwhy minecraft {}://{to}", edition.scheme())),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::minecraft::{bedrock, java};
    use crate::cause::scene::{Scene, open, purpose, reset};
    use crate::finding::Confidence::Likely;
    use crate::observation::Purpose;

    #[test]
    fn bedrock_in_the_place_of_java_and_of_the_api() {
        for target in ["minecraft://192.0.2.9", "mcpi://192.0.2.9"] {
            let port = Scene::of(target).case().target.port;
            let scene = Scene::of(target).see(reset("192.0.2.9", port)).see(bedrock(Purpose::OtherPort, "192.0.2.9"));
            assert_eq!(scene.told(), [("protocol.minecraft-wrong-edition".to_owned(), Likely)], "{target}");
        }
    }

    #[test]
    fn both_editions_or_neither_is_not_it() {
        let scene = || Scene::of("minecraft://192.0.2.9").see(reset("192.0.2.9", 25565));
        assert_eq!(recognise(&scene().case()), None);
        let both = scene().see(bedrock(Purpose::OtherPort, "192.0.2.9"));
        let both = both.see(purpose(Purpose::OtherPort, open("192.0.2.9", 25566)));
        let both = both.see(java(Purpose::OtherPort, "192.0.2.9", 25566));
        assert_eq!(both.told(), [("port.wrong".to_owned(), Likely)]);
        let elsewhere = scene().see(bedrock(Purpose::OtherPort, "192.0.2.8"));
        assert_eq!(recognise(&elsewhere.case()), None);
    }
}
