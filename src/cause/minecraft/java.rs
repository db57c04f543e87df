//! What to do about a Java server: its start, its server.properties, its world.

use crate::case::Case;
use crate::finding::Remedy;

pub(crate) fn start() -> Remedy {
    Remedy::new(
        "Start the Minecraft server, and wait until its log says `Done`; until then it refuses. If it stops again, logs/latest.log says why (`eula=true`, a port in use).",
        "启动 Minecraft 服务器，等到日志出现 `Done`；在此之前它会拒绝连接。若又停止，logs/latest.log 会写明原因（`eula=true`、端口被占用）。",
    )
}

/// The server's own settings.
pub(crate) fn listens(port: u16) -> Remedy {
    Remedy::new(
        format!(
            "In server.properties write `server-port={port}` and leave `server-ip=` empty (every address), and start the server again."
        ),
        format!(
            "在 server.properties 中写 `server-port={port}`，并把 `server-ip=` 留空（所有地址），然后重新启动服务器。"
        ),
    )
}

pub(crate) fn port(port: u16) -> Remedy {
    Remedy::new(
        format!("Or on the server write `server-port={port}` in server.properties, and start it again."),
        format!("或在服务器的 server.properties 中写 `server-port={port}`，然后重新启动。"),
    )
}

pub(crate) fn lan_world() -> Remedy {
    Remedy::new(
        "A single-player world that is open to LAN has a port of its own each time; see which.",
        "对局域网开放的单人世界每次使用不同的端口；查看是哪个。",
    )
    .command("netwhy minecraft --lan")
}

pub(crate) fn hangs() -> Remedy {
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

pub(crate) fn no_proxy_protocol() -> Remedy {
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
