//! `proxy.unreachable`: the proxy itself cannot be reached, for a cause of its own.

use crate::case::{Case, Known};
use crate::cause::proxy::said::{self, calls, sure, used, with_choice, without};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, ProxyEnd, ProxySource};
use crate::text::{Lang, Text};

/// Its name, its port, or TLS with it fails.
pub(super) const CAUSE: Cause = Cause {
    id: "proxy.unreachable",
    title: Text::fixed("the proxy cannot be reached", "无法连接代理"),
    masked_by: &["proxy.wrong-protocol"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let known = used(case)?;
    let failing = is_down(&known) || known.ended() == Some(ProxyEnd::TlsFailed);
    // Where the direct way works it is the setting that is at fault.
    let is_setting = matches!(known.from, ProxySource::Variable(_)) && case.opens_directly().is_some();
    if !failing || is_down(&known) && is_setting {
        return None;
    }
    let (en, zh) = calls(&known);
    let finding = match own_failure(&known) {
        Some(own) => {
            let at = place(own.at.clone());
            let summary = Text::new(
                format!("{en} cannot be reached ({}): {}", own.cause, own.summary.get(Lang::En)),
                format!("无法连接{zh}（{}）：{}", own.cause, own.summary.get(Lang::Zh)),
            );
            let first = *own.evidence.first()?;
            let finding = Finding::because(first, sure(case, own.confidence), at, summary).and(own.evidence.clone());
            own.remedies.into_iter().fold(right_address(finding, &known), Finding::remedy)
        }
        None => {
            let (id, _) = known.seen.first::<Connection>()?;
            let summary = Text::new(
                format!("{en} cannot be reached, and what was seen does not say why."),
                format!("无法连接{zh}，而所见的事实不足以说明原因。"),
            );
            right_address(Finding::because(id, sure(case, Confidence::Likely), said::at(&known), summary), &known)
        }
    };
    Some(with_choice(finding, &known).remedy(without(case, &known)))
}

/// True where every look at the proxy's own name and port failed.
pub(super) fn is_down(known: &Known) -> bool {
    let looked = known.seen.iter().any(|seen| !seen.fact.is_of_this_machine());
    looked && known.answer.is_none() && known.connected().is_none()
}

/// What the facts about the proxy alone show, as if it had been asked for.
pub(super) fn own_failure(known: &Known) -> Option<Finding> {
    let target = known.target();
    crate::cause::findings(&Case { target: &target, seen: &known.seen }).into_iter().next()
}

/// The proxy is no longer the target but the proxy.
pub(super) fn place(at: Location) -> Location {
    let role = if at.role == Role::Target { Role::Proxy } else { at.role };
    Location { role, ..at }
}

fn right_address(finding: Finding, known: &Known) -> Finding {
    let from = known.from.call();
    finding.remedy(Remedy::new(
        format!("See that {from} names the proxy's right address and port ({}), and that it runs.", known.proxy),
        format!("检查 {from} 中代理的地址和端口是否正确（{}），以及代理是否在运行。", known.proxy),
    ))
}

#[cfg(test)]
mod tests {
    use crate::cause::proxy::scene::{PROXY, about, chosen, down};
    use crate::cause::scene::{Scene, open, reset};
    use crate::finding::Confidence;

    #[test]
    fn a_proxy_that_refuses_is_told_with_its_own_cause() {
        let scene = Scene::of("http://192.0.2.9").via(PROXY).see_of(about(), down());
        let found = crate::cause::findings(&scene.case());
        assert_eq!(found[0].cause, "proxy.unreachable");
        assert_eq!(found[0].at.role, crate::finding::Role::Proxy);
        assert!(found[0].summary.get(crate::text::Lang::En).contains("server.not-listening"), "{found:?}");
    }

    #[test]
    fn beside_a_direct_failure_it_is_not_the_certain_answer() {
        let scene = Scene::of("http://192.0.2.9").see(reset("192.0.2.9", 80)).see(chosen()).see_of(about(), down());
        assert!(!scene.told().contains(&("proxy.unreachable".to_owned(), Confidence::Certain)));
        let open = Scene::of("http://192.0.2.9").see(open("192.0.2.9", 80)).see(chosen()).see_of(about(), down());
        assert_eq!(open.told()[0].0, "proxy.stale-setting");
    }
}
