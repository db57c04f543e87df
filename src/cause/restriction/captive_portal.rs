//! `restriction.captive-portal`: the network answers web requests itself until somebody logs in.

use crate::case::Case;
use crate::cause::restriction::{dns_hijacked, intercepted};
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{FactId, HttpAnswer, HttpEnd, Purpose};
use crate::target::Host;
use crate::text::Text;

/// A page known to answer 204 (no content) answers with something else, an answer says that the network wants a login,
/// or what answers in the host's place leads elsewhere.
pub(super) const CAUSE: Cause = Cause {
    id: "restriction.captive-portal",
    title: Text::fixed("the network wants a login first", "网络要求先登录认证"),
    masked_by: &[],
    recognise,
};

/// RFC 6585 section 6: sent by intercepting proxies that control access to the network.
const NETWORK_AUTHENTICATION_REQUIRED: u16 = 511;

fn recognise(case: &Case) -> Option<Finding> {
    says_so(case).or_else(|| check_page(case)).or_else(|| stand_in(case))
}

/// Plain answers of one purpose, with their status; what comes over TLS comes from whoever holds the certificate.
fn answers<'a>(case: &Case<'a>, purpose: Purpose) -> impl Iterator<Item = (FactId, &'a HttpAnswer, u16)> + use<'a> {
    let all = case.seen.each::<HttpAnswer>().filter(move |(_, a)| a.purpose == purpose && !a.tls && a.via.is_none());
    all.filter(|(_, a)| a.ended == HttpEnd::Answered).filter_map(|(id, a)| Some((id, a, a.status?)))
}

/// The status that is meant for this.
fn says_so(case: &Case) -> Option<Finding> {
    let mut all = answers(case, Purpose::Control).chain(answers(case, Purpose::Asked));
    // Nothing lies between this machine and itself.
    let (id, answer, status) =
        all.find(|(_, a, status)| *status == NETWORK_AUTHENTICATION_REQUIRED && !case.is_own(a.address))?;
    // A known page has no reason of its own to say so; the target may.
    let known = answer.purpose == Purpose::Control && answer.path.contains("204");
    let confidence = if known { Confidence::Certain } else { Confidence::Likely };
    let summary = Text::new(
        format!(
            "The answer to the request for {} is {status}: this network wants a login before it lets anything through.",
            answer.host
        ),
        format!("对 {} 的请求得到 {status}：当前网络要求先登录才放行。", answer.host),
    );
    Some(log_in(Finding::because(id, confidence, Location::of(Role::Path), summary), answer))
}

/// A page known to answer 204 does not.
fn check_page(case: &Case) -> Option<Finding> {
    let (id, check, status) = answers(case, Purpose::Control).find(|(_, _, status)| *status != 204)?;
    let known = check.path.contains("204");
    let elsewhere = leads_elsewhere(check);
    // Another page may well be there, or have moved, or be missing.
    if !known || status >= 400 || case.is_own(check.address) {
        return None;
    }
    // Two hosts that have nothing to do with each other lead to the same page.
    let same = answers(case, Purpose::Asked).find(|(_, asked, _)| {
        elsewhere && leads_elsewhere(asked) && asked.location == check.location && asked.host != check.host
    });
    // Both may still be of one owner, who leads everything to one page.
    let same = same.map(|(id, _, _)| id);
    let (to, to_zh) = match &check.location {
        Some(location) => (format!(" and leads to {location}"), format!("，并转向 {location}")),
        None => (String::new(), String::new()),
    };
    let (too, too_zh) = match same {
        Some(_) => (", as it does for the target", "，对目标亦然"),
        None => ("", ""),
    };
    let summary = Text::new(
        format!(
            "The check page {}{} answers {status}{to} where 204 is due: this network answers in its place until you log in{too}.",
            check.host, check.path,
        ),
        format!(
            "检测页 {}{} 应返回 204，却返回 {status}{to_zh}：登录之前由当前网络代为应答{too_zh}。",
            check.host, check.path,
        ),
    );
    Some(log_in(Finding::because(id, Confidence::Likely, Location::of(Role::Path), summary).and(same), check))
}

/// Something answers in the place of the host, or of its name, and leads to another host.
fn stand_in(case: &Case) -> Option<Finding> {
    let (id, answer, status) = answers(case, Purpose::Asked).find(|(_, answer, _)| leads_elsewhere(answer))?;
    let by = (intercepted::CAUSE.recognise)(case).or_else(|| (dns_hijacked::CAUSE.recognise)(case))?;
    let location = answer.location.clone().unwrap_or_default();
    let summary = Text::new(
        format!(
            "Something answers in the place of {} with {status} and leads to {location}: most likely this network wants a login first.",
            answer.host
        ),
        format!("有设备冒充 {} 返回 {status} 并转向 {location}：很可能是当前网络要求先登录。", answer.host),
    );
    let confidence = by.confidence.min(Confidence::Likely);
    Some(log_in(Finding::because(id, confidence, Location::of(Role::Path), summary).and(by.evidence), answer))
}

/// True for a redirect to another host than the one asked for.
fn leads_elsewhere(answer: &HttpAnswer) -> bool {
    let redirect = answer.status.is_some_and(|status| (300..400).contains(&status));
    let bare = |authority: &str| -> Option<Host> {
        let host = authority.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
        Host::parse(host.map_or(authority, |(host, _)| host).trim_matches(['[', ']']))
    };
    let to = answer.location.as_deref().and_then(|location| location.split_once("://")).map(|(_, rest)| rest);
    let to = to.and_then(|rest| rest.split(['/', '?', '#']).next()).and_then(bare);
    redirect && to.is_some() && to != bare(&answer.host)
}

fn log_in(finding: Finding, answer: &HttpAnswer) -> Finding {
    let page = answer.location.clone().unwrap_or_else(|| format!("http://{}/", answer.host));
    finding.remedy(Remedy::new(
        format!("Open {page} in a browser and log in to the network, then try again."),
        format!("在浏览器中打开 {page} 登录网络，然后重试。"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_host_is_elsewhere() {
        let leads = |host: &str, location: &str| {
            let answer = serde_json::json!({
                "address": "192.0.2.9", "port": 80, "purpose": "control", "host": host, "path": "/generate_204",
                "ended": "answered", "status": 302, "location": location, "via": null, "reason": null, "server": null,
            });
            leads_elsewhere(&serde_json::from_value(answer).expect("an answer"))
        };
        assert!(leads("example.org", "http://login.example.net/?to=example.org"));
        assert!(leads("example.org", "https://10.0.0.1:8443/login"));
        assert!(!leads("example.org", "https://example.org/"));
        assert!(!leads("example.org:8080", "http://EXAMPLE.org:80/x"));
        assert!(!leads("[2001:db8::1]:80", "https://[2001:db8::1]/"));
        assert!(!leads("example.org", "/login"));
    }
}
