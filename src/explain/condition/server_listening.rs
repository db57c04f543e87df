//! No error at all: the server says that it listens.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "server-listening",
    title: Text::fixed("The server started, and says where it listens", "服务器已启动，并说明了监听位置"),
    errors: &[],
    numbers: &[],
    phrases: &[("RaspberryJuice", &["threadlistener started"]), ("Minecraft", &["for help, type \"help\"", "server started.$"])],
    over: &[],
    meaning: Text::fixed(
        "This is no error: the server is up. If clients fail all the same, the reason lies between them and this port: another \
         address or port on their side, a firewall, a router that does not forward.",
        "这不是错误：服务器已经启动。如果客户端仍然失败，原因在它们与这个端口之间：对方写错地址或端口、防火墙，或路由器没有转发。",
    ),
    not_proven: &[Text::fixed("That others can reach it: it may listen on 127.0.0.1 alone, or behind a firewall.", "不能证明别人能连上：它可能只监听 127.0.0.1，或在防火墙之后。")],
    checks: &[
        (Step::Server, Text::fixed("See at which address it listens (0.0.0.0 or ::, not 127.0.0.1 only).", "查看它监听的地址（应为 0.0.0.0 或 ::，而不只是 127.0.0.1）。")),
        (Step::Game, Text::fixed("Ask it on its own machine first, then from the machine that fails.", "先在它自己的机器上查，再到连接失败的机器上查。")),
        (Step::Firewall, Text::fixed("If only the other machine fails, a firewall or a router stands between.", "如果只有另一台机器失败，说明中间有防火墙或路由器。")),
    ],
};
