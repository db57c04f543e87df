//! mcpi: the server answers `Fail`.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "mcpi-request-failed",
    title: Text::fixed("The Minecraft server could not do what the script asked", "Minecraft 服务器无法执行脚本的请求"),
    errors: &[],
    numbers: &[],
    phrases: &[("mcpi", &["mcpi.connection.requesterror", "requesterror: world.", "requesterror: player.", "requesterror: entity.", "requesterror: events.", "requesterror: camera.", "requesterror: chat.", "requesterror: b'", "error occured handling command", "world.* is not supported", "player.* is not supported", "entity.* is not supported", "^world.get* failed$", "^world.set* failed$", "^player.get* failed$", "^entity.get* failed$"])],
    over: &["closed-early"],
    meaning: Text::fixed(
        "The network is fine: an mcpi server answered, and its answer is `Fail`. Usually no player is in the world (the \
         player. calls need one), the id or name is not there, or the plugin does not know the call.",
        "网络没有问题：mcpi 服务器有应答，应答是 `Fail`。通常是世界中没有玩家（player. 的调用需要玩家）、没有该 id 或名字，或插件不支持这个调用。",
    ),
    not_proven: &[Text::fixed("That the connection is broken; it is the one thing that works.", "不能证明连接有故障：连接恰恰是好的。")],
    checks: &[
        (Step::Script, Text::fixed("Join the world before the script runs; for player. calls, give the player's name to Minecraft.create.", "运行脚本之前先进入世界；使用 player. 调用时，把玩家名传给 Minecraft.create。")),
        (Step::Server, Text::fixed("Look at the server's console: the plugin writes why it failed.", "查看服务器控制台：插件会写明失败的原因。")),
    ],
};
