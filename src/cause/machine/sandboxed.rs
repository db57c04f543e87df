//! `machine.sandboxed`: this machine does not let this process connect, though there is a way.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Condition, Connection, FirewallRules, Os, RouteKind, RouteOutcome};
use crate::text::Text;

/// EPERM or EACCES at once, no ICMP error, and no route that prohibits.
pub(super) const CAUSE: Cause = Cause {
    id: "machine.sandboxed",
    title: Text::fixed("this machine forbids this program to connect", "本机禁止该程序建立连接"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let os = case.os();
    let (id, failed) = case.first_asked().find(|(_, one)| one.is_local_failure() && is_told_so(one, os))?;
    let route = case.route(failed.address);
    let has_way = match route {
        // A `prohibit` route gives EACCES too, and so does a broadcast address.
        Some((_, RouteOutcome::NoWay { .. } | RouteOutcome::Way { kind: RouteKind::Many, .. })) => return None,
        Some((_, RouteOutcome::Way { .. })) => true,
        None => false,
    };
    let error = failed.error.as_ref()?;
    let mut rules = case.seen.each::<FirewallRules>();
    let rules = rules.find(|(_, rules)| (rules.address, rules.port) == (failed.address, failed.port));
    let no_rule = rules.is_some_and(|(_, rules)| rules.rules.saw().is_some_and(Vec::is_empty));
    let confidence = match (os, error.name.as_str()) {
        (Os::Linux, "EPERM") if has_way && no_rule => Confidence::Certain,
        (Os::Linux, _) if has_way => Confidence::Likely,
        (Os::Macos, _) if error.condition == Condition::NotPermitted => Confidence::Likely,
        _ => Confidence::Possible,
    };
    let (en, zh) = suspects(os);
    let summary = Text::new(
        format!(
            "This machine itself forbids this program to connect to {} ({}): {en}. Nothing was sent.",
            failed.address, error.name
        ),
        format!("本机自身禁止该程序连接 {}（{}）：{zh}。没有发出任何包。", failed.address, error.name),
    );
    let finding = Finding::because(id, confidence, Location::this_machine(), summary)
        .and(route.map(|(id, _)| id))
        .and(rules.filter(|_| no_rule).map(|(id, _)| id));
    Some(remedies(os).into_iter().fold(finding, Finding::remedy))
}

fn is_told_so(failed: &Connection, os: Os) -> bool {
    failed.error.as_ref().is_some_and(|error| match error.condition {
        Condition::NotPermitted => true,
        // macOS answers so where the user has not allowed the program the local network.
        Condition::HostUnreachable => os == Os::Macos && is_local(failed),
        _ => false,
    })
}

/// True for addresses that macOS counts as the local network.
fn is_local(failed: &Connection) -> bool {
    match failed.address {
        std::net::IpAddr::V4(address) => address.is_private() || address.is_link_local(),
        std::net::IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}

fn suspects(os: Os) -> (&'static str, &'static str) {
    match os {
        Os::Linux => (
            "a sandbox (seccomp, SELinux, AppArmor, Landlock) or a cgroup or IPsec policy",
            "沙箱（seccomp、SELinux、AppArmor、Landlock）或 cgroup、IPsec 策略",
        ),
        Os::Macos => ("the local network privacy setting, or a sandbox", "“本地网络”隐私设置或沙箱"),
        Os::Windows => ("a security program, or a reserved port", "安全软件或保留端口"),
    }
}

fn remedies(os: Os) -> Vec<Remedy> {
    match os {
        Os::Linux => vec![
            Remedy::new("See what confines the program (0 and `unconfined` mean nothing does).", "查看是什么限制了该程序（0 与 `unconfined` 表示没有限制）。")
                .command("grep -E 'Seccomp|NoNewPrivs' /proc/self/status; cat /proc/self/attr/current; cat /proc/self/cgroup"),
            Remedy::new("See what was denied lately.", "查看最近的拒绝记录。")
                .command("sudo ausearch -m AVC,SECCOMP -ts recent || sudo journalctl -k --grep 'audit|apparmor|denied' --since -10min"),
            Remedy::new(
                "Run it outside the sandbox: on the host instead of in the container, from a plain terminal instead of a snap, Flatpak or service.",
                "在沙箱之外运行：在宿主机而非容器中，在普通终端而非 snap、Flatpak 或服务中。",
            ),
        ],
        Os::Macos => vec![
            Remedy::new(
                "Allow the terminal in System Settings → Privacy & Security → Local Network, then start it again.",
                "在“系统设置 → 隐私与安全性 → 本地网络”中允许该终端，然后重新启动它。",
            )
            .command("open 'x-apple.systempreferences:com.apple.preference.security?Privacy_LocalNetwork'"),
        ],
        Os::Windows => vec![
            Remedy::new("See whether an outgoing rule blocks the program.", "查看是否有出站规则拦截了该程序。")
                .command("Get-NetFirewallRule -Direction Outbound -Action Block -Enabled True"),
            Remedy::new("See which ports are reserved.", "查看哪些端口被保留。")
                .command("netsh int ipv4 show excludedportrange protocol=tcp"),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, failed, far, ip, rejected, system};
    use crate::observation::{Looked, OsError, RouteLookup, Rule};

    fn sure(scene: &Scene) -> Option<Confidence> {
        recognise(&scene.case()).map(|found| found.confidence)
    }

    #[test]
    fn permission_denied_with_a_way_is_this_machine() {
        for number in [1, 13] {
            let scene = Scene::of("h:80").see(far("198.51.100.7")).see(failed("198.51.100.7", 80, Os::Linux, number));
            assert_eq!(sure(&scene), Some(Confidence::Likely));
        }
        let rules = FirewallRules { address: ip("198.51.100.7"), port: 80, rules: Looked::Saw(Vec::new()) };
        let scene = Scene::of("h:80").see(far("198.51.100.7")).see(rules).see(failed("198.51.100.7", 80, Os::Linux, 1));
        assert_eq!(sure(&scene), Some(Confidence::Certain));
        let rules = |to: &str, rules| FirewallRules { address: ip(to), port: 80, rules: Looked::Saw(rules) };
        let rule = || Rule { text: String::new(), drops: false, undo: None, sure: true };
        let scene = Scene::of("h:80").see(far("198.51.100.7")).see(rules("192.0.2.9", Vec::new()));
        let scene = scene.see(rules("198.51.100.7", vec![rule()])).see(failed("198.51.100.7", 80, Os::Linux, 1));
        assert_eq!(sure(&scene), Some(Confidence::Likely), "the rules of another address tell nothing");
        let unseen = Scene::of("h:80").see(failed("198.51.100.7", 80, Os::Linux, 1));
        assert_eq!(sure(&unseen), Some(Confidence::Possible));
    }

    #[test]
    fn a_prohibit_route_or_an_icmp_error_is_not_it() {
        let outcome = Looked::Saw(RouteOutcome::NoWay { error: OsError::on(Os::Linux, 13) });
        let route = RouteLookup { destination: ip("198.51.100.7"), outcome };
        assert_eq!(sure(&Scene::of("h:80").see(route).see(failed("198.51.100.7", 80, Os::Linux, 13))), None);
        assert_eq!(sure(&Scene::of("h:80").see(rejected("2001:db8::7", 80, "2001:db8::1", (1, 1)))), None);
    }

    #[test]
    fn macos_hides_it_behind_an_unreachable_local_host() {
        let told = |address| {
            let scene = Scene::of("h:80").see(system(Os::Macos)).see(failed(address, 80, Os::Macos, 65));
            sure(&scene)
        };
        assert_eq!((told("192.168.1.7"), told("198.51.100.7")), (Some(Confidence::Possible), None));
    }
}
