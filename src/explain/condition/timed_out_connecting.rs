//! Timed out while connecting: no answer at all came.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "timed-out-connecting",
    title: Text::fixed("Timed out while connecting", "连接超时"),
    errors: &[Condition::TimedOut],
    numbers: &[
        (Scheme::Chromium, -118),
        (Scheme::Win32, 121),
        (Scheme::WinInet, 12002),
    ],
    phrases: &[
        (
            "Linux, macOS, Java",
            &["connection timed out", "connect timed out", "connection timeout$", "connect timeout$", "connection timeout:"],
        ),
        ("errno", &["etimedout"]),
        (
            "Windows",
            &[
                "wsaetimedout",
                "connected party did not properly respond",
                "established connection failed because connected host has failed to respond",
                "the semaphore timeout period has expired",
                "0x8007274c",
                "0x0000274c",
                "0x80072ee2",
            ],
        ),
        (
            "Windows (中文)",
            &["没有正确答复", "连接的主机没有反应", "没有正确应答", "连接尝试失败", "信号灯超时", "連線對象有一段時間並未正確回應", "連線嘗試失敗"],
        ),
        ("Linux (中文)", &["连接超时", "连接已超时", "連線逾時", "連接逾時", "连接逾时"]),
        ("Java, Netty", &["connecttimeoutexception", "connection timed out: connect", "connection timed out: no further information"]),
        ("Go", &["dial tcp *i/o timeout", "request canceled while waiting for connection", "dial tcp *operation was canceled"]),
        ("Python", &["connecttimeouterror", "connecttimeout(", "connection to * timed out. (connect timeout", "connectiontimeouterror"]),
        ("curl", &["connection timed out after", "connection timeout after", "failed to connect to *timeout was reached", "failed to connect to *timed out"]),
        ("psql", &["timeout expired"]),
        ("Rust", &["tcp connect error: deadline has elapsed", "tcp connect error: operation timed out", "kind: timedout"]),
        ("Node", &["connect timeout error", "und_err_connect_timeout"]),
        ("Ruby", &["net::opentimeout", "failed to open tcp connection to *execution expired"]),
        ("Chrome, Edge", &["err_connection_timed_out", "err_timed_out", "took too long to respond", "响应时间过长"]),
        ("Firefox", &["ns_error_net_timeout", "the server at * is taking too long to respond", "is taking too long to respond", "响应时间太长"]),
        ("nc, ssh", &["timed out: operation now in progress", "... timed out$", "port * operation timed out", "port * connection timed out"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "This machine asked for a connection and nothing answered, neither yes nor no. Usually a firewall drops \
         the packets in silence, or the machine is off, or the address is wrong.",
        "本机请求建立连接，但没有收到任何应答，既没有同意也没有拒绝。通常是防火墙悄悄丢弃了数据包，或机器已关机，或地址错误。",
    ),
    not_proven: &[
        Text::fixed(
            "That the machine is off: a firewall that drops looks the same, and so does a full accept queue.",
            "不能证明机器已关机：丢包的防火墙、已满的连接队列看起来完全一样。",
        ),
        Text::fixed("That the port is closed: a closed port answers, where nothing hides it.", "不能证明端口关闭：如果没有东西遮挡，关闭的端口会有应答。"),
        Text::fixed(
            "Where the packets are lost: on the way there, at the server, or on the way back.",
            "不能说明数据包丢在哪里：去程、服务器上，还是回程。",
        ),
    ],
    checks: &[
        (Step::Network, Text::fixed("See up to which machine the way to this port answers.", "查看通往该端口的路径上，最远哪台机器还有应答。")),
        (
            Step::Server,
            Text::fixed("See that the machine is on, and that address and port are right.", "确认机器已开机，地址和端口正确。"),
        ),
        (
            Step::Firewall,
            Text::fixed(
                "Silence is what a firewall that drops looks like: the server's own, the cloud's security group, the router's.",
                "没有应答正是防火墙丢包的样子：服务器自身的防火墙、云服务的安全组，或路由器的防火墙。",
            ),
        ),
        (
            Step::Restriction,
            Text::fixed(
                "See whether other ports pass (80, 443) and whether another network reaches it; schools, firms and hotels block ports.",
                "查看其他端口（80、443）能否通过，换一个网络能否连接；学校、公司和酒店的网络常常封锁端口。",
            ),
        ),
        (Step::Proxy, Text::fixed("If only a proxy may go out from here, connect through it.", "如果此网络只允许代理访问外网，请通过代理连接。")),
    ],
};
