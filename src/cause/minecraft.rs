//! What to do about Minecraft servers and the mcpi API, by what is wrong: the very line of a setting, what to type on the
//! server, what to change in the script. Each cause that can meet them takes its remedies from here in one line.

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
    /// It takes connections and closes them without a byte.
    Closes,
    /// The service is at this other port.
    OtherPort(u16),
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
            let game = found.is_none().then(start_game);
            game.into_iter().chain([load_plugin(), mcpi_listens(port), other_mcpi(), script(case, port)]).collect()
        }
        (Service::Mcpi, Trouble::OtherAddress) => vec![mcpi_listens(port), pycraft_local()],
        (Service::Mcpi, Trouble::Silent) => vec![awake()],
        (Service::Mcpi, Trouble::Closes) => vec![log_of_plugin()],
        (Service::Mcpi, Trouble::OtherPort(other)) => vec![script(case, other), mcpi_moves(other, port)],
        (Service::Minecraft, Trouble::NotListening) => vec![start_java(), java_listens(port), lan_world()],
        (Service::Minecraft, Trouble::OtherAddress) => vec![java_listens(port)],
        (Service::Minecraft, Trouble::Silent) => vec![hangs()],
        (Service::Minecraft, Trouble::Closes) => vec![enable_status(), no_proxy_protocol(), wait(case)],
        (Service::Minecraft, Trouble::OtherPort(other)) => vec![client(case, other), java_port(port)],
        (Service::Bedrock, Trouble::NotListening) => vec![bedrock_listens(port), geyser(port), on_bedrock_server(port)],
        (Service::Bedrock, Trouble::Silent) => vec![bedrock_listens(port)],
        (Service::Bedrock, Trouble::OtherPort(other)) => vec![client(case, other), bedrock_listens(port)],
        (Service::Bedrock, Trouble::Filtered) => allow(port, "udp"),
        (Service::Minecraft, Trouble::Filtered) => allow(port, "tcp"),
        // Windows drops what nothing listens for.
        (Service::Mcpi, Trouble::Filtered) => allow(port, "tcp").into_iter().chain([load_plugin()]).collect(),
        (Service::Minecraft | Service::Mcpi | Service::Bedrock, Trouble::HostDown) => vec![hosted()],
        _ => Vec::new(),
    }
}

fn start_game() -> Remedy {
    Remedy::new(
        "Start the game first: no Minecraft server answers at the usual port 25565 of this host either. Start the server that has the plugin, and wait until its log says `Done`.",
        "先启动游戏：该主机的常用端口 25565 也没有 Minecraft 服务器应答。启动装有该插件的服务器，等到日志出现 `Done`。",
    )
}

/// See that the plugin is there.
pub(crate) fn load_plugin() -> Remedy {
    Remedy::new(
        "In the server's console type `plugins`: RaspberryJuice must stand there in green. If it does not, put its jar into the folder plugins/ and start the server again (a reload is not enough).",
        "在服务器控制台输入 `plugins`：RaspberryJuice 应以绿色列出。若没有，把它的 jar 放入 plugins/ 文件夹并重新启动服务器（reload 不够）。",
    )
}

/// The plugin's own settings.
pub(crate) fn mcpi_listens(port: u16) -> Remedy {
    Remedy::new(
        format!(
            "In plugins/RaspberryJuice/config.yml write `hostname: 0.0.0.0` (every address of the server) and `port: {port}`, and start the server again; its log names the port it takes."
        ),
        format!(
            "在 plugins/RaspberryJuice/config.yml 中写 `hostname: 0.0.0.0`（服务器的所有地址）和 `port: {port}`，然后重新启动服务器；其日志会写明所用端口。"
        ),
    )
}

fn other_mcpi() -> Remedy {
    Remedy::new(
        "Another API than RaspberryJuice: JuicyRaspberryPie has `api_port` in its config.yml, Raspberry Jam Mod takes the next free port from 4711 up, and Minecraft Pi (Reborn) answers only while a world is open.",
        "若不是 RaspberryJuice：JuicyRaspberryPie 在其 config.yml 中用 `api_port`，Raspberry Jam Mod 从 4711 起取下一个空闲端口，Minecraft Pi（Reborn）只在世界打开时应答。",
    )
}

fn pycraft_local() -> Remedy {
    Remedy::new(
        "With Minetest: in the mod's settings.conf write `restrict_to_local_connections = false`.",
        "若是 Minetest：在该 mod 的 settings.conf 中写 `restrict_to_local_connections = false`。",
    )
}

/// What the script must say.
pub(crate) fn script(case: &Case, port: u16) -> Remedy {
    let host = &case.target.host;
    let (en, zh) = match case.target.host.address().is_some_and(|address| address.is_ipv6()) {
        true => (
            " (the Python library speaks IPv4 only: give a name or an IPv4 address)",
            "（该 Python 库只支持 IPv4：请写域名或 IPv4 地址）",
        ),
        false => ("", ""),
    };
    Remedy::new(
        format!("In the script write `mc = Minecraft.create(\"{host}\", {port})`{en}."),
        format!("在脚本中写 `mc = Minecraft.create(\"{host}\", {port})`{zh}。"),
    )
}

fn mcpi_moves(from: u16, to: u16) -> Remedy {
    Remedy::new(
        format!(
            "Or on the server write `port: {to}` in place of `port: {from}` in plugins/RaspberryJuice/config.yml, and start it again."
        ),
        format!("或在服务器的 plugins/RaspberryJuice/config.yml 中把 `port: {from}` 改为 `port: {to}`，然后重新启动。"),
    )
}

