//! What to do about Minecraft servers and the mcpi API, by what is wrong: the very line of a setting, what to type on the
//! server, what to change in the script. Each cause that can meet them takes its remedies from here in one line.

pub(crate) mod bedrock;
pub(crate) mod java;
pub(crate) mod mcpi;

use crate::case::Case;
use crate::finding::{Finding, Remedy};
use crate::observation::Os;
use crate::target::Service;

/// What is wrong with the port asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing takes connections there.
    NotListening,
    /// What listens there takes connections from its own machine, or of the other family, only.
    OtherAddress,
    /// The server's own filter stops it.
    Filtered,
    /// It takes connections and says nothing.
    Silent,
    /// It takes connections and closes them without a byte when it is asked.
    Closes,
    /// It takes connections and closes them before anything is asked.
    ClosesUnasked,
    /// The service is at this other port.
    OtherPort(u16),
    /// The service is at this other port, and another program holds the one asked for.
    HeldFrom(u16),
    /// The host is not there.
    HostDown,
}

/// Puts what to do about a Minecraft service before what is to be done about any; other services are left as they are.
pub(crate) fn advise(finding: Finding, case: &Case, trouble: Trouble) -> Finding {
    let mut remedies = remedies(case, trouble);
    remedies.extend(finding.remedies);
    Finding { remedies, ..finding }
}

/// What to do.
pub(crate) fn remedies(case: &Case, trouble: Trouble) -> Vec<Remedy> {
    let port = case.target.port;
    match (case.target.service, trouble) {
        (Service::Mcpi, Trouble::NotListening) => {
            let found = case.failed().and_then(|(_, failed)| case.java_at(failed.address).next());
            let start = found.is_none().then(mcpi::start_game);
            // Who aims at the game's port must not be told to move the API there.
            let aimed = mcpi::is_of_the_game(port);
            let api = if aimed { mcpi::PORT } else { port };
            let first = aimed.then(|| mcpi::not_the_game(case));
            let rest = [mcpi::load_plugin(), mcpi::listens(api), mcpi::other_kinds()];
            // Who asks for a port has it in the script already; to IPv6 no script comes.
            let is_v6 = case.target.host.address().is_some_and(|address| address.is_ipv6());
            let script = (api != port || is_v6).then(|| mcpi::script(case, api));
            first.into_iter().chain(start).chain(rest).chain(script).collect()
        }
        (Service::Mcpi, Trouble::OtherAddress) => vec![mcpi::listens(port), mcpi::pycraft_local()],
        (Service::Mcpi, Trouble::Silent) => vec![mcpi::awake()],
        (Service::Mcpi, Trouble::Closes | Trouble::ClosesUnasked) => vec![mcpi::log_of_plugin()],
        (Service::Mcpi, Trouble::HeldFrom(other)) => vec![mcpi::script(case, other)],
        (Service::Mcpi, Trouble::OtherPort(other)) => vec![mcpi::script(case, other), mcpi::moves(other, port)],
        (Service::Minecraft, Trouble::NotListening) => vec![java::start(), java::listens(port), java::lan_world()],
        (Service::Minecraft, Trouble::OtherAddress) => vec![java::listens(port)],
        (Service::Minecraft, Trouble::Silent) => vec![java::hangs()],
        (Service::Minecraft, Trouble::Closes) => {
            vec![java::enable_status(), java::no_proxy_protocol(), java::wait(case)]
        }
        (Service::Minecraft | Service::Bedrock, Trouble::HeldFrom(other)) => vec![client(case, other)],
        (Service::Minecraft, Trouble::OtherPort(other)) => vec![client(case, other), java::port(port)],
        (Service::Bedrock, Trouble::NotListening) => {
            vec![bedrock::listens(port), bedrock::geyser(port), bedrock::on_the_server(port)]
        }
        (Service::Bedrock, Trouble::Silent) => vec![bedrock::listens(port)],
        (Service::Bedrock, Trouble::OtherPort(other)) => vec![client(case, other), bedrock::listens(port)],
        (Service::Bedrock, Trouble::Filtered) => allow(port, "udp"),
        (Service::Minecraft, Trouble::Filtered) => allow(port, "tcp"),
        // Windows drops what nothing listens for.
        (Service::Mcpi, Trouble::Filtered) => allow(port, "tcp").into_iter().chain([mcpi::load_plugin()]).collect(),
        (Service::Minecraft | Service::Mcpi | Service::Bedrock, Trouble::HostDown) => vec![hosted()],
        _ => Vec::new(),
    }
}

