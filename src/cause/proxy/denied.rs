//! `proxy.denied`: the proxy's own rules forbid the target.

use crate::case::Case;
use crate::cause::proxy::said::{ask_its_keeper, at, calls, code, doubt, sure, used, with_choice};
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{FactId, ProxyAnswer, ProxyEnd, ProxyWay, Purpose};
use crate::text::Text;

/// 403 and kin, or SOCKS reply 2.
pub(super) const CAUSE: Cause = Cause {
    id: "proxy.denied",
    title: Text::fixed("the proxy forbids the target", "代理禁止访问该目标"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let known = used(case)?;
    let (id, answer) = known.answer.as_ref().filter(|(_, answer)| answer.ended == ProxyEnd::Denied)?;
    let ((en, zh), code, asked_for) = (calls(&known), code(answer), &answer.asked_for);
    let passes: Vec<(FactId, &ProxyAnswer)> =
        known.others(Purpose::OtherPort).filter(|(_, other)| is_let(other)).collect();
    let ports: Vec<&str> = passes.iter().filter_map(|(_, other)| port(&other.asked_for)).collect();
    let (lets, lets_zh) = match ports.as_slice() {
        [] => (String::new(), String::new()),
        ports => (
            format!("; it lets port {} of the same host through", ports.join(", ")),
            format!("；它放行同一主机的端口 {}", ports.join("、")),
        ),
    };
    let verb = match answer.way {
        ProxyWay::Connect => ("a tunnel to ", "建立到 ", " 的隧道"),
        _ => ("", "访问 ", ""),
    };
    let summary = Text::new(
        format!("{en} forbids {}{asked_for}{code}{lets}{}.", verb.0, doubt(answer).0),
        format!("{zh}禁止{}{asked_for}{}{code}{lets_zh}{}。", verb.1, verb.2, doubt(answer).1),
    );
    // A page that the target forbids may be passed on without a sign of whose word it is.
    let natural = if answer.unsure { Confidence::Likely } else { Confidence::Certain };
    let finding = Finding::because(*id, sure(case, natural), at(&known), summary);
    let finding = with_choice(finding, &known).and(passes.iter().map(|(id, _)| *id));
    let target = case.target;
    let finding = finding.remedy(ask_its_keeper(&format!("allow {asked_for}"), &format!("放行 {asked_for}")));
    Some(match ports.first() {
        Some(port) => finding.remedy(Remedy::new(
            format!("If the server is yours, let it listen on port {port}, which the proxy lets through."),
            format!("如果服务器是你的，让它监听代理放行的端口 {port}。"),
        )),
        None => finding.remedy(Remedy::new(
            format!("Use another proxy or a VPN, or reach {target} without the proxy."),
            format!("换用其他代理或 VPN，或不经代理直接访问 {target}。"),
        )),
    })
}

/// True where the proxy went about it, whether or not it got there.
fn is_let(answer: &ProxyAnswer) -> bool {
    matches!(answer.ended, ProxyEnd::Opened | ProxyEnd::TargetFailed)
}

fn port(asked_for: &str) -> Option<&str> {
    asked_for.rsplit_once(':').map(|(_, port)| port)
}

#[cfg(test)]
mod tests {
    use crate::cause::proxy::scene::{PROXY, about, answer, up};
    use crate::cause::scene::Scene;
    use crate::finding::Confidence;
    use crate::observation::{ProxyAnswer, ProxyEnd, Purpose};

    #[test]
    fn who_forbids_it_is_left_open_where_nothing_shows_it() {
        let unsure = ProxyAnswer {
            unsure: true,
            way: crate::observation::ProxyWay::AbsoluteForm,
            ..answer(ProxyEnd::Denied, Some(403))
        };
        let found = crate::cause::findings(&Scene::of("h:80").via(PROXY).see_of(about(), up()).see(unsure).case());
        assert_eq!((found[0].cause.as_str(), found[0].confidence), ("proxy.denied", Confidence::Likely));
        assert!(found[0].summary.get(crate::text::Lang::En).contains("the target may say so as well"), "{found:?}");
    }

    #[test]
    fn a_denial_names_the_port_that_passes() {
        let denied = ProxyAnswer { asked_for: "h:8080".to_owned(), ..answer(ProxyEnd::Denied, Some(403)) };
        let passes = ProxyAnswer { purpose: Purpose::OtherPort, ..answer(ProxyEnd::TargetFailed, Some(503)) };
        let scene = Scene::of("h:8080").via(PROXY).see_of(about(), up()).see(denied).see_of(about(), passes);
        let found = crate::cause::findings(&scene.case());
        assert_eq!((found[0].cause.as_str(), found[0].confidence), ("proxy.denied", Confidence::Certain));
        assert!(found[0].summary.get(crate::text::Lang::En).contains("port 443"), "{found:?}");
    }
}
