//! Minecraft: the server did not start, or was ended.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "minecraft-server-ended",
    title: Text::fixed("The Minecraft server does not run", "Minecraft 服务器没有在运行"),
    errors: &[],
    numbers: &[],
    phrases: &[
        (
            "Minecraft",
            &[
                "you need to agree to the eula",
                "failed to start the minecraft server",
                "encountered an unexpected exception java.",
                "failed to load eula.txt",
                "^server closed$",
                "disconnected: server closed",
                "disconnect.server_shutdown",
                "]: stopping server",
                "failed to acquire directory lock",
                "session.lock: already locked",
            ],
        ),
        ("Minecraft (中文)", &["^服务器已关闭$"]),
        (
            "Java",
            &[
                "unsupportedclassversionerror",
                "compiled by a more recent version of the java runtime",
                "unable to access jarfile",
                "insufficient memory for the java runtime",
                "could not reserve enough space for",
                "could not create the java virtual machine",
            ],
        ),
    ],
    over: &["refused", "reset", "closed-early"],
    meaning: Text::fixed(
        "The server itself ended, or never came so far as to listen: the EULA is not agreed to, its Java is too old, its memory \
         or its files are not to be had, or somebody ended it. Clients are refused until it runs.",
        "服务器自己结束了，或根本没有启动到监听端口的地步：没有同意 EULA、Java 版本太旧、内存或文件不可用，或有人停止了它。\
         在它运行之前，客户端会被拒绝连接。",
    ),
    not_proven: &[Text::fixed("Anything about the network: without a server there is nothing to reach.", "不能说明网络的任何情况：没有服务器，就没有可连接的对象。")],
    checks: &[
        (Step::Server, Text::fixed("Read the first error in the server's log (logs/latest.log): `eula=true` in eula.txt, a Java that is new enough (21 for 1.20.5 and later, 17 for 1.18, 8 for 1.12), enough memory (-Xmx).", "查看服务器日志（logs/latest.log）中的第一个错误：eula.txt 中要有 `eula=true`，Java 版本要够新（1.20.5 及以后需 21，1.18 需 17，1.12 用 8），内存要够（-Xmx）。")),
        (Step::Machine, Text::fixed("See that no earlier run of it still holds the world's files and the port.", "确认没有先前的实例仍占用世界文件和端口。")),
        (Step::Game, Text::fixed("Once it runs, ask it.", "运行之后再查一次。")),
    ],
};
