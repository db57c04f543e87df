//! Reset: the connection stood, and was torn down from the other side.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "reset",
    title: Text::fixed("Connection reset", "连接被重置"),
    errors: &[Condition::Reset],
    numbers: &[(Scheme::Chromium, -101), (Scheme::Win32, 64), (Scheme::WinInet, 12031), (Scheme::NsUrl, -1005)],
    phrases: &[
        ("Linux, macOS", &["connection reset by peer", "reset by peer"]),
        ("errno", &["econnreset"]),
        (
            "Windows",
            &[
                "wsaeconnreset",
                "forcibly closed by the remote host",
                "the specified network name is no longer available",
                "connection was reset",
                "0x80072746",
                "0x00002746",
                "0x80072eff",
            ],
        ),
        ("Windows (中文)", &["强迫关闭", "强制关闭", "指定的网络名不再可用", "遠端主機已強制關閉", "強制關閉"]),
        ("Linux (中文)", &["连接被对方重设", "连接被对方重置", "连接被对端重置", "连接被重置", "连接已重置", "连接重置", "連線被對方重設"]),
        ("Java", &["connection reset"]),
        ("Python", &["connectionreseterror"]),
        ("Rust", &["connectionreset"]),
        ("ssh", &["connection reset by * port"]),
        ("Chrome, Edge", &["err_connection_reset", "err_http2_ping_failed"]),
        ("Firefox", &["ns_error_net_reset", "the connection to the server was reset while the page was loading"]),
        ("macOS", &["the network connection was lost", "网络连接已中断"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The connection was open, and a reset tore it down: the server's program ended or did not like what it read, or \
         a machine on the way (firewall, filter, load balancer) cut it in the server's name.",
        "连接已经建立，随后被重置断开：可能是服务器程序退出或不认可收到的内容，也可能是途中的设备（防火墙、过滤设备、负载均衡）冒名切断。",
    ),
    not_proven: &[
        Text::fixed("That the server itself did it: a reset can be forged on the way.", "不能证明是服务器自己断开的：重置包可以在途中伪造。"),
        Text::fixed("That the port is wrong: it did accept.", "不能证明端口错误：它确实接受了连接。"),
    ],
    checks: &[
        (Step::Network, Text::fixed("See how far away the reset comes from, against how far away the server is.", "比较重置包来自多远处，服务器又在多远处。")),
        (Step::Server, Text::fixed("Look at the server's log at that moment: crash, limit, ban, wrong protocol.", "查看服务器当时的日志：崩溃、限流、封禁、协议不符。")),
        (Step::Firewall, Text::fixed("Firewalls that inspect reset what they do not like, and connections idle for long.", "会检查内容的防火墙会重置它不认可的连接，以及长时间空闲的连接。")),
        (Step::Restriction, Text::fixed("If it happens only with one name or only in this network, a filter does it.", "如果只在某个域名或只在此网络中发生，就是过滤设备所为。")),
        (Step::Proxy, Text::fixed("Through a proxy, the reset may be the proxy's; try without, or with another.", "经过代理时，重置可能来自代理：不用代理或换一个代理再试。")),
        (Step::Protocol, Text::fixed("See that the port speaks what the client speaks (plain text, TLS, which protocol).", "确认端口与客户端使用同一种协议（明文、TLS、哪种协议）。")),
    ],
};
