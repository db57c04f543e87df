//! `proxy.stale-setting`: a variable leads programs to a proxy that is not there, while the direct way works.

use crate::case::Case;
use crate::cause::proxy::said::{calls, sure, used, with_choice, without};
use crate::cause::proxy::unreachable::{is_down, own_failure};
use crate::finding::{Cause, Confidence, Finding, Location};
use crate::observation::{Connection, FactId, ProxySource};
use crate::text::Text;

/// The proxy that a variable names is dead; directly the target answers.
pub(super) const CAUSE: Cause = Cause {
    id: "proxy.stale-setting",
    title: Text::fixed("a proxy variable leads to a proxy that is not there", "代理变量指向一个不存在的代理"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let known = used(case)?;
    let ProxySource::Variable(name) = &known.from else { return None };
    let direct = case.opens_directly().filter(|_| is_down(&known))?;
    let own = own_failure(&known);
    // Only on this machine can it be seen that nothing listens; elsewhere the proxy may be down for a while.
    let dead = own.as_ref().is_some_and(|own| own.cause == "server.not-listening");
    let natural = match own.as_ref().map(|own| own.confidence) {
        Some(Confidence::Certain) if dead => Confidence::Certain,
        _ => Confidence::Likely,
    };
    let target = case.target;
    let (en, zh) = calls(&known);
    let why = own.as_ref().map(|own| format!(" ({})", own.cause)).unwrap_or_default();
    let summary = Text::new(
        format!("{en} cannot be reached{why}, while {target} is reachable directly: programs that heed {name} fail."),
        format!("无法连接{zh}{why}，而直连 {target} 可达：遵从 {name} 的程序会失败。"),
    );
    let tried = known.seen.first::<Connection>().map(|(id, _)| id);
    let shown: Vec<FactId> = own.map(|own| own.evidence).unwrap_or_default();
    let first = known.choice.or(tried)?;
    let finding = Finding::because(first, sure(case, natural), Location::this_machine(), summary).and(tried);
    Some(with_choice(finding, &known).and(shown).and([direct]).remedy(without(case, &known)))
}

#[cfg(test)]
mod tests {
    use crate::cause::proxy::scene::{PROXY, about, chosen, down, up};
    use crate::cause::scene::{Scene, open, reset};
    use crate::observation::Subject;

    #[test]
    fn it_needs_a_dead_proxy_and_a_direct_way() {
        let told = |scene: Scene| scene.told().iter().any(|(cause, _)| cause == "proxy.stale-setting");
        let asked = || Scene::of("http://192.0.2.9").see(chosen());
        assert!(told(asked().see(open("192.0.2.9", 80)).see_of(about(), down())));
        assert!(!told(asked().see(open("192.0.2.9", 80)).see_of(about(), up())));
        assert!(!told(asked().see(reset("192.0.2.9", 80)).see_of(about(), down())));
        assert!(!told(asked().see(open("192.0.2.9", 80))), "what was not looked at is not dead");
        // The request itself went through it, because the variable names it.
        let via = || asked().via(PROXY).see_of(about(), down());
        assert!(told(via().see_of(Subject::Direct, open("192.0.2.9", 80))));
        assert!(!told(via().see_of(Subject::Direct, reset("192.0.2.9", 80))));
        let option = Scene::of("http://192.0.2.9").via(PROXY).see_of(about(), down());
        assert!(!told(option.see_of(Subject::Direct, open("192.0.2.9", 80))), "no variable chose it");
    }
}
