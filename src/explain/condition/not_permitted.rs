//! Not permitted: this machine's own system forbids it.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::observation::Condition;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "not-permitted",
    title: Text::fixed("Not permitted by this system", "本机系统不允许"),
    errors: &[Condition::NotPermitted],
    numbers: &[(Scheme::Chromium, -138), (Scheme::Chromium, -10)],
    phrases: &[
        (
            "Windows",
            &["wsaeacces", "in a way forbidden by its access permissions", "0x8007271d"],
        ),
        ("Windows (中文)", &["访问权限不允许的方式", "訪問權限不允許", "存取權限禁止的方式"]),
        ("errno", &["connect eacces", "connect eperm", "bind eacces", "listen eacces", "listen eperm", "errno::eacces * connect", "errno::eperm * connect"]),
        (
            "Linux, macOS",
            &[
                "connect: permission denied",
                "connect: operation not permitted",
                "bind: permission denied",
                "bind() to * failed (13: permission denied)",
                "socket: permission denied",
                "socket: operation not permitted",
                "connect *: permission denied",
                "connect *: operation not permitted",
                "connect error: permission denied",
                "connect error: operation not permitted",
                "^permissionerror: [errno 13] permission denied$",
                "^permissionerror: [errno 1] operation not permitted$",
                "^[errno 13] permission denied$",
                "^[errno 1] operation not permitted$",
                "new connection: [errno 13] permission denied",
                "new connection: [errno 1] operation not permitted",
                "sendto: operation not permitted",
                "sendmsg: operation not permitted",
                "connection failed: permission denied",
            ],
        ),
        ("Java", &["permission denied: connect", "permission denied: getsockopt", "operation not permitted: connect", "java.net.socketexception: permission denied", "java.net.socketexception: operation not permitted", "java.net.bindexception: permission denied"]),
        ("Chrome, Edge", &["err_network_access_denied", "err_access_denied", "err_unsafe_port", "err_blocked_by_administrator", "err_blocked_by_client"]),
        ("macOS", &["app transport security"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The system itself said no before anything was sent: a firewall or security program on this machine, a sandbox \
         (SELinux, container, app permissions), a port below 1024 without the right, or on Windows a port that the \
         system has set aside. On Linux a rejecting IPv6 router shows as EACCES too.",
        "数据发出之前系统就拒绝了：本机的防火墙或安全软件、沙箱（SELinux、容器、应用权限）、无权使用 1024 以下的端口，\
         或在 Windows 上端口被系统保留。在 Linux 上，拒绝的 IPv6 路由器也会显示为 EACCES。",
    ),
    not_proven: &[
        Text::fixed("Anything about the server.", "不能说明服务器的任何情况。"),
        Text::fixed("That you need to be administrator: another port may be enough.", "不能证明需要管理员权限：换一个端口也许就够了。"),
    ],
    checks: &[
        (Step::Network, Text::fixed("See that other programs on this machine reach the same target.", "查看本机的其他程序能否连接同一目标。")),
        (Step::Server, Text::fixed("To listen: choose a port above 1023 that nothing has set aside (Windows: netsh int ipv4 show excludedportrange tcp).", "若是监听端口：请选择 1023 以上、未被保留的端口（Windows：netsh int ipv4 show excludedportrange tcp）。")),
        (Step::Firewall, Text::fixed("Look at this machine's firewall and security programs; their rules for outgoing connections say this.", "检查本机防火墙和安全软件对外连接的规则。")),
        (Step::Restriction, Text::fixed("Look at sandbox and policy: SELinux, container rules, macOS local network privacy, device management.", "检查沙箱和策略：SELinux、容器规则、macOS 本地网络权限、设备管理。")),
    ],
};
