//! `restriction.captive-portal`: the network answers web requests itself until somebody logs in.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{HttpAnswer, HttpEnd, Purpose};
use crate::text::Text;

/// A page known to answer 204 (no content) answers with something else.
pub(super) const CAUSE: Cause = Cause {
    id: "restriction.captive-portal",
    title: Text::fixed("the network wants a login first", "网络要求先登录认证"),
    masked_by: &[],
    recognise,
};

/// RFC 6585 section 6: sent by intercepting proxies that control access to the network.
const NETWORK_AUTHENTICATION_REQUIRED: u16 = 511;

fn recognise(case: &Case) -> Option<Finding> {
    let checks = case.seen.each::<HttpAnswer>();
    let (id, check) =
        checks.into_iter().find(|(_, a)| a.purpose == Purpose::Control && a.ended == HttpEnd::Answered)?;
    let status = check.status.filter(|status| *status != 204)?;
    let confidence = if status == NETWORK_AUTHENTICATION_REQUIRED { Confidence::Certain } else { Confidence::Likely };
    let (to, to_zh) = match &check.location {
        Some(location) => (format!(" and leads to {location}"), format!("，并转向 {location}")),
        None => (String::new(), String::new()),
    };
    let summary = Text::new(
        format!(
            "The check page {}{} answers {status}{to} where 204 is due: this network answers in its place until you log in.",
            check.host, check.path
        ),
        format!("检测页 {}{} 应返回 204，却返回 {status}{to_zh}：登录之前由当前网络代为应答。", check.host, check.path),
    );
    let finding = Finding::because(id, confidence, Location::of(Role::Path), summary);
    let page = check.location.clone().unwrap_or_else(|| format!("http://{}/", check.host));
    Some(finding.remedy(Remedy::new(
        format!("Open {page} in a browser and log in to the network, then try again."),
        format!("在浏览器中打开 {page} 登录网络，然后重试。"),
    )))
}
