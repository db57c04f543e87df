//! What to do about the mcpi API: the plugin, its settings, the script.

use crate::case::Case;
use crate::finding::Remedy;
use crate::target::Service;

/// The API's port, unless a setting says otherwise.
pub(crate) const PORT: u16 = 4711;

/// True where players usually connect to `port`.
pub(crate) fn is_of_the_game(port: u16) -> bool {
    [Service::Minecraft, Service::Bedrock].iter().any(|game| game.usual_ports().any(|usual| usual == port))
}

/// The port asked for is not where scripts belong.
pub(crate) fn not_the_game(case: &Case) -> Remedy {
    let port = case.target.port;
    Remedy::new(
        format!(
            "{port} is the game's port, which players connect to; scripts connect to the API's own, {PORT} unless it was changed."
        ),
        format!("{port} 是玩家连接的游戏端口；脚本要连接 API 自己的端口，未改动时为 {PORT}。"),
    )
}

pub(crate) fn start_game() -> Remedy {
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
pub(crate) fn listens(port: u16) -> Remedy {
    Remedy::new(
        format!(
            "In plugins/RaspberryJuice/config.yml write `hostname: 0.0.0.0` (every address of the server) and `port: {port}`, and start the server again; its log names the port it takes."
        ),
        format!(
            "在 plugins/RaspberryJuice/config.yml 中写 `hostname: 0.0.0.0`（服务器的所有地址）和 `port: {port}`，然后重新启动服务器；其日志会写明所用端口。"
        ),
    )
}

pub(crate) fn other_kinds() -> Remedy {
    Remedy::new(
        "Another API than RaspberryJuice: JuicyRaspberryPie has `api_port` in its config.yml, Raspberry Jam Mod takes the next free port from 4711 up, and Minecraft Pi (Reborn) answers only while a world is open.",
        "若不是 RaspberryJuice：JuicyRaspberryPie 在其 config.yml 中用 `api_port`，Raspberry Jam Mod 从 4711 起取下一个空闲端口，Minecraft Pi（Reborn）只在世界打开时应答。",
    )
}

pub(crate) fn pycraft_local() -> Remedy {
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

/// The script must take this address, for it was given one of IPv6.
pub(crate) fn script_at(to: std::net::SocketAddr) -> Remedy {
    let (host, port) = (to.ip(), to.port());
    Remedy::new(
        format!(
            "In the script write `mc = Minecraft.create(\"{host}\", {port})`: mcpi knows IPv4 only, and so do its plugins and the Python library."
        ),
        format!("在脚本中写 `mc = Minecraft.create(\"{host}\", {port})`：mcpi 只支持 IPv4，其插件和 Python 库也是如此。"),
    )
    .command(format!("netwhy mcpi://{to}"))
}

/// The game listens where the API belongs.
pub(crate) fn free_the_port(port: u16) -> Remedy {
    Remedy::new(
        format!(
            "The game holds port {port}, which is the API's: in server.properties write `server-port=25565`, and start the server again; the plugin then takes {port}."
        ),
        format!(
            "游戏占用了 API 的端口 {port}：在 server.properties 中写 `server-port=25565` 并重新启动服务器；插件随后即可使用 {port}。"
        ),
    )
}

/// Or the API goes elsewhere, and the script with it.
pub(crate) fn other_port(case: &Case, port: u16) -> Remedy {
    let host = &case.target.host;
    Remedy::new(
        format!(
            "Or leave the game there: in plugins/RaspberryJuice/config.yml write `port: {port}`, start the server again, and in the script write `mc = Minecraft.create(\"{host}\", {port})`."
        ),
        format!(
            "或让游戏留在那里：在 plugins/RaspberryJuice/config.yml 中写 `port: {port}`，重新启动服务器，并在脚本中写 `mc = Minecraft.create(\"{host}\", {port})`。"
        ),
    )
}

pub(crate) fn moves(from: u16, to: u16) -> Remedy {
    Remedy::new(
        format!(
            "Or on the server write `port: {to}` in place of `port: {from}` in plugins/RaspberryJuice/config.yml, and start it again."
        ),
        format!("或在服务器的 plugins/RaspberryJuice/config.yml 中把 `port: {from}` 改为 `port: {to}`，然后重新启动。"),
    )
}

pub(crate) fn awake() -> Remedy {
    Remedy::new(
        "See that the game runs: the API answers on a tick of the game, so a paused world or a server that hangs leaves the script waiting for ever (`Minecraft.create` has no timeout).",
        "确认游戏在运行：API 在游戏刻应答，暂停的世界或卡住的服务器会让脚本一直等待（`Minecraft.create` 没有超时）。",
    )
}

pub(crate) fn log_of_plugin() -> Remedy {
    Remedy::new(
        "Read the server's log (logs/latest.log) at the moment of the attempt: the plugin writes there whom it turns away, and why.",
        "查看连接那一刻的服务器日志（logs/latest.log）：插件会写明拒绝了谁以及原因。",
    )
}
