//! mcpi: this address is banned.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "mcpi-banned",
    title: Text::fixed("This machine's address is banned from the server", "本机地址被服务器封禁"),
    errors: &[],
    numbers: &[],
    phrases: &[("mcpi", &["you've been banned from this server"]), ("RaspberryJuice", &["because the ip address has been banned"])],
    over: &["mcpi-bad-answer", "mcpi-request-failed", "closed-early", "reset", "not-http"],
    meaning: Text::fixed(
        "The network is fine: the server answers, and says that your address (or player) is banned.",
        "网络没有问题：服务器有应答，并表示你的地址（或玩家）已被封禁。",
    ),
    not_proven: &[Text::fixed("That you did anything: addresses are shared and change hands.", "不能证明你做错了什么：地址会共用，也会易主。")],
    checks: &[
        (Step::Server, Text::fixed("Ask the server's keeper for `pardon-ip ADDRESS` (or `pardon PLAYER`).", "请服务器管理员执行 `pardon-ip 地址`（或 `pardon 玩家名`）。")),
        (Step::Restriction, Text::fixed("See from which address you appear; others may share it.", "查看你对外显示的地址；可能与他人共用。")),
    ],
};
