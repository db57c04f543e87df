//! Network unreachable: there is no way out towards that address.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "network-unreachable",
    title: Text::fixed("Network unreachable", "网络不可达"),
    errors: &[Condition::NetworkUnreachable],
    numbers: &[(Scheme::Win32, 1231)],
    phrases: &[
        ("Linux, macOS", &["network is unreachable", "network unreachable", "destination net unreachable"]),
        ("errno", &["enetunreach"]),
        ("Windows", &["wsaenetunreach", "a socket operation was attempted to an unreachable network", "the network location cannot be reached", "0x80072743"]),
        ("Windows (中文)", &["向一个无法连接的网络", "无法连接的网络", "无法访问网络位置", "不能访问网络位置", "通訊端操作嘗試連線到一個無法連線的網路"]),
        ("Linux (中文)", &["网络不可达", "网络不可到达", "網路無法連接", "网络无法访问"]),
        ("Rust", &["networkunreachable"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "This machine has no route to that address, or a router says that it has none. Most often the address is \
         IPv6 and this network has none, or the cable, Wi-Fi or VPN is down.",
        "本机没有通往该地址的路由，或某台路由器说它没有。最常见的情况是：地址是 IPv6，而此网络没有 IPv6；或者网线、Wi-Fi、VPN 断开了。",
    ),
    not_proven: &[
        Text::fixed("Anything about the server: no packet reached it.", "不能说明服务器的任何情况：没有数据包到达过它。"),
        Text::fixed(
            "That you are offline: the other address family (IPv4 or IPv6) may work.",
            "不能证明你已断网：另一种地址（IPv4 或 IPv6）也许可用。",
        ),
    ],
    checks: &[
        (Step::Network, Text::fixed("See that an interface is up with an address and a default route, in the family of this address.", "确认有网卡已启用，并且有地址和默认路由（与目标地址同为 IPv4 或 IPv6）。")),
        (Step::Server, Text::fixed("See that the address is right; a server may have both an IPv4 and an IPv6 address.", "确认地址正确；服务器可能同时有 IPv4 和 IPv6 地址。")),
        (Step::Firewall, Text::fixed("A router or a local rule can say this too (`unreachable` routes, kill switches of VPNs).", "路由器或本机规则也会这么说（`unreachable` 路由、VPN 的断网保护）。")),
        (Step::Restriction, Text::fixed("See whether other hosts are reachable from here.", "查看从这里能否访问其他主机。")),
        (Step::Proxy, Text::fixed("Where there is no direct way out, a proxy on the local network may be it.", "没有直接出口时，本地网络中的代理可能就是出路。")),
    ],
};
