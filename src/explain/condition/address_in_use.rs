//! Address in use: another program already has the port.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "address-in-use",
    title: Text::fixed("The port is already in use here", "端口已被占用"),
    errors: &[Condition::AddressInUse],
    numbers: &[(Scheme::Chromium, -147)],
    phrases: &[
        ("Linux, macOS", &["address already in use", "address in use"]),
        ("errno", &["eaddrinuse"]),
        ("Windows", &["wsaeaddrinuse", "only one usage of each socket address"]),
        ("Windows (中文)", &["只允许使用一次", "通常每个套接字地址", "一次只能用一個通訊端位址"]),
        ("Linux (中文)", &["地址已在使用", "地址已被使用", "地址已经被使用", "端口被占用", "端口已被占用", "位址已被使用"]),
        ("Rust", &["addrinuse"]),
        ("Docker", &["port is already allocated", "ports are not available"]),
        ("Minecraft Bedrock", &["may be in use by another process", "network port occupied"]),
    ],
    over: &["not-permitted", "mcpi-no-listener", "minecraft-server-ended", "server-listening"],
    meaning: Text::fixed(
        "A server wanted to listen at a port where another program (often an earlier run of the same one) listens already.",
        "服务器想监听的端口上已有程序在监听（往往是同一程序先前没有退出的实例）。",
    ),
    not_proven: &[
        Text::fixed("That clients cannot connect: they reach the program that has the port.", "不能证明客户端无法连接：它们会连到占用端口的那个程序。"),
        Text::fixed("That a program still runs: ports rest for a minute or two after use (TIME_WAIT).", "不能证明程序仍在运行：端口用过之后会保留一两分钟（TIME_WAIT）。"),
    ],
    checks: &[
        (Step::Server, Text::fixed("See which program has the port; end it, or choose another port for both sides.", "查看哪个程序占用了端口；结束它，或让双方改用另一个端口。")),
        (Step::Machine, Text::fixed("Connections that wait for their end keep a port too; wait, or use SO_REUSEADDR.", "等待结束的连接也会占住端口；稍等，或使用 SO_REUSEADDR。")),
    ],
};
