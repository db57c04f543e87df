//! Minecraft: this player or address is banned.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "minecraft-banned",
    title: Text::fixed("The player or the address is banned from the server", "玩家或地址被服务器封禁"),
    errors: &[],
    numbers: &[],
    phrases: &[
        (
            "Minecraft",
            &[
                "you are banned from this server",
                "your ip address is banned from this server",
                "you have been ip banned",
                "you are banned from playing online",
                "multiplayer.disconnect.banned",
                "multiplayer.disconnect.ip_banned",
            ],
        ),
        ("Minecraft (中文)", &["你已被此服务器封禁", "你已被该服务器封禁", "你被服务器封禁", "您已被此服务器封禁", "ip已被封禁", "ip地址已被此服务器封禁", "ip地址已被封禁"]),
    ],
    over: &["reset", "closed-early", "answered-no"],
    meaning: Text::fixed(
        "The network is fine: the server answers, and says that this player or address is banned.",
        "网络没有问题：服务器有应答，并表示此玩家或地址已被封禁。",
    ),
    not_proven: &[Text::fixed("That you did anything: addresses are shared and change hands.", "不能证明你做错了什么：地址会共用，也会易主。")],
    checks: &[
        (Step::Server, Text::fixed("Ask the server's keeper for `pardon PLAYER`, or `pardon-ip ADDRESS` where the address is meant.", "请服务器管理员执行 `pardon 玩家名`；如果封禁的是地址，则执行 `pardon-ip 地址`。")),
        (Step::Restriction, Text::fixed("See from which address you appear; others may share it.", "查看你对外显示的地址；可能与他人共用。")),
    ],
};
