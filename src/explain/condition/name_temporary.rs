//! Name look-up failed for now: no name server gave an answer.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "name-temporary",
    title: Text::fixed("Name look-up failed for now", "域名解析暂时失败"),
    errors: &[],
    numbers: &[
        (Scheme::Resolver, -3),
        (Scheme::Resolver, -4),
        (Scheme::Resolver, 11002),
        (Scheme::Resolver, 11003),
        (Scheme::Libuv, -3001),
        (Scheme::Libuv, -3004),
        (Scheme::Chromium, -803),
    ],
    phrases: &[
        ("Linux", &["temporary failure in name resolution", "temporary failure resolving", "non-recoverable failure in name resolution"]),
        ("musl", &["getaddrinfo: try again", "lookup address information: try again"]),
        ("errno", &["eai_again", "eai_fail"]),
        ("Windows", &["wsatry_again", "usually a temporary error during hostname resolution", "usually returned as temporary error", "wsano_recovery", "a non-recoverable error occurred during a database lookup"]),
        ("Windows (中文)", &["主机名解析时通常出现的暂时错误", "本地服务器没有收到来自权威服务器的响应", "在数据库查找时发生不可恢复的错误"]),
        ("Linux (中文)", &["域名解析暂时失败", "域名解析出现暂时性错误", "名称解析暂时失败", "域名解析发生暂时性错误", "名字解析暂时失败", "暂时不能解析域名"]),
        ("Go", &["server misbehaving", "dial tcp: lookup *i/o timeout", "lookup *i/o timeout", "lookup *connection refused", "lookup *network is unreachable", "lookup *: operation was canceled"]),
        ("curl", &["resolving timed out", "resolving timeout"]),
        ("dig, host", &["servfail", "no servers could be reached", "communications error to"]),
        ("Java", &["temporary failure in name resolution", "dnsnameresolvertimeoutexception"]),
        ("Rust", &["no connections available", "request timed out * dns"]),
        ("Chrome, Edge", &["dns_probe_finished_no_internet", "dns_probe_finished_bad_config", "dns_probe_started", "dns_probe_possible", "err_dns_timed_out"]),
    ],
    over: &["refused", "network-unreachable", "name-not-found"],
    meaning: Text::fixed(
        "No name server gave an answer, so it is not known whether the name exists. The name server is down, cannot \
         be reached, or itself failed.",
        "没有域名服务器给出答案，因此并不知道该域名是否存在。域名服务器停机、无法到达，或自身出错。",
    ),
    not_proven: &[
        Text::fixed("That the name is wrong, or right.", "不能证明域名错误，也不能证明正确。"),
        Text::fixed("That it passes by itself: a wrong name server in the settings fails for ever.", "不能证明会自行恢复：如果设置的域名服务器有误，会一直失败。"),
    ],
    checks: &[
        (Step::Name, Text::fixed("See which name servers this machine asks (/etc/resolv.conf), and what each of them answers.", "查看本机询问哪些域名服务器（/etc/resolv.conf），以及每台的应答。")),
        (Step::Network, Text::fixed("No network at all gives this error too; see whether an address can be reached without a name.", "完全断网也会出现此错误：试试不用域名而直接用地址能否连接。")),
        (Step::Server, Text::fixed("If you know the server's address, try it in place of the name.", "如果知道服务器的地址，用地址代替域名试试。")),
        (Step::Firewall, Text::fixed("See that port 53 (UDP and TCP) to the name server is open.", "确认到域名服务器的 53 端口（UDP 和 TCP）没有被封锁。")),
        (Step::Restriction, Text::fixed("Some networks let only their own name servers through, or want a log-in page first.", "有些网络只放行自己的域名服务器，或要求先在网页登录。")),
        (Step::Proxy, Text::fixed("Behind a proxy, the proxy resolves names; set it in this program too.", "在代理之后，域名由代理解析：请在该程序中也设置代理。")),
    ],
};
