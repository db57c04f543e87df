//! Host unreachable: a machine on the way, or this one, says that the last step cannot be made.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "host-unreachable",
    title: Text::fixed("No route to host", "主机不可达"),
    errors: &[Condition::HostUnreachable],
    numbers: &[(Scheme::Chromium, -109), (Scheme::Win32, 1232)],
    phrases: &[
        ("Linux, macOS", &["no route to host", "host is unreachable", "host unreachable", "host is down", "destination host unreachable"]),
        ("errno", &["ehostunreach", "ehostdown"]),
        ("Windows", &["wsaehostunreach", "a socket operation was attempted to an unreachable host", "0x80072751"]),
        ("Windows (中文)", &["尝试一个无法连接的主机", "无法连接的主机", "无法访问目标主机", "通訊端操作嘗試連線到一個無法連線的主機"]),
        ("Linux (中文)", &["没有到主机的路由", "沒有路由可到主機", "目标主机不可达", "主机不可达"]),
        ("Java", &["noroutetohostexception"]),
        ("Rust", &["hostunreachable"]),
        ("Chrome, Edge", &["err_address_unreachable"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "Some machine says that it cannot hand the packet to the host. At once, it is usually a firewall that rejects \
         (firewalld's default, some clouds' images); after about three seconds, the host does not answer on its \
         own link: it is off, or the address is wrong.",
        "某台机器表示无法把数据包交给目标主机。如果立即出现，通常是防火墙在拒绝（firewalld 的默认行为、某些云主机镜像）；\
         如果约三秒后出现，则是主机在其链路上没有应答：已关机，或地址错误。",
    ),
    not_proven: &[
        Text::fixed("That a route is missing, whatever the words say.", "不能证明缺少路由，尽管字面上这么说。"),
        Text::fixed("That the host is off: a firewall says the same words.", "不能证明主机已关机：防火墙也会给出同样的错误。"),
    ],
    checks: &[
        (Step::Network, Text::fixed("See which machine says so, and whether the host answers anything at all.", "查看是哪台机器这么说的，以及该主机对其他请求有没有应答。")),
        (Step::Server, Text::fixed("See that the machine is on, and that its address is still this one.", "确认机器已开机，而且地址没有变。")),
        (
            Step::Firewall,
            Text::fixed("If other ports of the host answer, its firewall rejects this one; open the port there.", "如果该主机的其他端口有应答，就是它的防火墙拒绝了这个端口：在那里放行该端口。"),
        ),
        (
            Step::Restriction,
            Text::fixed("Wireless networks for guests often keep clients apart; try by cable or from another network.", "访客无线网络常常隔离各客户端；请改用网线或换一个网络。"),
        ),
        (Step::Proxy, Text::fixed("Where the direct way is rejected, a proxy may still reach it.", "直连被拒绝时，代理也许仍可到达。")),
    ],
};
