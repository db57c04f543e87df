//! `network.down`: this machine has no network at all.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Connection, Interfaces, Os, RouteOutcome};
use crate::text::Text;

/// No interface besides the loopback is up with an address that reaches further than its own link.
pub(super) const CAUSE: Cause = Cause {
    id: "network.down",
    title: Text::fixed("this machine has no network", "本机没有网络"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (id, all) = case.seen.first::<Interfaces>()?;
    let all = all.interfaces.saw()?;
    // A way in the routing table needs a link, whatever addresses that link has (RFC 5549 hosts have none).
    let way = |(_, c): (_, &Connection)| matches!(case.route(c.address), Some((_, RouteOutcome::Way { .. })));
    if case.first_asked().any(way) {
        return None;
    }
    let usable = |address: &std::net::IpAddr| match address {
        std::net::IpAddr::V4(address) => !address.is_loopback(),
        std::net::IpAddr::V6(address) => !address.is_loopback() && !address.is_unicast_link_local(),
    };
    if all.iter().any(|one| one.up && !one.loopback && one.addresses.iter().any(|network| usable(&network.address))) {
        return None;
    }
    // Names on this machine and its own addresses need no network.
    if case.is_open() || case.first_asked().any(|(_, c)| case.is_own(c.address)) {
        return None;
    }
    if case.asked().any(|(_, c)| c.is_answered()) {
        return None;
    }
    let down = all.iter().find(|one| !one.loopback).map(|one| one.name.clone());
    let summary = match &down {
        Some(name) => Text::new(
            format!("This machine has no network: `{name}` is down or has no address."),
            format!("本机没有网络：`{name}` 已关闭或没有地址。"),
        ),
        None => {
            Text::fixed("This machine has no network interface besides the loopback.", "本机除环回外没有任何网络接口。")
        }
    };
    let failed = case.failed().map(|(id, _)| id);
    let finding = Finding::because(id, Confidence::Certain, Location::this_machine(), summary).and(failed);
    let name = down.unwrap_or_else(|| "eth0".to_owned());
    let (en, zh) = (
        "Plug the cable in or join the Wi-Fi network, and switch the interface on.",
        "接好网线或连上 Wi-Fi，并启用网络接口。",
    );
    let command = match case.os() {
        Os::Linux => format!("sudo ip link set {name} up && ip addr show {name}"),
        Os::Macos => format!("sudo ifconfig {name} up && ipconfig getifaddr {name}"),
        Os::Windows => "ipconfig /renew".to_owned(),
    };
    Some(finding.remedy(Remedy::new(en, zh).command(command)))
}
