//! Network down: this machine is not connected to any network.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "network-down",
    title: Text::fixed("This machine has no network", "本机没有网络连接"),
    errors: &[Condition::NetworkDown],
    numbers: &[(Scheme::Chromium, -106), (Scheme::NsUrl, -1009)],
    phrases: &[
        ("Linux, macOS", &["network is down"]),
        ("errno", &["enetdown"]),
        ("Windows", &["wsaenetdown", "a socket operation encountered a dead network"]),
        ("Windows (中文)", &["套接字操作遇到了一个已死的网络", "套接字操作遇到一个已死的网络"]),
        ("Linux (中文)", &["网络已关闭", "网络已断开"]),
        ("Chrome, Edge", &["err_internet_disconnected", "err_network_changed", "未连接到互联网"]),
        ("macOS", &["the internet connection appears to be offline", "似乎已断开与互联网的连接"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The network interface is down, or there is none.",
        "网卡没有启用，或没有可用的网卡。",
    ),
    not_proven: &[Text::fixed("Anything about the server: no packet left this machine.", "不能说明服务器的任何情况：没有数据包离开本机。")],
    checks: &[
        (Step::Network, Text::fixed("Look at cable, Wi-Fi, flight mode, VPN.", "检查网线、Wi-Fi、飞行模式和 VPN。")),
        (Step::Restriction, Text::fixed("A network may want a log-in page before it lets anything out.", "有些网络要求先在网页上登录，才放行任何流量。")),
    ],
};
