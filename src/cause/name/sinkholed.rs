//! A name server gives an address that leads nowhere, to block the name.

use std::net::{IpAddr, Ipv4Addr};

use crate::case::Case;
use crate::cause::name::said::{Server, Word, list, servers, system_id};
use crate::cause::public::is_public_name;
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::text::Text;

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.sinkholed",
    title: Text::fixed("the name server blocks the name", "域名服务器屏蔽了该域名"),
    masked_by: &["name.malformed"],
    recognise,
};

/// Addresses of block pages, as their owners publish them: first and last of a range, and whose it is.
const BLOCK_PAGES: &[(Ipv4Addr, Ipv4Addr, &str)] = &[
    (Ipv4Addr::new(146, 112, 61, 104), Ipv4Addr::new(146, 112, 61, 110), "Cisco Umbrella (OpenDNS)"),
    (Ipv4Addr::new(208, 91, 112, 55), Ipv4Addr::new(208, 91, 112, 55), "FortiGuard"),
    (Ipv4Addr::new(72, 5, 65, 111), Ipv4Addr::new(72, 5, 65, 111), "Palo Alto Networks"),
];

fn recognise(case: &Case) -> Option<Finding> {
    let name = case.target.host.name()?;
    if !is_public_name(name) || case.is_open() {
        return None;
    }
    let servers = servers(case);
    let says_so = servers.iter().find_map(|server| Some((server, blocked(server)?)));
    let holes = servers.iter().find_map(|server| Some((server, hole(&server.addresses())?)));
    let elsewhere = servers.iter().find(|server| {
        let all = server.addresses();
        !all.is_empty() && hole(&all).is_none()
    });
    let (server, confidence, en, zh) = match (says_so, holes) {
        (Some((server, why)), _) => {
            (server, Confidence::Certain, format!("and says so: {why}"), format!("并明确说明：{why}"))
        }
        (None, Some((server, hole))) => {
            let given = list(&server.addresses());
            // The owner of a name may park it at such an address too; another server's answer rules that out.
            let confidence = if elsewhere.is_some() { Confidence::Certain } else { Confidence::Likely };
            let en = format!("it gives {given}, {}", hole.0);
            (server, confidence, en, format!("它给出 {given}，{}", hole.1))
        }
        (None, None) => return None,
    };
    let who = server.shown();
    let (but_en, but_zh) = match elsewhere {
        Some(other) => (
            format!("; {} gives {}", other.shown(), list(&other.addresses())),
            format!("；而 {} 给出 {}", other.shown(), list(&other.addresses())),
        ),
        None => (String::new(), String::new()),
    };
    let summary = Text::new(
        format!("The name server {who} blocks {name}: {en}{but_en}."),
        format!("域名服务器 {who} 屏蔽了 {name}：{zh}{but_zh}。"),
    );
    let id = server.ids().next()?;
    let evidence = server.ids().chain(elsewhere.iter().flat_map(|other| other.ids()));
    let finding = Finding::because(id, confidence, server.location(), summary).and(evidence).and(system_id(case));
    Some(
        finding
            .remedy(
                Remedy::new("Ask a name server that blocks nothing, to compare.", "换一台不屏蔽的域名服务器对比。")
                    .command(format!("netwhy resolve --server 1.1.1.1 --server 9.9.9.9 {name}")),
            )
            .remedy(Remedy::new(
                "If a blocker is yours (Pi-hole, AdGuard, a hosts list, parental control), allow the name there.",
                "如果是你自己的屏蔽工具（Pi-hole、AdGuard、hosts 列表、家长控制），在其中放行该域名。",
            ))
            .remedy(Remedy::new(
                "If it is the network's, ask its administrator to allow the name.",
                "如果是网络方的屏蔽，请管理员放行该域名。",
            )),
    )
}

/// The server's own statement that it blocks, censors or filters (RFC 8914 sections 4.16 to 4.18).
fn blocked(server: &Server) -> Option<String> {
    if matches!(server.word(), Word::Mute | Word::Bogus) {
        return None;
    }
    let errors = server.extended_errors();
    let stated = errors.into_iter().find(|error| {
        let code = error.split([' ', ':']).next().and_then(|code| code.parse::<u16>().ok());
        code.is_some_and(|code| (15..=17).contains(&code))
    });
    stated.map(str::to_owned)
}

/// What kind of hole the addresses are, where every one of them is one.
fn hole(addresses: &[IpAddr]) -> Option<(String, String)> {
    let kinds: Option<Vec<(String, String)>> = addresses.iter().map(|address| kind(*address)).collect();
    kinds?.into_iter().next()
}

fn kind(address: IpAddr) -> Option<(String, String)> {
    if address.is_unspecified() {
        return Some(("which is no machine's address".into(), "那不是任何机器的地址".into()));
    }
    if address.is_loopback() {
        return Some(("which is this machine itself".into(), "那就是本机自己".into()));
    }
    let IpAddr::V4(v4) = address else { return None };
    let page = BLOCK_PAGES.iter().find(|(first, last, _)| (first..=last).contains(&&v4))?;
    Some((format!("a block page of {}", page.2), format!("那是 {} 的拦截页", page.2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::Scene;
    use crate::observation::{Reason, State};

    fn scene(addresses: &[&str]) -> Scene {
        Scene::of("x.example:80").system(addresses).gives("192.0.2.53", addresses)
    }

    #[test]
    fn addresses_that_lead_nowhere_are_holes() {
        for hole in ["0.0.0.0", "::", "127.0.0.1", "146.112.61.106"] {
            assert_eq!(scene(&[hole]).sure(&CAUSE), Some(Confidence::Likely), "{hole}");
        }
        assert_eq!(scene(&["192.0.2.1"]).sure(&CAUSE), None);
        assert_eq!(scene(&["0.0.0.0", "192.0.2.1"]).sure(&CAUSE), None);
    }

    #[test]
    fn another_servers_answer_or_the_servers_own_word_makes_it_certain() {
        let other = scene(&["0.0.0.0"]).gives("192.0.2.54", &["198.51.100.1"]);
        assert_eq!(other.sure(&CAUSE), Some(Confidence::Certain));
        let stated = Scene::of("x.example:80").system(&[]).says_why("192.0.2.53", "NXDOMAIN", "15 (Blocked)", None);
        assert_eq!(stated.sure(&CAUSE), Some(Confidence::Certain));
        assert_eq!(stated.all(), ["name.sinkholed"]);
    }

    #[test]
    fn local_names_and_names_that_work_are_none() {
        assert_eq!(
            Scene::of("x.test:80").system(&["127.0.0.1"]).gives("192.0.2.53", &["127.0.0.1"]).sure(&CAUSE),
            None
        );
        assert_eq!(scene(&["127.0.0.1"]).connection("127.0.0.1", State::Open, Reason::SynAck).sure(&CAUSE), None);
    }
}
