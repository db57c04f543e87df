//! Refused: an answer came, and it was no.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "refused",
    title: Text::fixed("Connection refused", "连接被拒绝"),
    errors: &[Condition::Refused],
    numbers: &[(Scheme::Win32, 1225), (Scheme::Win32, 1234), (Scheme::Chromium, -102)],
    phrases: &[
        ("Linux, macOS, Java", &["connection refused"]),
        ("errno", &["econnrefused"]),
        (
            "Windows",
            &[
                "wsaeconnrefused",
                "actively refused",
                "the remote computer refused the network connection",
                "the remote system refused the network connection",
                "0x8007274d",
                "0x0000274d",
                "0x800704c9",
            ],
        ),
        (
            "Windows (中文)",
            &["积极拒绝", "积极地拒绝", "主动拒绝", "远程计算机拒绝网络连接", "目標電腦拒絕連線", "目标主机拒绝", "目标计算机拒绝"],
        ),
        ("Linux (中文)", &["拒绝连接", "连接被拒绝", "连接遭拒绝", "连接被拒", "連線被拒絕", "拒絕連線", "拒绝了连接", "连接拒绝"]),
        ("Minecraft", &["服务器拒绝连接"]),
        ("Java, Rust", &["connectionrefused"]),
        ("Python", &["connectionrefusederror"]),
        ("Chrome, Edge", &["err_connection_refused", "refused to connect$", "拒绝了我们的连接请求"]),
        ("Firefox", &["ns_error_connection_refused"]),
        ("psql", &["connection to * refused. check that the hostname"]),
        ("Erlang", &[":econnrefused"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "A packet came back that says no (a TCP reset, or an ICMP \"port unreachable\"). Usually the machine is \
         up and nothing listens at that address and port: the server is not started, listens on another port, \
         or listens on another address only (127.0.0.1, or IPv6 but not IPv4).",
        "收到了明确表示拒绝的数据包（TCP 重置，或 ICMP“端口不可达”）。通常是机器在线，但该地址和端口上没有程序监听：\
         服务没有启动、监听在别的端口，或只监听别的地址（只有 127.0.0.1，或只有 IPv6 而没有 IPv4）。",
    ),
    not_proven: &[
        Text::fixed(
            "That nothing listens there: a firewall or router on the way can refuse in the server's name.",
            "不能证明那里没有程序在监听：途中的防火墙或路由器也可以冒名拒绝。",
        ),
        Text::fixed(
            "That the machine is the one you mean: the name may lead to another address, `localhost` to ::1.",
            "不能证明应答的就是你要找的机器：域名可能指向别的地址，`localhost` 可能是 ::1。",
        ),
        Text::fixed("That the network is broken: something did answer.", "不能证明网络有故障：毕竟有应答。"),
    ],
    checks: &[
        (
            Step::Network,
            Text::fixed(
                "Something answered; see that it is the machine you mean, and how far away it stands.",
                "既然有应答，就要确认应答的是你要找的机器，以及它离你有多远。",
            ),
        ),
        (
            Step::Server,
            Text::fixed(
                "See that the server runs and listens at this very address and port (0.0.0.0 or ::, not 127.0.0.1 only).",
                "确认服务正在运行，并监听这个地址和端口（应为 0.0.0.0 或 ::，而不只是 127.0.0.1）。",
            ),
        ),
        (
            Step::Firewall,
            Text::fixed(
                "See whether a firewall rejects the port: netwhy says which machine answered, and from which hop.",
                "查看是否有防火墙拒绝了该端口：netwhy 会说明是哪台机器、在第几跳作出了应答。",
            ),
        ),
        (
            Step::Restriction,
            Text::fixed(
                "Try other ports of the same host, and the same port from another network (a phone's, say).",
                "试试同一主机的其他端口，再换一个网络（例如手机热点）试试同一端口。",
            ),
        ),
        (
            Step::Proxy,
            Text::fixed(
                "If a proxy is set, the refusal may be the proxy's own; check its address, or try with one if direct ways are closed.",
                "如果设置了代理，拒绝的可能是代理本身：检查代理地址；如果直连被禁止，可以尝试使用代理。",
            ),
        ),
    ],
};
