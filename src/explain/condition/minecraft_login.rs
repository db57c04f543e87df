//! Minecraft: the server could not be shown who the player is.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "minecraft-login",
    title: Text::fixed("The player's account was not confirmed", "玩家帐户未能通过验证"),
    errors: &[],
    numbers: &[],
    phrases: &[
        (
            "Minecraft",
            &[
                "failed to verify username",
                "disconnect.unverified_username",
                "disconnect.authservers_down",
                "invalid session (try restarting",
                "tried to join with an invalid session",
                "authentication servers are",
                "couldn't verify username because servers are unavailable",
                "not authenticated with minecraft.net",
                "you need to authenticate to microsoft services",
                "multiplayer is disabled. please check your microsoft account",
            ],
        ),
        ("Minecraft (中文)", &["无法验证用户名", "用户名验证失败", "无效会话", "会话无效", "无效的会话", "身份验证服务器"]),
        ("Mojang", &["authenticationunavailableexception", "authlib.exceptions"]),
    ],
    over: &["reset", "closed-early", "answered-no", "timed-out-reading", "timed-out-connecting", "name-not-found", "refused"],
    meaning: Text::fixed(
        "Client and server reached each other. What failed is the question to Mojang's session server, which both ask: the \
         client's session is old, the account is not bought (an offline launcher), or the session server was not reached.",
        "客户端与服务器已经连通。失败的是双方都要做的、向 Mojang 会话服务器的验证：客户端的会话已过期，帐户不是正版（离线启动器），\
         或没能连上会话服务器。",
    ),
    not_proven: &[Text::fixed("That the way between client and server has a fault.", "不能证明客户端与服务器之间的线路有故障。")],
    checks: &[
        (Step::Game, Text::fixed("End game and launcher, log in again, and try once more.", "退出游戏和启动器，重新登录后再试。")),
        (
            Step::Server,
            Text::fixed(
                "See that the server's machine reaches https://sessionserver.mojang.com. On a private network, `online-mode=false` in server.properties does without (and lets anybody take any name).",
                "确认服务器所在机器能访问 https://sessionserver.mojang.com。在私有网络中，可在 server.properties 中设 `online-mode=false` 跳过验证（任何人都能冒用任何名字）。",
            ),
        ),
        (Step::Machine, Text::fixed("See that this machine's clock is right: sessions carry times.", "确认本机时钟正确：会话带有时间。")),
        (Step::Restriction, Text::fixed("Networks that block games often block the session server alone.", "封锁游戏的网络常常只封锁会话服务器。")),
    ],
};
