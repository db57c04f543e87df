//! No such family: this machine has no IPv6 (or no IPv4), or the program cannot use it.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "no-such-family",
    title: Text::fixed("This kind of address is not supported here", "不支持此类地址"),
    errors: &[Condition::NoSuchFamily],
    numbers: &[],
    phrases: &[
        ("Linux, macOS", &["address family not supported"]),
        ("errno", &["eafnosupport", "wsaeafnosupport"]),
        ("Windows", &["an address incompatible with the requested protocol was used"]),
        ("Windows (中文)", &["使用了与请求的协议不兼容的地址"]),
        ("Linux (中文)", &["协议不支持的地址族", "地址族不受支持"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The address is IPv6 and this machine (or this socket) knows only IPv4, or the reverse.",
        "地址是 IPv6，而本机（或该套接字）只支持 IPv4，或者相反。",
    ),
    not_proven: &[Text::fixed("Anything about the server: nothing was sent.", "不能说明服务器的任何情况：什么也没有发出。")],
    checks: &[
        (Step::Network, Text::fixed("See which families this machine has, and try the other one.", "查看本机支持哪些地址族，并尝试另一种。")),
        (Step::Name, Text::fixed("See which addresses the name has.", "查看该域名有哪些地址。")),
    ],
};