fn client(case: &Case, port: u16) -> Remedy {
    let to = crate::target::Target { port, ..case.target.clone() };
    Remedy::new(
        format!("In the game's list of servers write `{to}` as the address."),
        format!("在游戏的服务器列表中把地址写为 `{to}`。"),
    )
}

fn allow(port: u16, protocol: &str) -> Vec<Remedy> {
    let upper = protocol.to_uppercase();
    let one = |en: &str, zh: &str, command: String| Remedy::new(en, zh).command(command);
    vec![
        one(
            "On the server (Ubuntu, Debian with ufw), allow the port.",
            "在服务器（使用 ufw 的 Ubuntu、Debian）上放行该端口。",
            format!("sudo ufw allow {port}/{protocol}"),
        )
        .on(Os::Linux),
        one(
            "On a server with firewalld:",
            "若服务器使用 firewalld：",
            format!("sudo firewall-cmd --permanent --add-port={port}/{protocol} && sudo firewall-cmd --reload"),
        )
        .on(Os::Linux),
        one(
            "On a Windows server, allow the port (or let Java through when Windows asks):",
            "若服务器是 Windows，放行该端口（或在 Windows 询问时允许 Java）：",
            format!("netsh advfirewall firewall add rule name=\"Minecraft {upper} {port}\" dir=in action=allow protocol={upper} localport={port}"),
        )
        .on(Os::Windows),
        Remedy::new(
            format!("With a hoster or a cloud, open {upper} port {port} in its panel too; behind a home router, forward it to the server."),
            format!("若使用托管商或云，也要在其面板中开放 {upper} 端口 {port}；若在家用路由器之后，请把它转发到服务器。"),
        ),
    ]
}

fn hosted() -> Remedy {
    Remedy::new(
        "With a hoster (Aternos and kin), start the server in its panel: it stops when nobody plays, and may get another address.",
        "若使用托管商（如 Aternos），请在其面板中启动服务器：无人游玩时它会停止，地址也可能改变。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::Scene;
    use crate::text::Lang;

    #[test]
    fn each_service_has_its_own_line_and_others_have_none() {
        for (target, trouble, line) in [
            ("mcpi://h", Trouble::NotListening, "`hostname: 0.0.0.0` (every address of the server) and `port: 4711`"),
            ("mcpi://h:25565", Trouble::NotListening, "Minecraft.create(\"h\", 4711)"),
            ("mcpi://h", Trouble::OtherPort(4712), "Minecraft.create(\"h\", 4712)"),
            ("mcpi://[::1]", Trouble::OtherPort(4712), "IPv4 only"),
            ("mcpi://h:25565", Trouble::NotListening, "25565 is the game's port"),
            ("mcpi://h:25565", Trouble::NotListening, "`port: 4711`"),
            ("minecraft://h", Trouble::NotListening, "`server-port=25565` and leave `server-ip=` empty"),
            ("minecraft://h", Trouble::Closes, "`enable-status=true`"),
            ("minecraft://h", Trouble::OtherPort(25566), "`h:25566`"),
            ("bedrock://h", Trouble::NotListening, "`server-port=19132`"),
        ] {
            let scene = Scene::of(target);
            let all = remedies(&scene.case(), trouble);
            assert!(all.iter().any(|one| one.action.get(Lang::En).contains(line)), "{target} {trouble:?}: {all:?}");
            assert!(all.iter().all(|one| one.action.get(Lang::Zh) != one.action.get(Lang::En)));
        }
        // What the script says already mends nothing.
        let same = remedies(&Scene::of("mcpi://h:4712").case(), Trouble::NotListening);
        assert!(same.iter().all(|one| !one.action.get(Lang::En).contains("In the script")), "{same:?}");
        assert_eq!(remedies(&Scene::of("http://h").case(), Trouble::NotListening), []);
        let udp = remedies(&Scene::of("bedrock://h").case(), Trouble::Filtered);
        assert_eq!(udp[0].command.as_deref(), Some("sudo ufw allow 19132/udp"));
    }
}
