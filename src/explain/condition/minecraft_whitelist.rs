//! Minecraft: the server lets in only players on its list.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "minecraft-whitelist",
    title: Text::fixed("The player is not on the server's list", "玩家不在服务器白名单中"),
    errors: &[],
    numbers: &[],
    phrases: &[
        (
            "Minecraft",
            &[
                "you are not whitelisted on this server",
                "you are not white-listed on this server",
                "disconnect.not_whitelisted",
            ],
        ),
        ("Minecraft (中文)", &["不在此服务器的白名单", "未被列入本服务器的白名单", "不在白名单"]),
    ],
    over: &["reset", "closed-early", "answered-no"],
    meaning: Text::fixed(
        "The network is fine: the server answers, and lets in only players on its whitelist, on which this name is not.",
        "网络没有问题：服务器有应答，但只允许白名单中的玩家加入，而此名字不在其中。",
    ),
    not_proven: &[Text::fixed("That the name is the one that you mean: the server goes by the account's name and id.", "不能证明这就是你想用的名字：服务器按帐户的名字和 id 判断。")],
    checks: &[
        (Step::Server, Text::fixed(
            "In the server's console type `whitelist add NAME` with the player's exact name; `whitelist off` lets everybody in.",
            "在服务器控制台输入 `whitelist add 玩家名`（名字要完全一致）；`whitelist off` 则允许所有人加入。",
        )),
        (Step::Game, Text::fixed(
            "See under which name the launcher is logged in.",
            "查看启动器登录的是哪个名字。",
        )),
    ],
};
