//! The name exists and has no address.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "name-no-address",
    title: Text::fixed("The name has no address", "该域名没有地址"),
    errors: &[],
    numbers: &[(Scheme::Resolver, -5), (Scheme::Resolver, 11004), (Scheme::Libuv, -3007), (Scheme::Libuv, -3000)],
    phrases: &[
        ("Linux", &["no address associated with hostname", "no address associated with name"]),
        ("errno", &["eai_nodata", "eai_addrfamily", "enodata"]),
        ("Windows", &["wsano_data", "the requested name is valid, but no data of the requested type was found", "requested name is valid"]),
        ("Windows (中文)", &["请求的名称有效,但是找不到请求的类型的数据", "请求的名称有效", "要求的名稱有效"]),
        ("Linux (中文)", &["没有与主机名关联的地址", "没有与主机名相关联的地址", "主机名没有对应的地址"]),
        ("Go", &["no suitable address found", "no suitable address"]),
    ],
    over: &["name-not-found", "no-such-family"],
    meaning: Text::fixed(
        "The name is known, and has no address of the kind asked for (no IPv4 or no IPv6; perhaps mail records only).",
        "该域名存在，但没有所需类型的地址（没有 IPv4 或没有 IPv6；也许只有邮件记录）。",
    ),
    not_proven: &[
        Text::fixed("That the other address family is missing too.", "不能证明另一种地址也没有。"),
        Text::fixed("On Android, even that the name exists: it says this for every failed look-up.", "在 Android 上，甚至不能证明该域名存在：任何解析失败都会这样报错。"),
    ],
    checks: &[
        (Step::Name, Text::fixed("See which records the name has; often `www.` or another label is missing.", "查看该域名有哪些记录；往往是缺了 `www.` 或别的前缀。")),
        (Step::Network, Text::fixed("A machine with no network can say this too.", "没有联网的机器也可能这样报错。")),
        (Step::Server, Text::fixed("If you know the server's address, try it in place of the name.", "如果知道服务器的地址，用地址代替域名试试。")),
    ],
};
