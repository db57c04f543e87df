//! What to say of proxies where none of their causes is found.

use crate::case::{Case, Known};
use crate::check::{Check, Question, Status};
use crate::observation::{ProxyChoice, ProxyVariables};
use crate::text::Text;

pub(super) fn rule_out(case: &Case) -> Check {
    let known = case.proxies();
    if case.via().is_some() {
        return through(known.first());
    }
    let choice = case.seen.first::<ProxyChoice>();
    if let Some((id, bypass)) = choice.and_then(|(id, choice)| Some((id, choice.bypass.as_ref()?))) {
        let (entry, from) = (&bypass.entry, bypass.from.call());
        let text = Text::new(
            format!("no proxy is taken for this target: `{entry}` in {from} matches it"),
            format!("该目标不走代理：{from} 中的 `{entry}` 与之匹配"),
        );
        return check(Status::Pass, text).and([id]);
    }
    match known.iter().find(|known| known.opens()) {
        Some(open) => opens(open),
        None => match known.iter().find(|known| known.used).or(known.first()) {
            Some(other) => unsettled(other),
            None => unset(case),
        },
    }
}

fn check(status: Status, text: Text) -> Check {
    Check::new(Question::Proxy, status, text)
}

/// The connection asked for goes through it.
fn through(known: Option<&Known>) -> Check {
    match known {
        Some(known) if known.opens() => {
            let text = Text::new(
                format!("{} opens the way to the target", known.proxy),
                format!("{} 打开了到目标的通路", known.proxy),
            );
            check(Status::Pass, text).and(known.answer.iter().map(|(id, _)| *id))
        }
        _ => check(Status::Unknown, Text::fixed("the proxy was not asked", "没有询问代理")),
    }
}

fn opens(known: &Known) -> Check {
    let (proxy, from) = (&known.proxy, known.from.call());
    let text = match known.used {
        true => Text::new(
            format!("programs that heed {from} go through {proxy}, which reaches the target, too"),
            format!("遵从 {from} 的程序经 {proxy} 连接，它也能到达目标"),
        ),
        false => {
            Text::new(format!("{proxy} ({from}) reaches the target, too"), format!("{proxy}（{from}）也能到达目标"))
        }
    };
    check(Status::Pass, text).and(known.answer.iter().map(|(id, _)| *id)).and(known.choice)
}

fn unsettled(known: &Known) -> Check {
    let (proxy, from) = (&known.proxy, known.from.call());
    let text = Text::new(
        format!("{from} names {proxy}, which was not seen to reach the target"),
        format!("{from} 指定了 {proxy}，未见它能到达目标"),
    );
    check(Status::Unknown, text).and(known.choice).and(known.answer.iter().map(|(id, _)| *id))
}

/// No proxy was looked at.
fn unset(case: &Case) -> Check {
    // Who asks one thing only notes the choice, and not what else is set.
    if let (Some((id, choice)), None) = (case.seen.first::<ProxyChoice>(), case.seen.first::<ProxyVariables>()) {
        let status = if choice.ignored.is_empty() { Status::Pass } else { Status::Unknown };
        return check(status, choice.describe()).and([id]);
    }
    match case.seen.first::<ProxyVariables>() {
        None => check(Status::Unknown, Text::fixed("proxy settings were not looked at", "未查看代理设置")),
        Some((id, proxies)) if proxies.variables.iter().all(|one| one.name.eq_ignore_ascii_case("no_proxy")) => check(
            Status::Pass,
            Text::fixed(
                "no proxy variable is set; the connection was tried directly",
                "没有设置代理变量；连接是直接尝试的",
            ),
        )
        .and([id]),
        Some((id, proxies)) => {
            let names: Vec<&str> = proxies.variables.iter().map(|one| one.name.as_str()).collect();
            let names = names.join(", ");
            check(
                Status::Unknown,
                Text::new(
                    format!("{names} is set and may lead other programs another way; netwhy tried directly"),
                    format!("设置了 {names}，其他程序可能走别的路；netwhy 是直接尝试的"),
                ),
            )
            .and([id])
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cause::scene::Scene;
    use crate::observation::ProxyChoice;
    use crate::text::Lang;

    #[test]
    fn a_choice_alone_says_which_settings_were_left_aside() {
        let told = |ignored: &[&str]| {
            let ignored = ignored.iter().map(|one| one.to_string()).collect();
            let choice = ProxyChoice { candidates: Vec::new(), bypass: None, ignored };
            super::rule_out(&Scene::of("http://192.0.2.9").see(choice).case()).summary.get(Lang::En).to_owned()
        };
        assert!(told(&["all_proxy: curl fails with it"]).contains("all_proxy: curl fails with it"));
        assert_eq!(told(&[]), "no setting names a proxy for the target");
    }
}
