//! The configured name servers disagree, and it matters.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::name::said::{Server, Word, is_resolved, list, servers, system_id};
use crate::cause::public::is_private_address;
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{Connection, FactId, State};
use crate::text::Text;

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.split",
    title: Text::fixed("the name servers disagree", "域名服务器给出的答案不一致"),
    masked_by: &["name.malformed", "name.sinkholed"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let servers = servers(case);
    let with: Vec<&Server> = servers.iter().filter(|server| server.word() == Word::Addresses).collect();
    let without = servers.iter().find(|server| matches!(server.word(), Word::Empty | Word::NotFound));
    match (with.as_slice(), without) {
        ([knows, ..], Some(denies)) if !case.is_open() => Some(denied(case, knows, denies)),
        ([one, others @ ..], None) => others.iter().find_map(|other| apart(case, one, other)),
        _ => None,
    }
}

/// One server knows the name and another says that it is not there.
fn denied(case: &Case, knows: &Server, denies: &Server) -> Finding {
    let name = case.target.host.to_string();
    // Where programs get no address, they believed the one that denies; else an address failed, for whatever reason.
    let confidence = if is_resolved(case) { Confidence::Possible } else { Confidence::Certain };
    let word = if denies.word() == Word::Empty { "no address" } else { "NXDOMAIN" };
    let (yes, no, addresses) = (knows.shown(), denies.shown(), list(&knows.addresses()));
    let summary = Text::new(
        format!("The name servers disagree on {name}: {yes} gives {addresses}, {no} says {word}."),
        format!("域名服务器对 {name} 的回答不一致：{yes} 给出 {addresses}，{no} 回答 {word}。"),
    );
    finding(case, denies, knows, confidence, summary)
}

/// Both know the name, at addresses of which one server's work or belong to another network than the other's.
fn apart(case: &Case, one: &Server, other: &Server) -> Option<Finding> {
    let (here, there) = (one.addresses(), other.addresses());
    if here.iter().any(|address| there.contains(address)) {
        return None;
    }
    let (open_here, open_there) = (opens(case, &here), opens(case, &there));
    let (fails_here, fails_there) = (fails(case, &here), fails(case, &there));
    let private = |all: &[IpAddr]| all.iter().all(|address| is_private_address(*address));
    let public = |all: &[IpAddr]| all.iter().all(|address| !is_private_address(*address));
    // Members of one public pool differ just so, and any of them may be down: the server that names it is not at fault.
    let apart = if public(&here) && public(&there) { Confidence::Possible } else { Confidence::Likely };
    let (works, broken, shown, confidence) = if open_there.is_some() && open_here.is_none() && fails_here.is_some() {
        (other, one, true, apart)
    } else if open_here.is_some() && open_there.is_none() && fails_there.is_some() {
        (one, other, true, apart)
    } else if private(&here) != private(&there) && !case.is_open() && case.failed().is_some() {
        (other, one, false, Confidence::Possible)
    } else {
        // Different addresses of one service are the rule (many machines, answers by place): nothing follows.
        return None;
    };
    let name = case.target.host.to_string();
    let (here, there) = (list(&works.addresses()), list(&broken.addresses()));
    let summary = match shown {
        true => Text::new(
            format!(
                "The name servers disagree on {name}: {here} ({}) works, {there} ({}) does not.",
                works.shown(),
                broken.shown()
            ),
            format!(
                "域名服务器对 {name} 的回答不一致：{here}（{}）可用，{there}（{}）不可用。",
                works.shown(),
                broken.shown()
            ),
        ),
        false => Text::new(
            format!(
                "The name servers send {name} to different networks: {} says {there}, {} says {here}; the wrong one may be in use.",
                broken.shown(),
                works.shown()
            ),
            format!(
                "域名服务器把 {name} 指向不同网络：{} 给出 {there}，{} 给出 {here}；可能用了错误的那个。",
                broken.shown(),
                works.shown()
            ),
        ),
    };
    let evidence = [open_here, open_there, fails_here, fails_there].into_iter().flatten();
    Some(finding(case, broken, works, confidence, summary).and(evidence))
}

