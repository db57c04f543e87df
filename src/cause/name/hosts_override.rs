//! The hosts file sends the name to an address that DNS does not give, and that address is the one that fails.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::name::said::{Word, list, servers};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Connection, FactId, HostsFile, Os, State};
use crate::text::Text;

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.hosts-override",
    title: Text::fixed("the hosts file sends the name elsewhere", "hosts 文件把域名指向了别处"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let name = case.target.host.name()?;
    let (id, file) = case.seen.first::<HostsFile>()?;
    let own = file.addresses.saw().filter(|all| !all.is_empty())?;
    let (failed_id, _) = case.asked().find(|(_, c)| own.contains(&c.address) && c.state != State::Open)?;
    let servers = servers(case);
    let mut dns: Vec<IpAddr> = servers.iter().flat_map(|server| server.addresses()).collect();
    dns.sort_unstable();
    dns.dedup();
    let agrees = own.iter().any(|address| dns.contains(address));
    let works = case.asked().any(|(_, c)| own.contains(&c.address) && c.state == State::Open);
    if agrees || works || !servers.iter().any(|server| !matches!(server.word(), Word::Mute | Word::Failed)) {
        return None;
    }
    let open: Option<FactId> = opens_elsewhere(case, &dns);
    let confidence = match (open, dns.is_empty()) {
        (Some(_), _) => Confidence::Certain,
        // A name only the hosts file knows is usually meant to be there; its machine may just be off.
        (None, true) => Confidence::Possible,
        (None, false) => Confidence::Likely,
    };
    let (path, here) = (&file.path, list(own));
    let (en, zh) = match dns.as_slice() {
        [] => ("DNS has no address for it".to_owned(), "而 DNS 没有它的地址".to_owned()),
        dns => (format!("DNS says {}", list(dns)), format!("而 DNS 给出 {}", list(dns))),
    };
    let summary = Text::new(
        format!("{path} on this machine sends {name} to {here}, which fails; {en}."),
        format!("本机的 {path} 把 {name} 指向 {here}，连接失败；{zh}。"),
    );
    let evidence = servers.iter().flat_map(|server| server.ids()).chain([failed_id]).chain(open);
    let finding = Finding::because(id, confidence, Location::this_machine(), summary).and(evidence);
    let remedy = Remedy::new(
        format!("Take the line with {name} out of {path}, or correct its address (as administrator)."),
        format!("以管理员身份删除 {path} 中含 {name} 的那一行，或改正其地址。"),
    );
    let flush = Remedy::new("Then forget the old answer.", "然后清除旧的缓存。");
    Some(match case.os() {
        Os::Windows => finding
            .remedy(remedy.command(format!("notepad {path}")).on(Os::Windows))
            .remedy(flush.command("ipconfig /flushdns").on(Os::Windows)),
        Os::Macos => finding
            .remedy(remedy.command(format!("sudo nano {path}")).on(Os::Macos))
            .remedy(flush.command("sudo dscacheutil -flushcache").on(Os::Macos)),
        Os::Linux => finding.remedy(remedy.command(format!("grep -n '{name}' {path}")).on(Os::Linux)),
    })
}

/// A connection to the same port that opens at one of the addresses that DNS gives.
fn opens_elsewhere(case: &Case, dns: &[IpAddr]) -> Option<FactId> {
    let mut all = case.seen.each::<Connection>();
    all.find(|(_, c)| c.port == case.target.port && c.state == State::Open && dns.contains(&c.address))
        .map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::Scene;
    use crate::observation::Reason;

    fn scene(dns: &[&str]) -> Scene {
        Scene::of("x.example:80").hosts(&["192.0.2.9"]).system(&["192.0.2.9"]).gives("192.0.2.53", dns)
    }

    #[test]
    fn it_is_as_sure_as_the_other_address_works() {
        let failed = |scene: Scene| scene.connection("192.0.2.9", State::Closed, Reason::Reset);
        assert_eq!(failed(scene(&["198.51.100.1"])).sure(&CAUSE), Some(Confidence::Likely));
        let opened = failed(scene(&["198.51.100.1"])).connection("198.51.100.1", State::Open, Reason::SynAck);
        assert_eq!(opened.sure(&CAUSE), Some(Confidence::Certain));
        assert_eq!(failed(scene(&[])).sure(&CAUSE), Some(Confidence::Possible));
    }

    #[test]
    fn an_entry_that_agrees_with_dns_or_works_is_no_cause() {
        let failed = |scene: Scene| scene.connection("192.0.2.9", State::Closed, Reason::Reset);
        assert_eq!(failed(scene(&["192.0.2.9"])).sure(&CAUSE), None);
        assert_eq!(scene(&["198.51.100.1"]).connection("192.0.2.9", State::Open, Reason::SynAck).sure(&CAUSE), None);
        let unheard = Scene::of("x.example:80").hosts(&["192.0.2.9"]).system(&["192.0.2.9"]);
        assert_eq!(failed(unheard).sure(&CAUSE), None);
    }
}
