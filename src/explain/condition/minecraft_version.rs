//! Minecraft: client and server are of different versions, or have different mods.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "minecraft-version",
    title: Text::fixed("Client and server are of different versions", "客户端与服务器版本不同"),
    errors: &[],
    numbers: &[],
    phrases: &[
        (
            "Minecraft",
            &[
                "outdated client!",
                "outdated server!",
                "incompatible client!",
                "incompatible version!",
                "client out of date!",
                "server out of date!",
                "disconnect.outdated_client",
                "disconnect.outdated_server",
                "disconnect.incompatible",
                "could not connect: outdated client",
                "could not connect: outdated server",
            ],
        ),
        (
            "Minecraft (中文)",
            &[
                "客户端版本过旧",
                "客户端版本过低",
                "服务器版本过旧",
                "服务端版本过旧",
                "客户端已过期",
                "服务器已过期",
                "过时的客户端",
                "过时的服务器",
                "过时的服务端",
                "客户端不兼容",
                "版本不兼容",
                "不兼容的版本",
            ],
        ),
        ("Minecraft, mods", &["bytes extra whilst reading packet", "internal exception: io.netty.handler.codec.decoderexception", "mismatched mod channel list", "incompatible mod set"]),
    ],
    over: &["reset", "closed-early", "answered-no", "minecraft-decoder"],
    meaning: Text::fixed(
        "Network, address and port are right: the server answers, and speaks another version of the game's protocol than the \
         client (or has mods that the client lacks).",
        "网络、地址和端口都没有问题：服务器有应答，但它使用的游戏协议版本与客户端不同（或装有客户端没有的模组）。",
    ),
    not_proven: &[
        Text::fixed("That the network has any fault.", "不能证明网络有任何故障。"),
        Text::fixed("That the server you reached is the one you mean.", "不能证明所连接的就是你要找的服务器。"),
    ],
    checks: &[
        (Step::Game, Text::fixed("See which version the server names, and start the client in that version.", "查看服务器的版本，并用同一版本启动客户端。")),
        (Step::Server, Text::fixed("Or let the server admit other versions (ViaVersion), or bring it up to date; with mods, install the same on both sides.", "或让服务器接受其他版本（ViaVersion），或升级服务器；如有模组，两边要装相同的模组。")),
    ],
};