fn awake() -> Remedy {
    Remedy::new(
        "See that the game runs: the API answers on a tick of the game, so a paused world or a server that hangs leaves the script waiting for ever (`Minecraft.create` has no timeout).",
        "确认游戏在运行：API 在游戏刻应答，暂停的世界或卡住的服务器会让脚本一直等待（`Minecraft.create` 没有超时）。",
    )
}

fn log_of_plugin() -> Remedy {
    Remedy::new(
        "Read the server's log (logs/latest.log) at the moment of the attempt: the plugin writes there whom it turns away, and why.",
        "查看连接那一刻的服务器日志（logs/latest.log）：插件会写明拒绝了谁以及原因。",
    )
}

fn start_java() -> Remedy {
    Remedy::new(
        "Start the Minecraft server, and wait until its log says `Done`; until then it refuses. If it stops again, logs/latest.log says why (`eula=true`, a port in use).",
        "启动 Minecraft 服务器，等到日志出现 `Done`；在此之前它会拒绝连接。若又停止，logs/latest.log 会写明原因（`eula=true`、端口被占用）。",
    )
}

/// The server's own settings.
pub(crate) fn java_listens(port: u16) -> Remedy {
    Remedy::new(
        format!(
            "In server.properties write `server-port={port}` and leave `server-ip=` empty (every address), and start the server again."
        ),
        format!(
            "在 server.properties 中写 `server-port={port}`，并把 `server-ip=` 留空（所有地址），然后重新启动服务器。"
        ),
    )
}

fn java_port(port: u16) -> Remedy {
    Remedy::new(
        format!("Or on the server write `server-port={port}` in server.properties, and start it again."),
        format!("或在服务器的 server.properties 中写 `server-port={port}`，然后重新启动。"),
    )
}

fn lan_world() -> Remedy {
    Remedy::new(
        "A single-player world that is open to LAN has a port of its own each time; see which.",
        "对局域网开放的单人世界每次使用不同的端口；查看是哪个。",
    )
    .command("netwhy minecraft --lan")
}

fn client(case: &Case, port: u16) -> Remedy {
    let to = crate::target::Target { port, ..case.target.clone() };
    Remedy::new(
        format!("In the game's list of servers write `{to}` as the address."),
        format!("在游戏的服务器列表中把地址写为 `{to}`。"),
    )
}

fn hangs() -> Remedy {
    Remedy::new(
        "See on the server whether it hangs: a full memory or an overlong tick stands in logs/latest.log (`Can't keep up!`).",
        "在服务器上检查是否卡住：内存不足或游戏刻过长会写在 logs/latest.log 中（`Can't keep up!`）。",
    )
}

/// Let the server tell its status.
pub(crate) fn enable_status() -> Remedy {
    Remedy::new(
        "In server.properties write `enable-status=true`, and start the server again: with `false` it closes on everybody who asks, though players can join.",
        "在 server.properties 中写 `enable-status=true` 并重新启动服务器：若为 `false`，它会对所有询问者直接关闭连接，尽管玩家可以加入。",
    )
}

fn no_proxy_protocol() -> Remedy {
    Remedy::new(
        "If the server stands behind a proxy, connect to the proxy; else switch the header off: `proxy-protocol: false` (paper-global.yml, Velocity's `haproxy-protocol = false`, BungeeCord's `proxy_protocol: false`).",
        "若服务器在代理之后，请连接代理；否则关闭该头：`proxy-protocol: false`（paper-global.yml；Velocity 为 `haproxy-protocol = false`；BungeeCord 为 `proxy_protocol: false`）。",
    )
}

/// Wait for a server that starts.
pub(crate) fn wait(case: &Case) -> Remedy {
    Remedy::new(
        "If it was started just now, wait until its log says `Done`, and ask again.",
        "若它刚刚启动，等到日志出现 `Done` 后再试。",
    )
    .command(format!("netwhy minecraft java://{}", case.target))
}

fn bedrock_listens(port: u16) -> Remedy {
    Remedy::new(
        format!(
            "Start the Bedrock server; in its server.properties write `server-port={port}`, and see in its log that it says `IPv4 supported, port: {port}`."
        ),
        format!(
            "启动 Bedrock 服务器；在其 server.properties 中写 `server-port={port}`，并在日志中确认出现 `IPv4 supported, port: {port}`。"
        ),
    )
}

fn geyser(port: u16) -> Remedy {
    Remedy::new(
        format!("With Geyser: in its config.yml, under `bedrock:`, write `address: 0.0.0.0` and `port: {port}`."),
        format!("若使用 Geyser：在其 config.yml 的 `bedrock:` 下写 `address: 0.0.0.0` 和 `port: {port}`。"),
    )
}

fn on_bedrock_server(port: u16) -> Remedy {
    Remedy::new(
        "On the server (Linux), see whether anything takes datagrams there; no line means nothing does.",
        "在服务器（Linux）上查看是否有程序接收该端口的数据报；没有输出即没有。",
    )
    .command(format!("sudo ss -lunp 'sport = :{port}'"))
    .on(Os::Linux)
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
            ("mcpi://h:4712", Trouble::NotListening, "Minecraft.create(\"h\", 4712)"),
            ("mcpi://h", Trouble::OtherPort(4712), "Minecraft.create(\"h\", 4712)"),
            ("mcpi://[::1]", Trouble::OtherPort(4712), "IPv4 only"),
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
        assert_eq!(remedies(&Scene::of("http://h").case(), Trouble::NotListening), []);
        let udp = remedies(&Scene::of("bedrock://h").case(), Trouble::Filtered);
        assert_eq!(udp[0].command.as_deref(), Some("sudo ufw allow 19132/udp"));
    }
}
