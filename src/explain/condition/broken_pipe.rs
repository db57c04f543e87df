//! Broken pipe: written to a connection that had already ended.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "broken-pipe",
    title: Text::fixed("The connection had already ended", "连接早已断开"),
    errors: &[Condition::NotConnected],
    numbers: &[],
    phrases: &[
        ("Linux, macOS", &["broken pipe", "transport endpoint is not connected", "socket is not connected"]),
        ("errno", &["epipe", "enotconn", "wsaenotconn"]),
        ("Windows (中文)", &["由于套接字没有连接"]),
        ("Linux (中文)", &["断开的管道", "损坏的管道"]),
        ("Python", &["brokenpipeerror"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The program wrote to a connection that the other side had closed or reset before.",
        "程序向一个对方早已关闭或重置的连接写入数据。",
    ),
    not_proven: &[
        Text::fixed("Why the other side ended it; an earlier line may say so.", "不能说明对方为何断开；前面的行可能有说明。"),
        Text::fixed("That a network is involved: a pipe between two programs breaks with the same words.", "不能证明与网络有关：两个程序之间的管道断开也会这样报错。"),
    ],
    checks: &[
        (Step::Network, Text::fixed("See whether packets are lost on the way.", "查看途中是否丢包。")),
        (Step::Server, Text::fixed("Look at the server's log: did it end, or end this connection?", "查看服务器日志：它退出了，还是断开了这个连接？")),
        (Step::Firewall, Text::fixed("Firewalls forget connections that are idle for long.", "防火墙会丢弃长时间空闲的连接。")),
    ],
};
