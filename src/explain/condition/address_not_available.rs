//! Address not available: this machine cannot use that address or has no port left.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "address-not-available",
    title: Text::fixed("Address not available on this machine", "本机无法使用该地址"),
    errors: &[Condition::AddressNotAvailable],
    numbers: &[(Scheme::Chromium, -108)],
    phrases: &[
        ("Linux, macOS", &["cannot assign requested address", "can't assign requested address", "address not available"]),
        ("errno", &["eaddrnotavail"]),
        ("Windows", &["wsaeaddrnotavail", "the requested address is not valid in its context"]),
        ("Windows (中文)", &["请求的地址无效", "要求的位址不正確"]),
        ("Linux (中文)", &["无法指定被请求的地址", "无法分配请求的地址", "不能分配请求的地址"]),
        ("Rust", &["addrnotavailable"]),
        ("Chrome, Edge", &["err_address_invalid"]),
    ],
    over: &["address-in-use", "mcpi-no-listener", "minecraft-server-ended", "server-listening"],
    meaning: Text::fixed(
        "While listening: the address is none of this machine's. While connecting: the address is not one to connect to \
         (0.0.0.0 on Windows, port 0, IPv6 switched off), or all local ports are used up.",
        "监听时：该地址不属于本机。连接时：该地址不能用来连接（Windows 上的 0.0.0.0、端口 0、已关闭 IPv6），或本机端口已用尽。",
    ),
    not_proven: &[Text::fixed("Anything about the server: nothing was sent.", "不能说明服务器的任何情况：什么也没有发出。")],
    checks: &[
        (Step::Network, Text::fixed("Compare the address with those of this machine's interfaces; is IPv6 on, if it is IPv6?", "把该地址与本机网卡的地址比较；如果是 IPv6，IPv6 是否已启用？")),
        (Step::Server, Text::fixed("A server listens at 0.0.0.0 or its own address; never at its public address behind a router.", "服务器应监听 0.0.0.0 或自己的地址；位于路由器之后时不能监听公网地址。")),
        (Step::Machine, Text::fixed("Count the connections in TIME_WAIT: thousands mean that local ports have run out.", "统计 TIME_WAIT 状态的连接数：成千上万说明本机端口已用尽。")),
    ],
};
