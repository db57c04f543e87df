//! Minecraft: the server listens already, and does not let players in yet.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "minecraft-starting",
    title: Text::fixed("The Minecraft server is still starting", "Minecraft 服务器仍在启动"),
    errors: &[],
    numbers: &[],
    phrases: &[
        ("Minecraft", &["server is still starting", "the server is still starting", "server is still loading", "connection throttled!"]),
        ("Minecraft (中文)", &["服务器仍在启动", "服务器正在启动", "服务器尚未启动完成", "服务器还在启动", "连接过于频繁"]),
    ],
    over: &["reset", "closed-early", "answered-no"],
    meaning: Text::fixed(
        "The network is fine: the server answers, and asks to come back in a moment: it loads its worlds, or you came again too \
         soon.",
        "网络没有问题：服务器有应答，只是请你稍后再来：它还在加载世界，或你重连得太快。",
    ),
    not_proven: &[Text::fixed("That it will ever be ready: its log says whether it gets on.", "不能证明它一定会启动完成：进展要看它的日志。")],
    checks: &[
        (Step::Server, Text::fixed("Wait until the server's log says `Done (…)! For help, type \"help\"`.", "等到服务器日志出现 `Done (…)! For help, type \"help\"`。")),
        (Step::Game, Text::fixed("Ask again after a few seconds.", "几秒后再查一次。")),
    ],
};
