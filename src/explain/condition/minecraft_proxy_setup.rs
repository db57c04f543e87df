//! Minecraft: a proxy of the game's (BungeeCord, Velocity) and the servers behind it do not agree.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "minecraft-proxy-setup",
    title: Text::fixed("The game's proxy and the server behind it do not agree", "游戏代理与其后的服务器设置不一致"),
    errors: &[],
    numbers: &[],
    phrases: &[(
        "BungeeCord, Velocity",
        &[
            "if you wish to use ip forwarding",
            "this server requires you to connect with velocity",
            "your server did not send a forwarding request",
            "unable to connect you to",
            "could not connect to a default or fallback server",
            "unknown data in login hostname",
            "you are unable to connect to this server",
        ],
    )],
    over: &["*"],
    meaning: Text::fixed(
        "You reached BungeeCord or Velocity (or a server that wants to be reached through it). What fails is the step from there \
         to the game server, or the two differ in how they pass on who you are.",
        "你已连到 BungeeCord 或 Velocity（或一台要求经由它们连接的服务器）。失败的是从代理到游戏服务器的那一步，或双方对玩家身份转发的设置不同。",
    ),
    not_proven: &[Text::fixed("That your own network has any fault.", "不能证明你自己的网络有任何故障。")],
    checks: &[
        (Step::Server, Text::fixed("On the proxy's machine, see that it reaches the game server; give both the same forwarding (`bungeecord: true` in spigot.yml; `proxies.velocity` with the same secret in paper-global.yml).", "在代理所在机器上确认它能连到游戏服务器；两边要用相同的转发设置（spigot.yml 中 `bungeecord: true`；paper-global.yml 中 `proxies.velocity` 及相同的密钥）。")),
        (Step::Game, Text::fixed("Connect to the proxy's address, not to the game server's own.", "连接代理的地址，而不是游戏服务器自己的地址。")),
    ],
};
