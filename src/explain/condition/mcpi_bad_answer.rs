//! mcpi: what came back is not an mcpi answer.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "mcpi-bad-answer",
    title: Text::fixed("What answers the script is not mcpi", "应答脚本的不是 mcpi"),
    errors: &[],
    numbers: &[],
    phrases: &[(
        "mcpi",
        &[
            "invalid literal for int() with base 10: ''",
            "invalid literal for int() with base 10: 'http",
            "invalid literal for int() with base 10: 'ssh-",
            "could not convert string to float: ''",
            "could not convert string to float: 'http",
            "could not convert string to float: 'ssh-",
        ],
    )],
    over: &["closed-early"],
    meaning: Text::fixed(
        "In an mcpi script, this is an empty or foreign answer where a number was expected: the connection opened and was \
         closed, or another program (the game itself, a web server) answers at that port. In any other script it is a \
         plain Python error and no network's.",
        "在 mcpi 脚本中，这表示本应收到数字，却收到了空的或别的内容：连接建立后被关闭，或该端口上应答的是别的程序（游戏本身、网页服务器）。\
         在其他脚本中，它只是普通的 Python 错误，与网络无关。",
    ),
    not_proven: &[
        Text::fixed("That the server is down: something accepted the connection.", "不能证明服务器已停机：有程序接受了连接。"),
        Text::fixed("That it is an mcpi server at all.", "不能证明那是 mcpi 服务器。"),
    ],
    checks: &[
        (Step::Script, Text::fixed("Point Minecraft.create at the mcpi port (4711), not at the game's port (25565).", "让 Minecraft.create 指向 mcpi 端口（4711），而不是游戏端口（25565）。")),
        (Step::Server, Text::fixed("See that the plugin (RaspberryJuice or its kin) is loaded, and at which port: plugins/RaspberryJuice/config.yml.", "确认插件（RaspberryJuice 等）已加载，以及它的端口：plugins/RaspberryJuice/config.yml。")),
        (Step::Protocol, Text::fixed("See what answers at the port.", "查看该端口上应答的是什么。")),
        (Step::Proxy, Text::fixed("A tunnel or forwarder accepts even when nothing stands behind it.", "隧道或转发器即使后面没有程序也会接受连接。")),
    ],
};
