//! mcpi: the plugin could not open its port.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "mcpi-no-listener",
    title: Text::fixed("RaspberryJuice could not open its port", "RaspberryJuice 未能打开它的端口"),
    errors: &[],
    numbers: &[],
    phrases: &[
        ("RaspberryJuice", &["failed to start threadlistener"]),
        ("Bukkit", &["could not load 'plugins*raspberryjuice", "error occurred while enabling raspberryjuice"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The game runs, and the plugin that answers mcpi scripts does not: another program has its port, or the address in its \
         config.yml is none of this machine's, or the plugin is made for another version. Scripts are refused.",
        "游戏在运行，但应答 mcpi 脚本的插件没有运行：它的端口被别的程序占用，或 config.yml 中的地址不属于本机，或插件不适合此版本。脚本会被拒绝连接。",
    ),
    not_proven: &[Text::fixed("That nothing answers at 4711: the program that has the port may, and be no mcpi.", "不能证明 4711 上没有应答：占用端口的程序可能会应答，但它不是 mcpi。")],
    checks: &[
        (Step::Server, Text::fixed("Read the exception above that line; see who has the port; set `port` and `hostname` in plugins/RaspberryJuice/config.yml, and restart.", "查看该行上方的异常；看看谁占用了端口；在 plugins/RaspberryJuice/config.yml 中设置 `port` 和 `hostname`，然后重启。")),
        (Step::Script, Text::fixed("Give Minecraft.create the same port as the second argument.", "把同一端口作为第二个参数传给 Minecraft.create。")),
    ],
};
