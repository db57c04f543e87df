//! mcpi: the script was given an IPv6 address, and mcpi knows only IPv4.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "mcpi-ipv6",
    title: Text::fixed("The Python client cannot use this kind of address", "Python 客户端不支持这类地址"),
    errors: &[],
    numbers: &[(Scheme::Resolver, -9)],
    phrases: &[("Linux", &["address family for hostname not supported"])],
    over: &[],
    meaning: Text::fixed(
        "An IPv6 address (or a name with nothing else) was given to a socket that is IPv4 only, as mcpi's always is.",
        "把 IPv6 地址（或只有 IPv6 地址的域名）给了只支持 IPv4 的套接字；mcpi 的套接字就是如此。",
    ),
    not_proven: &[Text::fixed("Anything about the server: nothing was sent.", "不能说明服务器的任何情况：什么也没有发出。")],
    checks: &[
        (Step::Script, Text::fixed("Give Minecraft.create an IPv4 address or a name that has one: 127.0.0.1 in place of ::1.", "给 Minecraft.create 传入 IPv4 地址，或有 IPv4 地址的域名：用 127.0.0.1 代替 ::1。")),
        (Step::Name, Text::fixed("See which addresses the name has.", "查看该域名有哪些地址。")),
        (Step::Server, Text::fixed("See that the server listens at an IPv4 address.", "确认服务器监听 IPv4 地址。")),
    ],
};
