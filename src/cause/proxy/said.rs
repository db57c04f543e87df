//! How the causes of this family call a proxy, and how sure they may be of what it does.

use crate::case::{Case, Known};
use crate::finding::{Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, Os, ProxySource};
use crate::target::{Proxy, ProxyScheme, Service};
use crate::text::Text;

/// The proxy with what names it: "the proxy http://p:3128, named by http_proxy,".
pub(crate) fn called(known: &Known) -> (String, String) {
    let (proxy, from) = (&known.proxy, known.from.call());
    match known.from {
        ProxySource::Option => (format!("the proxy {proxy}"), format!("代理 {proxy}")),
        ProxySource::Variable(_) => {
            (format!("the proxy {proxy} (set by {from})"), format!("代理 {proxy}（由 {from} 设置）"))
        }
    }
}

/// The same at the beginning of a sentence.
pub(crate) fn calls(known: &Known) -> (String, String) {
    let (en, zh) = called(known);
    (en.replacen("the", "The", 1), zh)
}

/// Where the proxy stands.
pub(crate) fn at(known: &Known) -> Location {
    let address = known.answer.as_ref().map(|(_, answer)| answer.address);
    let address = address.or_else(|| known.seen.first::<Connection>().map(|(_, c)| c.address));
    let target = known.target();
    let case = Case { target: &target, seen: &known.seen };
    let hop = address.and_then(|address| match case.is_own(address) {
        true => Some(0),
        false => case.distance(address).map(|(_, hop)| hop),
    });
    let name = known.proxy.host.name().map(str::to_owned);
    Location::of(Role::Proxy).address(address).hop(hop).name(name)
}

/// How sure a finding about the proxy is as an answer to the question. Through the proxy it is what it is. Where the
/// direct way was asked about, it bears on programs that heed the variables: those that speak HTTP do, of others few.
pub(crate) fn sure(case: &Case, natural: Confidence) -> Confidence {
    let most = match case.target.service {
        _ if case.via().is_some() => Confidence::Certain,
        Service::Http | Service::Https if case.is_open() => Confidence::Certain,
        Service::Http | Service::Https => Confidence::Likely,
        _ => Confidence::Possible,
    };
    natural.min(most)
}

/// The finding with the choice that names the proxy as further evidence.
pub(crate) fn with_choice(finding: Finding, known: &Known) -> Finding {
    finding.and(known.choice)
}

/// How to do without the proxy: leave the option out, or unset the variable.
pub(crate) fn without(case: &Case, known: &Known) -> Remedy {
    let ProxySource::Variable(name) = &known.from else {
        return Remedy::new("Leave --proxy out, or name another proxy.", "去掉 --proxy，或改用其他代理。");
    };
    let (en, zh) = match case.os() {
        Os::Windows => (
            format!("Unset the variable {name} (and in the system's environment variables, where it is set for good)."),
            format!("取消变量 {name}（若是永久设置，请在系统环境变量中删除）。"),
        ),
        Os::Macos => (
            format!("Unset the variable {name}, and remove it from ~/.zprofile or ~/.zshrc, where it is set for good."),
            format!("取消变量 {name}；若是永久设置，请从 ~/.zprofile 或 ~/.zshrc 中删除。"),
        ),
        Os::Linux => (
            format!(
                "Unset the variable {name}, and remove it from ~/.profile or /etc/environment, where it is set for good."
            ),
            format!("取消变量 {name}；若是永久设置，请从 ~/.profile 或 /etc/environment 中删除。"),
        ),
    };
    let command = match case.os() {
        Os::Windows => format!("Remove-Item Env:{name}"),
        Os::Linux | Os::Macos => format!("unset {name}"),
    };
    Remedy::new(en, zh).command(command).on(case.os())
}

/// How to name another proxy in the place of this one: `--proxy URL`, or the variable.
pub(crate) fn setting(case: &Case, known: &Known, url: &str) -> String {
    match (&known.from, case.os()) {
        (ProxySource::Option, _) => format!("netwhy --proxy {url} {}", asked(case)),
        (ProxySource::Variable(name), Os::Windows) => format!("$Env:{name} = \"{url}\""),
        (ProxySource::Variable(name), _) => format!("export {name}={url}"),
    }
}

/// The target as a command line takes it.
pub(crate) fn asked(case: &Case) -> String {
    match case.target.service {
        Service::Tcp => case.target.to_string(),
        service if Service::from_port(case.target.port) == service => case.target.to_string(),
        service => format!("{}://{}", service.scheme(), case.target),
    }
}

/// The proxy's URL with another scheme, or with a login to fill in.
pub(crate) fn url(proxy: &Proxy, scheme: ProxyScheme, login: &str) -> String {
    let bare = Proxy { scheme, login: None, ..proxy.clone() }.to_string();
    bare.replacen("://", &format!("://{login}"), 1)
}

/// What a proxy calls itself, and the code it gives, as a phrase in parentheses; empty where it does neither.
pub(crate) fn code(answer: &crate::observation::ProxyAnswer) -> String {
    let status = answer.status.map(|status| match &answer.reason {
        Some(reason) if !reason.is_empty() => format!("{status} {reason}"),
        _ => status.to_string(),
    });
    let reply = answer.reply.map(|reply| format!("SOCKS reply {reply}"));
    let parts: Vec<String> = [status.or(reply), answer.error_code.clone()].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}

/// That its answer bears no sign of who gives it, where it does not; empty where it does.
pub(crate) fn doubt(answer: &crate::observation::ProxyAnswer) -> (&'static str, &'static str) {
    match answer.unsure {
        true if answer.way == crate::observation::ProxyWay::Connect => (
            "; it bears no sign of a proxy, so an ordinary web server may stand there",
            "；应答中没有代理的标记，那里也可能是普通网站服务器",
        ),
        true => (
            "; it bears no sign of the proxy, so the target may say so as well",
            "；应答中没有代理的标记，也可能是目标自己这样答复的",
        ),
        false => ("", ""),
    }
}

/// The proxies whose failing matters: the one gone through, or the one that programs here take.
pub(crate) fn used(case: &Case) -> Option<Known> {
    case.proxies().into_iter().find(|known| known.used)
}

/// A fixed sentence of advice to ask who runs the proxy.
pub(crate) fn ask_its_keeper(what_en: &str, what_zh: &str) -> Remedy {
    let text = Text::new(format!("Ask whoever runs the proxy to {what_en}."), format!("请代理的管理者{what_zh}。"));
    Remedy { action: text, command: None, system: None }
}
