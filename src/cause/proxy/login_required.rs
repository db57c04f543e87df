//! `proxy.login-required`: the proxy wants to know who asks.

use crate::case::Case;
use crate::cause::proxy::said::{ask_its_keeper, at, calls, code, setting, sure, url, used, with_choice};
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::ProxyEnd;
use crate::text::Text;

/// 407, SOCKS method 0xFF, or a login that it refuses.
pub(super) const CAUSE: Cause = Cause {
    id: "proxy.login-required",
    title: Text::fixed("the proxy wants a login", "代理要求登录"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let known = used(case)?;
    let (id, answer) = known.answer.as_ref().filter(|(_, answer)| answer.ended == ProxyEnd::LoginRequired)?;
    let ((en, zh), code) = (calls(&known), code(answer));
    let (ways, ways_zh) = match answer.login_ways.as_slice() {
        [] => (String::new(), String::new()),
        ways => (format!(", by {}", ways.join(" or ")), format!("，方式为 {}", ways.join(" 或 "))),
    };
    let summary = match answer.login_given {
        true => Text::new(
            format!("{en} does not take the login that was given{code}{ways}."),
            format!("{zh}不接受给出的登录{code}{ways_zh}。"),
        ),
        false => Text::new(
            format!("{en} wants a login{ways}, and none was given{code}."),
            format!("{zh}要求登录{ways_zh}，而没有给出{code}。"),
        ),
    };
    let finding = Finding::because(*id, sure(case, Confidence::Certain), at(&known), summary);
    let can_give = known.proxy.scheme.is_socks()
        || answer.login_ways.is_empty()
        || answer.login_ways.iter().any(|way| way.eq_ignore_ascii_case("basic"));
    let give = url(&known.proxy, known.proxy.scheme, "USER:PASSWORD@");
    let finding = match (can_give, answer.login_given) {
        (true, false) => finding.remedy(
            Remedy::new(
                "Give the proxy's user and password; write characters such as @ : / % as %40 %3A %2F %25.",
                "给出代理的用户名和密码；其中的 @ : / % 等字符写作 %40 %3A %2F %25。",
            )
            .command(setting(case, &known, &give)),
        ),
        (true, true) => finding.remedy(
            Remedy::new(
                "See that user and password are right; write characters such as @ : / % as %40 %3A %2F %25.",
                "检查用户名和密码是否正确；其中的 @ : / % 等字符写作 %40 %3A %2F %25。",
            )
            .command(setting(case, &known, &give)),
        ),
        (false, _) => finding.remedy(Remedy::new(
            format!(
                "It takes no plain password: use a program that logs in by {}, or a local helper such as cntlm or px.",
                answer.login_ways.join(" or ")
            ),
            format!(
                "它不接受明文密码：请使用支持 {} 的程序，或 cntlm、px 等本地辅助代理。",
                answer.login_ways.join(" 或 ")
            ),
        )),
    };
    Some(with_choice(finding, &known).remedy(ask_its_keeper("give you a login", "为你开通账号")))
}

#[cfg(test)]
mod tests {
    use crate::cause::proxy::scene::{PROXY, about, answer, up};
    use crate::cause::scene::Scene;
    use crate::finding::Confidence;
    use crate::observation::{ProxyAnswer, ProxyEnd};

    #[test]
    fn a_login_wanted_is_certain_and_says_by_which_way() {
        let wanted = ProxyAnswer { login_ways: vec!["NTLM".to_owned()], ..answer(ProxyEnd::LoginRequired, Some(407)) };
        let scene = Scene::of("example.org:443").via(PROXY).see_of(about(), up()).see(wanted);
        let found = crate::cause::findings(&scene.case());
        assert_eq!((found[0].cause.as_str(), found[0].confidence), ("proxy.login-required", Confidence::Certain));
        assert!(found[0].remedies[0].action.get(crate::text::Lang::En).contains("NTLM"), "{found:?}");
    }
}
