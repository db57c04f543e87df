//! Overloaded: the server runs, and comes too late with everything.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "server-overloaded",
    title: Text::fixed("The server cannot keep up", "服务器负载过高"),
    errors: &[],
    numbers: &[],
    phrases: &[
        (
            "Minecraft",
            &[
                "can't keep up!",
                "is the server overloaded",
                "a single server tick took",
                "the server has stopped responding!",
                "considering it to be crashed, server will forcibly shutdown",
            ],
        ),
        ("Minecraft (中文)", &["服务器过载", "服务器超负荷", "跟不上"]),
    ],
    over: &["timed-out-reading", "closed-early", "reset"],
    meaning: Text::fixed(
        "The server's one main thread takes longer for its turn than a turn has time. Players are thrown out with \"Timed out\", and \
         mcpi scripts wait: their calls are answered once a turn.",
        "服务器的主线程处理一刻所需的时间超过了一刻的时长。玩家会因“超时”掉线，mcpi 脚本则会等待：它们的调用每刻才应答一次。",
    ),
    not_proven: &[Text::fixed("That the machine is too weak: one plugin, or one script that sets many blocks, is enough.", "不能证明机器性能不足：一个插件，或一个大量放置方块的脚本就足以造成。")],
    checks: &[
        (Step::Server, Text::fixed("Look for what takes the time (/tps, /spark, timings); give it memory and a whole core.", "找出耗时的原因（/tps、/spark、timings），并给它足够的内存和一个完整的核心。")),
        (Step::Script, Text::fixed("A script that sets thousands of blocks does better with setBlocks, or with a pause now and then.", "大量放置方块的脚本应使用 setBlocks，或不时暂停一下。")),
        (Step::Game, Text::fixed("See how long it takes to answer.", "查看它应答需要多久。")),
    ],
};
