//! The name's DNSSEC signatures do not hold, so a checking name server withholds the answer.

use crate::case::Case;
use crate::cause::name::said::{Server, Word, is_resolved, servers, system_id};
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::text::Text;

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "name.dnssec-bogus",
    title: Text::fixed("the name's DNSSEC signatures do not hold", "域名的 DNSSEC 签名无效"),
    masked_by: &["name.malformed"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let name = case.target.host.name()?;
    let servers = servers(case);
    let bogus: Vec<&Server> = servers.iter().filter(|server| server.word() == Word::Bogus).collect();
    let first = bogus.first()?;
    if is_resolved(case) {
        return None;
    }
    let why: Vec<&str> = first.extended_errors().into_iter().filter(|error| is_about_signatures(error)).collect();
    // Without the server's own word a failure of its checking, such as a wrong clock, looks the same.
    let confidence = if why.is_empty() { Confidence::Likely } else { Confidence::Certain };
    let who = first.shown();
    let (why_en, why_zh) = match why.as_slice() {
        [] => (String::new(), String::new()),
        why => (format!(" It says: {}.", why.join("; ")), format!("它说明：{}。", why.join("；"))),
    };
    let summary = Text::new(
        format!(
            "{who} withholds the address of {name}: it fails with checking of signatures and answers without.{why_en}"
        ),
        format!("{who} 不给出 {name} 的地址：检查签名时失败，不检查时有应答。{why_zh}"),
    );
    let id = first.ids().next()?;
    let evidence = bogus.iter().flat_map(|server| server.ids()).chain(system_id(case));
    let finding = Finding::because(id, confidence, first.location(), summary).and(evidence);
    let finding = finding
        .remedy(
            Remedy::new(
                "Tell the owner of the domain: its signatures or the DS record at its registrar must be mended.",
                "通知域名所有者：需要修复其签名或注册商处的 DS 记录。",
            )
            .command(format!("netwhy resolve --type DS,DNSKEY,RRSIG {name}")),
        )
        .remedy(
            Remedy::new(
                "If many names fail like this, the clock of the name server is wrong; where it is this machine, set it.",
                "如果很多域名都如此失败，说明域名服务器的时钟不准；若就是本机，请校时。",
            )
            .command("timedatectl")
            .on(crate::observation::Os::Linux),
        );
    Some(finding.remedy(Remedy::new(
        "Do not switch checking off for good: an answer without it may be forged.",
        "不要永久关闭签名检查：不经检查的应答可能是伪造的。",
    )))
}

/// RFC 8914 sections 4.6 to 4.13: codes 5 to 12 speak of signatures and keys.
fn is_about_signatures(error: &str) -> bool {
    let code = error.split([' ', ':']).next().and_then(|code| code.parse::<u16>().ok());
    code.is_some_and(|code| (5..=12).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::Scene;
    use crate::observation::Dnssec;

    fn scene(why: &str, dnssec: Option<Dnssec>) -> Scene {
        Scene::of("x.example:80").system(&[]).says_why("192.0.2.53", "SERVFAIL", why, dnssec)
    }

    #[test]
    fn the_servers_own_word_makes_it_certain() {
        let bogus = Some(Dnssec::Bogus);
        assert_eq!(scene("7 (Signature Expired)", bogus).sure(&CAUSE), Some(Confidence::Certain));
        assert_eq!(scene("22 (No Reachable Authority)", bogus).sure(&CAUSE), Some(Confidence::Likely));
        assert_eq!(scene("7 (Signature Expired)", bogus).all(), ["name.dnssec-bogus"]);
    }

    #[test]
    fn a_plain_failure_is_none() {
        assert_eq!(scene("22 (No Reachable Authority)", None).sure(&CAUSE), None);
    }

    #[test]
    fn a_server_that_does_not_check_lets_the_name_through() {
        let scene = Scene::of("x.example:80").system(&["192.0.2.1"]);
        assert_eq!(scene.says_why("192.0.2.53", "SERVFAIL", "6", Some(Dnssec::Bogus)).sure(&CAUSE), None);
    }
}
