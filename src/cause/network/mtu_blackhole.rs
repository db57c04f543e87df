//! `network.mtu-blackhole`: large packets vanish on the way, and nobody says so.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Os, Side, Transfer};
use crate::text::Text;

/// The handshake completes, large segments are never acknowledged, and small ones are.
pub(super) const CAUSE: Cause = Cause {
    id: "network.mtu-blackhole",
    title: Text::fixed("large packets are lost on the way", "大包在途中丢失"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let stuck = |t: &Transfer| !t.acknowledged && t.retransmits > 0;
    // Not even the end of the handshake arrives, which is small.
    if case.compared_attempt().is_some_and(|(.., compared)| compared.side == Side::AfterHandshake) {
        return None;
    }
    let (id, large) = case.seen.each::<Transfer>().find(|(_, t)| t.max_segment.is_none() && stuck(t))?;
    let small = case.seen.each::<Transfer>().find(|(_, t)| t.address == large.address && t.max_segment.is_some());
    let confidence = match small {
        Some((_, small)) if small.acknowledged => {
            let all =
                || case.seen.each::<Transfer>().filter(|(_, t)| t.address == large.address && t.max_segment.is_none());
            match all().all(|(_, t)| stuck(t)) {
                true if all().count() > 1 => Confidence::Certain,
                true => Confidence::Likely,
                false => return None,
            }
        }
        // Small segments are stuck as well: something else holds the connection up.
        Some(_) => return None,
        None => Confidence::Likely,
    };
    let target = case.target.to_string();
    let summary = Text::new(
        format!(
            "{target} opens, but packets of {} bytes never arrive and no router says so: anything larger than a few lines hangs.",
            large.pmtu
        ),
        format!("{target} 可以连接，但 {} 字节的包始终到不了，也没有路由器报告：稍大的数据就会卡住。", large.pmtu),
    );
    let lower = match case.os() {
        Os::Linux => "sudo ip link set dev eth0 mtu 1400",
        Os::Macos => "sudo ifconfig en0 mtu 1400",
        Os::Windows => "netsh interface ipv4 set subinterface \"Ethernet\" mtu=1400 store=persistent",
    };
    Some(
        Finding::because(id, confidence, Location::of(Role::Path), summary)
            .and(small.map(|(id, _)| id))
            .remedy(
                Remedy::new(
                    "On this machine, send smaller packets (put your interface's name in).",
                    "在本机改用更小的包（请换成你的网卡名）。",
                )
                .command(lower),
            )
            .remedy(
                Remedy::new(
                    "On the router (or VPN gateway), fit TCP to the smaller link.",
                    "在路由器（或 VPN 网关）上让 TCP 适应较小的链路。",
                )
                .command(
                    "sudo iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu",
                )
                .on(Os::Linux),
            )
            .remedy(Remedy::new(
                "Have whoever filters ICMP on the way let \"fragmentation needed\" (IPv6: \"packet too big\") through.",
                "请途中过滤 ICMP 的管理者放行“需要分片”（IPv6：“包过大”）消息。",
            )),
    )
}
