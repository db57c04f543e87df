//! `machine.ports-exhausted`: every ephemeral port that could be used towards the target is taken.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Condition, Connection, FactId, Limits, Os, RouteOutcome};
use crate::text::Text;

/// The system finds no own address and port to use, though it has an address for that route.
pub(super) const CAUSE: Cause = Cause {
    id: "machine.ports-exhausted",
    title: Text::fixed("this machine is out of ephemeral ports", "本机的临时端口已用尽"),
    masked_by: &["network.down"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let os = case.os();
    let (id, failed) = case.asked().find(|(_, one)| one.is_local_failure() && is_told_so(one, os))?;
    let route = case.route(failed.address);
    let source = match route {
        // Without an address of its own for the route, the same number says just that.
        Some((_, RouteOutcome::Way { source: None, .. } | RouteOutcome::NoWay { .. })) => return None,
        Some((_, RouteOutcome::Way { source, .. })) => *source,
        None => None,
    };
    let usage = usage(case);
    let full = usage.as_ref().is_some_and(|usage| usage.taken >= usage.all);
    let confidence = match (source.is_some(), os) {
        // With an address of its own for the route, Linux says so only when it has tried every port. How many
        // sockets there are proves nothing: ports count for each pair of addresses, and bound ones not at all.
        (true, Os::Linux) => Confidence::Certain,
        (true, _) => Confidence::Likely,
        (false, _) if full => Confidence::Likely,
        (false, _) => Confidence::Possible,
    };
    let error = failed.error.as_ref().map_or("", |error| error.name.as_str());
    let (en, zh) = usage.as_ref().map_or(Default::default(), |usage| {
        (format!(" (it has {} for all programs)", usage.all), format!("（所有程序共 {} 个）", usage.all))
    });
    let to = failed.address;
    let summary = Text::new(
        format!("This machine has no free port left to connect to {to} from{en}. Nothing was sent ({error})."),
        format!("本机没有空闲端口可用于连接 {to}{zh}。没有发出任何包（{error}）。"),
    );
    let finding = Finding::because(id, confidence, Location::this_machine(), summary)
        .and(usage.map(|usage| usage.fact))
        .and(route.map(|(id, _)| id));
    Some(remedies(os).into_iter().fold(finding, Finding::remedy))
}

/// EADDRNOTAVAIL; Windows tells it by WSAENOBUFS or WSAEADDRINUSE too.
fn is_told_so(failed: &Connection, os: Os) -> bool {
    failed.error.as_ref().is_some_and(|error| match error.condition {
        Condition::AddressNotAvailable => true,
        Condition::NoMemory | Condition::AddressInUse => os == Os::Windows,
        _ => false,
    })
}

struct Usage {
    fact: FactId,
    taken: u32,
    all: u32,
}

fn usage(case: &Case) -> Option<Usage> {
    let (fact, limits) = case.seen.first::<Limits>()?;
    let (low, high) = limits.ephemeral_ports.saw()?;
    Some(Usage { fact, taken: *limits.tcp_sockets.saw()?, all: u32::from(high.saturating_sub(*low)) + 1 })
}

fn remedies(os: Os) -> Vec<Remedy> {
    let see = Remedy::new("See which program holds them, and to where.", "查看是哪个程序占用，连往何处。");
    let widen = Remedy::new("Make the range of ports wider.", "扩大端口范围。");
    let mut all = match os {
        Os::Linux => vec![
            see.command("ss -Htan | awk '{print $1, $5}' | sort | uniq -c | sort -rn | head"),
            widen.command("sudo sysctl net.ipv4.ip_local_port_range=\"1024 65535\""),
        ],
        Os::Macos => vec![
            see.command("netstat -anp tcp | awk '{print $6, $5}' | sort | uniq -c | sort -rn | head"),
            widen.command("sudo sysctl -w net.inet.ip.portrange.first=1024"),
        ],
        Os::Windows => vec![
            see.command("Get-NetTCPConnection | Group-Object State,OwningProcess | Sort-Object Count -Descending | Select-Object -First 10"),
            widen.command("netsh int ipv4 set dynamicport tcp start=10000 num=55535"),
        ],
    };
    all.push(Remedy::new(
        "Closed connections free their port after a minute or two; have that program keep connections open and use them again.",
        "关闭的连接一两分钟后才释放端口；让该程序保持并复用连接。",
    ));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, failed, far, ip};
    use crate::observation::{Looked, RouteKind, RouteLookup};

    fn limits(taken: u32) -> Limits {
        Limits {
            ephemeral_ports: Looked::Saw((40000, 40099)),
            tcp_sockets: Looked::Saw(taken),
            open_files: Looked::Saw(1024),
            files_in_use: Looked::Saw(10),
            system_files: Looked::Saw((900, 1000)),
        }
    }

    fn sure(scene: Scene) -> Option<Confidence> {
        recognise(&scene.case()).map(|found| found.confidence)
    }

    #[test]
    fn a_valid_address_leaves_no_doubt() {
        let no_port = || failed("198.51.100.7", 80, Os::Linux, 99);
        let scene = || Scene::of("198.51.100.7:80").see(far("198.51.100.7")).see(no_port());
        assert_eq!(sure(scene().see(limits(104))), Some(Confidence::Certain));
        assert_eq!(sure(scene().see(limits(7))), Some(Confidence::Certain));
        let unseen = || Scene::of("198.51.100.7:80").see(no_port());
        assert_eq!(sure(unseen()), Some(Confidence::Possible));
        assert_eq!(sure(unseen().see(limits(104))), Some(Confidence::Likely));
    }

    #[test]
    fn no_own_address_is_another_trouble() {
        let outcome = RouteOutcome::Way { kind: RouteKind::Unicast, gateway: None, interface: None, source: None };
        let route = RouteLookup { destination: ip("2001:db8::7"), outcome: Looked::Saw(outcome) };
        let scene = Scene::of("[2001:db8::7]:80").see(route).see(failed("2001:db8::7", 80, Os::Linux, 99));
        assert_eq!(sure(scene), None);
    }

    #[test]
    fn windows_has_its_own_numbers_for_it() {
        let scene = |os, number| {
            let system = crate::cause::scene::system(os);
            Scene::of("198.51.100.7:80").see(system).see(failed("198.51.100.7", 80, os, number))
        };
        assert!(sure(scene(Os::Windows, 10055)).is_some());
        assert_eq!(sure(scene(Os::Linux, 105)), None);
    }
}
