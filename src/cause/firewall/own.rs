//! `firewall.own`: this machine's own packet filter stops the connection.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::firewall::own_signs::{Sign, answer, denial, reset, silence};
use crate::cause::translated::may_be_translated;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Connection, FactId, FirewallRules, Os, Rule};
use crate::text::{Lang, Text};

/// A refusal that bears an own address, silence from the first hop on, or a permission that is missing.
pub(super) const CAUSE: Cause = Cause {
    id: "firewall.own",
    title: Text::fixed("this machine's own firewall stops the connection", "本机防火墙阻止了连接"),
    masked_by: &["network.gateway-silent", "server.host-down", "network.down", "server.overloaded"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (id, failed) = case.failed()?;
    // An own UDP port that is closed says so.
    if failed.is_datagram() && case.is_own(failed.address) {
        return None;
    }
    let sign = answer(case, failed)
        .or_else(|| reset(case, failed))
        .or_else(|| silence(case, failed))
        .or_else(|| denial(case, failed))?;
    let rules = rules(case, failed.address);
    let confidence = confidence(case, failed, &sign, rules)?;
    let at = Location { address: failed.from.as_ref().map(|from| from.address), ..Location::this_machine() };
    let finding = Finding::because(id, confidence, at, summary(failed, &sign, confidence, rules))
        .and(sign.evidence)
        .and(rules.map(|(id, _)| id));
    Some(remedies(finding, case, failed, rules.map(|(_, rules)| rules)))
}

/// The rules that could stop a connection to `address`, where they were seen.
fn rules<'a>(case: &Case<'a>, address: IpAddr) -> Option<(FactId, &'a [Rule])> {
    let mut all = case.seen.each::<FirewallRules>().filter(|(_, rules)| rules.address == address);
    all.find_map(|(id, rules)| Some((id, rules.rules.saw()?.as_slice())))
}

/// A rule that surely stops it makes what was likely certain; one of which netwhy cannot tell changes nothing;
/// rules that were read, none of them fitting, speak against what only looked like one.
fn confidence(case: &Case, failed: &Connection, sign: &Sign, rules: Option<(FactId, &[Rule])>) -> Option<Confidence> {
    let Some((_, rules)) = rules else { return Some(sign.confidence) };
    let fits = |sure: bool| rules.iter().any(|rule| rule.drops == sign.silent && (rule.sure || !sure));
    match sign.confidence {
        Confidence::Likely if fits(true) => Some(Confidence::Certain),
        Confidence::Possible if fits(true) => Some(Confidence::Likely),
        confidence if fits(false) => Some(confidence),
        // Then it is likelier another machine's, to which this one's address translation leads.
        Confidence::Likely | Confidence::Possible if may_be_translated(case, failed.address) => {
            Some(Confidence::Possible)
        }
        Confidence::Possible => None,
        confidence => Some(confidence),
    }
}

fn summary(failed: &Connection, sign: &Sign, confidence: Confidence, rules: Option<(FactId, &[Rule])>) -> Text {
    let (port, to, over) = (failed.port, failed.address, failed.protocol);
    let fitting = rules.into_iter().flat_map(|(_, rules)| rules).filter(|rule| rule.drops == sign.silent);
    // The sure one, if there is one.
    let (by_en, by_zh) = match fitting.max_by_key(|rule| rule.sure) {
        Some(Rule { text, sure: true, .. }) => (format!(" The rule: {text}."), format!("规则：{text}。")),
        Some(Rule { text, .. }) => (
            format!(" A rule that may match it, though that cannot be told: {text}."),
            format!("可能匹配（但无法确定）的规则：{text}。"),
        ),
        None => Default::default(),
    };
    let (en, zh) = (sign.how.get(Lang::En), sign.how.get(Lang::Zh));
    let (stops_en, stops_zh) = match confidence {
        Confidence::Possible => ("may stop", "可能阻止了"),
        _ => ("stops", "阻止了"),
    };
    Text::new(
        format!("This machine's own firewall {stops_en} {over} port {port} of {to}: {en}.{by_en}"),
        format!("本机防火墙{stops_zh}到 {to} 的 {over} 端口 {port}：{zh}。{by_zh}"),
    )
}

