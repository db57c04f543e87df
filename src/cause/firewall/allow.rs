//! How to let a port through: on the server itself, or at a machine on the way.

use crate::case::Case;
use crate::cause::minecraft::{Trouble, advise};
use crate::finding::{Finding, Location, Remedy};
use crate::observation::{Os, Protocol};
use crate::text::Lang;

/// What to do where the server's own filter stops the port.
pub(super) fn on_server(finding: Finding, case: &Case, port: u16) -> Finding {
    if case.is_about_minecraft() {
        return advise(finding, case, Trouble::Filtered);
    }
    finding
        .remedy(
            Remedy::new("On the server, allow the port.", "在服务器上放行该端口。")
                .command(format!("sudo iptables -I INPUT -p tcp --dport {port} -j ACCEPT"))
                .on(Os::Linux),
        )
        .remedy(
            Remedy::new("On a server with firewalld:", "若服务器使用 firewalld：")
                .command(format!("sudo firewall-cmd --permanent --add-port={port}/tcp && sudo firewall-cmd --reload"))
                .on(Os::Linux),
        )
        .remedy(
            Remedy::new("On a Windows server, allow the port.", "若服务器是 Windows，放行该端口。")
                .command(format!(
                    "netsh advfirewall firewall add rule name=\"TCP {port}\" dir=in action=allow protocol=TCP localport={port}"
                ))
                .on(Os::Windows),
        )
}

/// What to do where the machine at `at` stops the port on the way.
pub(super) fn on_the_way(finding: Finding, case: &Case, at: &Location, port: u16) -> Finding {
    let (who, host) = (at.call(), &case.target.host);
    let over = case.failed().map_or(Protocol::Tcp, |(_, failed)| failed.protocol);
    finding
        .remedy(Remedy::new(
            format!("Ask whoever runs {} to allow {over} port {port} to {host}.", who.get(Lang::En)),
            format!("请 {} 的管理者放行到 {host} 的 {over} 端口 {port}。", who.get(Lang::Zh)),
        ))
        .remedy(
            Remedy::new(
                "See whether the port is blocked for every host: name one that is known to have it open.",
                "看看该端口是否对所有主机都被封锁：请指定一台已知开放该端口的主机。",
            )
            .command(format!("netwhy {} --control HOST:{port}", case.target)),
        )
        .remedy(Remedy::new(
            "Try another network without this restriction, a VPN, or a proxy.",
            "换一个没有此限制的网络，或使用 VPN 或代理。",
        ))
}
