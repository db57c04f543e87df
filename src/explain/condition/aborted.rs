//! Aborted: this machine itself ended the connection.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "aborted",
    title: Text::fixed("Aborted by this machine", "连接被本机中止"),
    errors: &[Condition::Aborted],
    numbers: &[(Scheme::Chromium, -103), (Scheme::Win32, 1236)],
    phrases: &[
        ("Linux, macOS", &["software caused connection abort"]),
        ("errno", &["econnaborted"]),
        ("Windows", &["wsaeconnaborted", "aborted by the software in your host machine", "the network connection was aborted by the local system"]),
        ("Windows (中文)", &["主机中的软件中止了", "主机中的软件放弃了", "软件中止了一个已建立的连接", "主機中的軟體已中止"]),
        ("Linux (中文)", &["软件导致连接中止", "由软件导致的连接断开"]),
        ("Python", &["connectionabortederror"]),
        ("Rust", &["connectionaborted"]),
        ("Chrome, Edge", &["err_connection_aborted"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "This machine's own system gave the connection up: data was not acknowledged in time, the network changed \
         (Wi-Fi, VPN, sleep), or a security program on this machine cut it.",
        "是本机系统放弃了这个连接：数据没有及时得到确认、网络发生了变化（Wi-Fi、VPN、睡眠），或本机的安全软件切断了连接。",
    ),
    not_proven: &[Text::fixed("That the server closed it; it may still think the connection stands.", "不能证明是服务器关闭的；它可能仍以为连接存在。")],
    checks: &[
        (Step::Network, Text::fixed("See whether packets are lost on the way, and whether the network changed at that moment.", "查看途中是否丢包，以及当时网络是否发生变化。")),
        (Step::Server, Text::fixed("See that the server still answers at this port.", "确认服务器在该端口仍有应答。")),
        (Step::Firewall, Text::fixed("Look at antivirus, firewall and VPN programs on this machine; try without them for a moment.", "检查本机的杀毒软件、防火墙和 VPN；暂时关闭它们再试。")),
        (Step::Proxy, Text::fixed("A local proxy or accelerator that ends takes its connections with it.", "本机的代理或加速器退出时，会带走它的连接。")),
    ],
};