fn remedies(finding: Finding, case: &Case, failed: &Connection, rules: Option<&[Rule]>) -> Finding {
    // Nobody should take away a rule that may have no part in it.
    let sure = rules.into_iter().flatten().filter(|rule| rule.sure);
    let undo: Vec<String> = sure.filter_map(|rule| rule.undo.clone()).take(3).collect();
    if undo.is_empty() {
        return search(finding, case, failed, rules.is_some());
    }
    undo.into_iter()
        .fold(finding, |finding, undo| finding.remedy(Remedy::new("Take the rule away.", "删除该规则。").command(undo)))
}

/// What to do where no rule surely does it, or none was `read`.
fn search(finding: Finding, case: &Case, failed: &Connection, read: bool) -> Finding {
    let (port, to) = (failed.port, failed.address);
    let look = Remedy::new("See which rule it is, and take it away.", "查看是哪条规则，并删除它。");
    let allow = Remedy::new("Or let the connection through.", "或放行该连接。");
    match case.os() {
        Os::Linux => {
            let tables = if to.is_ipv6() { "ip6tables" } else { "iptables" };
            let out = format!("sudo {tables} -I OUTPUT -p tcp -d {to} --dport {port} -j ACCEPT");
            let allowed = match case.is_own(to) {
                true => format!("{out}; sudo {tables} -I INPUT -p tcp -d {to} --dport {port} -j ACCEPT"),
                false => out,
            };
            let show = format!("sudo nft -a list ruleset | grep -nE 'hook (output|input)|drop|reject'; sudo {tables} -S");
            let again = Remedy::new("Ask again with the right to read the rules.", "以有权读取规则的身份再次诊断。");
            let finding = match read {
                true => finding,
                false => finding.remedy(again.command(format!("sudo netwhy {}", case.target))),
            };
            let finding = match may_be_translated(case, to) {
                true => finding.remedy(
                    Remedy::new("See whether this machine sends the port elsewhere.", "查看本机是否把该端口转往别处。")
                        .command(format!("sudo nft list ruleset | grep -nE 'dnat|redirect'; sudo {tables} -t nat -S; docker ps")),
                ),
                false => finding,
            };
            finding.remedy(look.command(show)).remedy(allow.command(allowed))
        }
        Os::Macos => {
            finding.remedy(look.command("sudo pfctl -sr; /usr/libexec/ApplicationFirewall/socketfilterfw --listapps"))
        }
        Os::Windows => finding
            .remedy(look.command("Get-NetFirewallRule -Enabled True -Action Block | Format-Table DisplayName,Direction,Profile"))
            .remedy(allow.command(format!(
                "New-NetFirewallRule -DisplayName \"TCP {port}\" -Direction Outbound -Protocol TCP -RemotePort {port} -Action Allow"
            ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{
        Scene, counters, failed, far, ip, listeners, own, path, purpose, rejected, reset, silent, system, way,
    };
    use crate::observation::{
        Interface, Interfaces, Looked, Neighbour, NeighbourState, Neighbours, Protocol, Purpose, Reason, RouteKind,
    };

    const TO: &str = "198.51.100.7";

    fn sure(scene: &Scene) -> Option<Confidence> {
        recognise(&scene.case()).map(|found| found.confidence)
    }

    fn scene() -> Scene {
        Scene::of("198.51.100.7:80").see(far(TO)).see(own("192.0.2.5"))
    }

    fn with_rules(scene: Scene, rules: Vec<Rule>) -> Scene {
        scene.see(FirewallRules { address: ip(TO), port: 80, rules: Looked::Saw(rules) })
    }

    fn rule(drops: bool) -> Rule {
        Rule { text: "ip filter OUTPUT: -p tcp -j …".to_owned(), drops, undo: Some("undo".to_owned()), sure: true }
    }

    fn suspect(drops: bool) -> Rule {
        Rule { sure: false, ..rule(drops) }
    }

    fn commands(scene: &Scene) -> Vec<String> {
        recognise(&scene.case()).into_iter().flat_map(|found| found.remedies).filter_map(|one| one.command).collect()
    }

    #[test]
    fn a_refusal_from_an_own_address_is_certain() {
        let told = scene().see(rejected(TO, 80, "192.0.2.5", (3, 3))).told();
        assert_eq!(told, vec![("firewall.own".to_owned(), Confidence::Certain)]);
        assert_eq!(sure(&scene().see(rejected(TO, 80, "192.0.2.1", (3, 3)))), None, "from another machine");
        assert_eq!(sure(&scene().see(rejected(TO, 80, "192.0.2.5", (3, 1)))), Some(Confidence::Likely));
    }

    #[test]
    fn a_missing_neighbour_is_no_firewall() {
        let unreachable = || rejected(TO, 80, "192.0.2.5", (3, 1));
        let late = Connection { rtt_ms: Some(3060.0), ..unreachable() };
        assert_eq!(sure(&scene().see(late)), None);
        let gateway = Neighbour { address: ip("192.0.2.1"), interface: None, state: NeighbourState::Failed };
        let table = Neighbours { neighbours: Looked::Saw(vec![gateway]) };
        assert_eq!(sure(&scene().see(unreachable()).see(table)), None);
    }

    #[test]
    fn silence_from_the_first_hop_on_needs_the_counters() {
        let dropped = || {
            let scene = scene().see(silent(TO, 80)).see(path(TO, 80, Protocol::Tcp, &["", "", ""], None));
            scene.see(path(TO, 33434, Protocol::Udp, &["192.0.2.1"], Some(Reason::PortUnreach)))
        };
        assert_eq!(sure(&dropped()), Some(Confidence::Possible));
        assert_eq!(sure(&dropped().see(counters(26, 3))), Some(Confidence::Likely));
        assert_eq!(sure(&dropped().see(counters(0, 0))), None);
        assert_eq!(sure(&with_rules(dropped().see(counters(26, 3)), vec![rule(true)])), Some(Confidence::Certain));
        let suspected = with_rules(dropped().see(counters(26, 3)), vec![suspect(true)]);
        assert_eq!(sure(&suspected), Some(Confidence::Likely), "the rule may be another user's");
        assert!(!commands(&suspected).contains(&"undo".to_owned()), "it may have no part in it");
        let both = with_rules(dropped().see(counters(26, 3)), vec![suspect(true), rule(true)]);
        assert_eq!((sure(&both), commands(&both)), (Some(Confidence::Certain), vec!["undo".to_owned()]));
        let farther = scene().see(silent(TO, 80)).see(path(TO, 80, Protocol::Tcp, &["192.0.2.1", ""], None));
        let farther = farther.see(path(TO, 443, Protocol::Tcp, &["192.0.2.1"], Some(Reason::SynAck)));
        assert_eq!(sure(&farther.see(counters(26, 3))), None, "the first router saw it");
    }

    #[test]
    fn silence_on_the_own_link_needs_the_counters_too() {
        let near = || way(TO, RouteKind::Unicast, None, "192.0.2.5");
        let scene = || Scene::of("198.51.100.7:80").see(near()).see(silent(TO, 80));
        assert_eq!(sure(&scene()), None);
        // Other programs' packets count as well, and the host may drop the port itself.
        let counted = || scene().see(counters(4, 1));
        assert_eq!(sure(&counted()), Some(Confidence::Possible));
        let told = recognise(&counted().case()).expect("a finding").summary;
        assert!(!told.get(Lang::En).contains("first hop"), "there is none to look at: {told:?}");
        assert_eq!(sure(&with_rules(counted(), vec![suspect(true)])), Some(Confidence::Possible));
        assert_eq!(sure(&with_rules(counted(), Vec::new())), None);
        assert_eq!(sure(&with_rules(counted(), vec![rule(true)])), Some(Confidence::Likely));
    }

    #[test]
    fn silence_of_an_own_address_is_nobody_elses() {
        let lo = Interface {
            name: "lo".to_owned(),
            index: Some(1),
            up: true,
            carrier: Some(true),
            loopback: true,
            mtu: None,
            addresses: Vec::new(),
        };
        let lo = || Interfaces { interfaces: Looked::Saw(vec![lo.clone()]) };
        let scene = |all| Scene::of("127.0.0.1:80").see(lo()).see(listeners(all)).see(silent("127.0.0.1", 80));
        assert_eq!(sure(&scene(&[("0.0.0.0", 80, 0, 5)])), Some(Confidence::Certain));
        assert_eq!(sure(&scene(&[])), Some(Confidence::Certain));
        assert_eq!(sure(&scene(&[("0.0.0.0", 80, 6, 5)])), None, "its queue is full");
        assert_eq!(sure(&Scene::of("127.0.0.1:80").see(silent("127.0.0.1", 80))), None, "listeners not seen");
    }

    #[test]
    fn an_own_address_beside_the_loopback_may_lead_to_another_machine() {
        let scene = |all, attempt| Scene::of("192.0.2.5:80").see(own("192.0.2.5")).see(listeners(all)).see(attempt);
        let to = |scene: Scene, rules| {
            scene.see(FirewallRules { address: ip("192.0.2.5"), port: 80, rules: Looked::Saw(rules) })
        };
        let lo = Interface {
            name: "lo".to_owned(),
            index: Some(1),
            up: true,
            carrier: Some(true),
            loopback: true,
            mtu: None,
            addresses: Vec::new(),
        };
        let dropped = || {
            let scene = scene(&[("0.0.0.0", 80, 0, 5)], silent("192.0.2.5", 80));
            scene.see(Interfaces { interfaces: Looked::Saw(vec![lo.clone()]) })
        };
        assert_eq!(sure(&dropped()), Some(Confidence::Likely));
        assert_eq!(sure(&to(dropped(), Vec::new())), Some(Confidence::Possible));
        assert_eq!(sure(&to(dropped(), vec![rule(true)])), Some(Confidence::Certain));
        let refused = || scene(&[("0.0.0.0", 80, 0, 5)], reset("192.0.2.5", 80));
        assert_eq!(sure(&refused()), Some(Confidence::Likely));
        assert_eq!(sure(&to(refused(), Vec::new())), Some(Confidence::Possible));
        let told = recognise(&refused().case()).expect("a finding").summary;
        assert!(told.get(Lang::En).contains("Docker"), "{told:?}");
        // Address translation makes the sender of another machine's refusal the address asked for.
        let rejected = scene(&[], rejected("192.0.2.5", 80, "192.0.2.5", (3, 13)));
        assert_eq!(sure(&rejected), Some(Confidence::Likely));
    }

    #[test]
    fn a_reset_at_the_first_hop_is_likely() {
        let scene = || {
            let scene = scene().see(reset(TO, 80)).see(path(TO, 80, Protocol::Tcp, &[], Some(Reason::Reset)));
            scene.see(path(TO, 33434, Protocol::Udp, &["192.0.2.1"], Some(Reason::PortUnreach)))
        };
        assert_eq!(sure(&scene().see(counters(9, 0))), Some(Confidence::Likely));
        assert_eq!(sure(&scene()), Some(Confidence::Possible));
        assert_eq!(sure(&scene().see(counters(0, 0))), None);
    }

    #[test]
    fn a_reset_beside_an_own_listener_is_likely() {
        let scene = |all| Scene::of("127.0.0.1:80").see(listeners(all)).see(reset("127.0.0.1", 80));
        assert_eq!(scene(&[("0.0.0.0", 80, 0, 5)]).told(), vec![("firewall.own".to_owned(), Confidence::Likely)]);
        assert_eq!(sure(&scene(&[("0.0.0.0", 81, 0, 5)])), None);
    }

    #[test]
    fn a_missing_permission_may_be_a_rules() {
        let denied = |os, number| scene().see(system(os)).see(failed(TO, 80, os, number));
        assert_eq!(sure(&denied(Os::Windows, 10013)), Some(Confidence::Likely));
        assert_eq!(sure(&denied(Os::Linux, 1)), Some(Confidence::Possible));
        assert_eq!(sure(&denied(Os::Linux, 13)), None);
        assert_eq!(sure(&with_rules(denied(Os::Linux, 1), Vec::new())), None);
        let both = denied(Os::Linux, 1).told();
        assert_eq!(both[0], ("machine.sandboxed".to_owned(), Confidence::Likely));
        assert_eq!(both[1], ("firewall.own".to_owned(), Confidence::Possible));
    }

    #[test]
    fn other_ports_do_not_count_as_asked() {
        let other = purpose(Purpose::OtherPort, rejected(TO, 81, "192.0.2.5", (3, 3)));
        assert_eq!(sure(&scene().see(reset(TO, 80)).see(other)), None);
    }
}
