//! Minecraft: bytes came that are none of the game's.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "minecraft-decoder",
    title: Text::fixed("Bytes came that are none of the game's, or of another version", "收到的字节不是该游戏的，或属于另一版本"),
    errors: &[],
    numbers: &[],
    phrases: &[
        ("Netty", &["io.netty.handler.codec.decoderexception", "handler.codec.corruptedframeexception", "internal exception: *decoderexception", "badly compressed packet"]),
    ],
    over: &["reset", "closed-early", "aborted", "broken-pipe"],
    meaning: Text::fixed(
        "A connection was there, and one side could not read what the other sent: client and server have other versions or mods, something between them changes the bytes, or at the port is not the game.",
        "连接已经建立，但一方读不懂另一方发来的内容：客户端和服务器的版本或模组不同、中间有程序改动了字节，或该端口上不是这个游戏。",
    ),
    not_proven: &[Text::fixed("That the network loses anything: TCP delivers bytes whole or not at all.", "不能证明网络有丢失：TCP 要么完整送达，要么不送达。")],
    checks: &[
        (Step::Game, Text::fixed(
            "Compare the versions, and the mods of both sides.",
            "比较双方的版本和模组。",
        )),
        (Step::Server, Text::fixed(
            "In a server's log it is mostly a stranger's scanner, a browser or an mcpi script at the game's port: the address stands in the line; nothing is wrong with the server.",
            "若在服务器日志中，多半是陌生人的扫描器、浏览器或 mcpi 脚本连到了游戏端口：地址就在该行中；服务器没有问题。",
        )),
        (Step::Server, Text::fixed(
            "Behind Velocity or BungeeCord see that both sides agree about forwarding and PROXY protocol.",
            "若在 Velocity 或 BungeeCord 之后，确认双方对转发方式和 PROXY 协议的设置一致。",
        )),
    ],
};
