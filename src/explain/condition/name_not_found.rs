//! Name not found: no such name is known to the name servers asked.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "name-not-found",
    title: Text::fixed("Name not found", "找不到域名"),
    errors: &[],
    numbers: &[
        (Scheme::Resolver, -2),
        (Scheme::Resolver, 11001),
        (Scheme::Libuv, -3008),
        (Scheme::Curl, 6),
        (Scheme::Chromium, -105),
        (Scheme::Chromium, -137),
        (Scheme::NsUrl, -1003),
        (Scheme::WinInet, 12007),
    ],
    phrases: &[
        ("Linux", &["name or service not known"]),
        ("musl", &["name does not resolve"]),
        ("macOS", &["nodename nor servname provided", "hostname nor servname provided", "a server with the specified hostname could not be found"]),
        ("macOS (中文)", &["未能找到使用指定主机名的服务器"]),
        ("Windows", &["no such host is known", "wsahost_not_found", "getaddrinfo failed", "getaddrinfow: no such host", "the remote name could not be resolved", "ping request could not find host", "0x80072ee7", "0x80072af9"]),
        ("Windows (中文)", &["不知道这样的主机", "不知道这样的主機", "無法識別這台主機", "未能解析此远程名称", "请求找不到主机"]),
        ("Linux (中文)", &["未知的名称或服务", "无法解析主机", "无法解析域名", "解析主机地址失败"]),
        ("errno", &["enotfound", "eai_noname"]),
        ("Go", &["no such host"]),
        ("Java", &["unknownhostexception", "unresolvedaddressexception"]),
        ("Python", &["nameresolutionerror"]),
        ("curl", &["could not resolve host", "couldn't resolve host"]),
        ("ssh", &["could not resolve hostname"]),
        ("psql", &["could not translate host name"]),
        ("MySQL", &["unknown mysql server host", "unknown server host"]),
        ("wget", &["unable to resolve host address"]),
        ("PHP", &["php_network_getaddresses"]),
        ("dig, host", &["nxdomain"]),
        ("Erlang", &[":nxdomain"]),
        ("Chrome, Edge", &["err_name_not_resolved", "dns_probe_finished_nxdomain", "server ip address could not be found", "服务器ip地址"]),
        ("Firefox", &["ns_error_unknown_host", "dnsnotfound", "having trouble finding that site", "can't find the server at", "我们无法找到该网站", "找不到该服务器"]),
        ("Safari", &["safari can't find the server"]),
        ("Minecraft", &["can't resolve hostname", "unknown host", "未知的主机", "未知主机", "无法解析服务器地址", "disconnect.unknownhost"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The name led to no address: it is misspelled, not registered, known only in another network (VPN, company), or \
         the name server asked does not know it.",
        "该名称没有解析到地址：可能拼写错误、没有注册、只在另一个网络（VPN、公司内网）中有效，或所问的域名服务器不知道它。",
    ),
    not_proven: &[
        Text::fixed(
            "That the name does not exist: many systems give this error too when no name server answers.",
            "不能证明该域名不存在：许多系统在域名服务器没有应答时也报此错误。",
        ),
        Text::fixed("Anything about the server: nobody asked it.", "不能说明服务器的任何情况：还没有联系过它。"),
    ],
    checks: &[
        (Step::Name, Text::fixed("Check the spelling (no http://, no port, no space in it); ask each name server separately.", "检查拼写（其中不能有 http://、端口或空格），并分别询问每台域名服务器。")),
        (Step::Network, Text::fixed("See that this machine has a network at all, and the VPN that the name needs.", "确认本机已联网，并已连接该域名所需的 VPN。")),
        (Step::Server, Text::fixed("If you know the server's address, try it in place of the name.", "如果知道服务器的地址，用地址代替域名试试。")),
        (Step::Firewall, Text::fixed("See that port 53 (UDP and TCP) to the name server is open.", "确认到域名服务器的 53 端口（UDP 和 TCP）没有被封锁。")),
        (Step::Restriction, Text::fixed("Networks that filter names answer that they do not exist; ask another name server.", "过滤域名的网络会谎称域名不存在：换一台域名服务器询问。")),
        (Step::Proxy, Text::fixed("Behind a proxy, the proxy resolves names; set it in this program too.", "在代理之后，域名由代理解析：请在该程序中也设置代理。")),
    ],
};