fn finding(case: &Case, blamed: &Server, other: &Server, confidence: Confidence, summary: Text) -> Finding {
    let id = blamed.answers.first().or(other.answers.first()).map_or(FactId(0), |(id, _)| *id);
    let finding = Finding::because(id, confidence, blamed.location(), summary);
    finding
        .and(blamed.ids().chain(other.ids()))
        .and(system_id(case))
        .remedy(Remedy::new(
            "Set only name servers that agree: beside a company's or VPN's own server no public one.",
            "只设置答案一致的域名服务器：有公司或 VPN 的服务器时，不要再加公共服务器。",
        ))
        .remedy(
            Remedy::new("Compare what each says.", "比较各服务器的回答。")
                .command(format!("netwhy resolve {}", case.target.host)),
        )
}

fn opens(case: &Case, addresses: &[IpAddr]) -> Option<FactId> {
    attempt(case, addresses, true)
}

fn fails(case: &Case, addresses: &[IpAddr]) -> Option<FactId> {
    attempt(case, addresses, false)
}

fn attempt(case: &Case, addresses: &[IpAddr], open: bool) -> Option<FactId> {
    let port = case.target.port;
    let mut all = case.seen.each::<Connection>();
    let wanted = |c: &Connection| c.port == port && addresses.contains(&c.address) && (c.state == State::Open) == open;
    all.find(|(_, c)| wanted(c)).map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::Scene;
    use crate::observation::Reason;

    fn scene(one: &[&str], two: &[&str]) -> Scene {
        Scene::of("x.example:80").gives("192.0.2.53", one).gives("192.0.2.54", two)
    }

    #[test]
    fn a_denial_matters_where_programs_believe_it() {
        let found = scene(&[], &["198.51.100.1"]).system(&[]).find(&CAUSE).unwrap();
        assert_eq!((found.confidence, found.at.address), (Confidence::Certain, "192.0.2.53".parse().ok()));
        let works = scene(&[], &["198.51.100.1"]).system(&["198.51.100.1"]);
        assert_eq!(works.connection("198.51.100.1", State::Open, Reason::SynAck).sure(&CAUSE), None);
    }

    #[test]
    fn different_addresses_are_no_split_until_one_of_them_fails() {
        let scene = || scene(&["198.51.100.1"], &["203.0.113.1"]).system(&["198.51.100.1"]);
        let failed = |scene: Scene| scene.connection("198.51.100.1", State::Closed, Reason::Reset);
        assert_eq!(scene().sure(&CAUSE), None);
        assert_eq!(failed(scene()).sure(&CAUSE), None);
        let opened = failed(scene()).connection("203.0.113.1", State::Open, Reason::SynAck);
        assert_eq!(opened.sure(&CAUSE), Some(Confidence::Possible), "perhaps one pool, of which a member is down");
    }

    #[test]
    fn an_own_network_that_fails_beside_one_that_works_is_likely_and_no_more() {
        let scene = scene(&["10.1.2.3"], &["203.0.113.1"]).system(&["10.1.2.3"]);
        let failed = scene.connection("10.1.2.3", State::Closed, Reason::Reset);
        let opened = failed.connection("203.0.113.1", State::Open, Reason::SynAck);
        assert_eq!(opened.sure(&CAUSE), Some(Confidence::Likely));
    }

    #[test]
    fn a_private_and_a_public_answer_may_be_mixed_up() {
        let scene = scene(&["10.1.2.3"], &["203.0.113.1"]).system(&["10.1.2.3"]);
        let failed = scene.connection("10.1.2.3", State::Filtered, Reason::NoResponse);
        assert_eq!(failed.sure(&CAUSE), Some(Confidence::Possible));
    }

    #[test]
    fn servers_that_share_an_address_agree() {
        let scene = scene(&["198.51.100.1", "198.51.100.2"], &["198.51.100.2"]).system(&["198.51.100.1"]);
        let failed = scene.connection("198.51.100.1", State::Closed, Reason::Reset);
        assert_eq!(failed.sure(&CAUSE), None);
    }
}
