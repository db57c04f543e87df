//! `protocol.silent`: the connection opens and nothing is ever said.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{HttpAnswer, HttpEnd, Purpose};
use crate::text::Text;

/// Open, the request delivered, no answer in time.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.silent",
    title: Text::fixed("the service never answers", "服务始终不应答"),
    masked_by: &["restriction.name-filtered", "network.mtu-blackhole", "server.overloaded"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let mut answers = case.seen.each::<HttpAnswer>().filter(|(_, a)| a.purpose != Purpose::Control);
    let (id, answer) = answers.find(|(_, a)| a.ended == HttpEnd::Silent)?;
    let target = case.target.to_string();
    let summary = Text::new(
        format!(
            "{target} opens, but gives no answer to an HTTP request in time: it hangs, or speaks another protocol."
        ),
        format!("{target} 可以连接，但没有及时应答 HTTP 请求：它卡住了，或使用其他协议。"),
    );
    let at = Location::machine(case, answer.address, answer.address);
    Some(Finding::because(id, Confidence::Likely, at, summary).remedy(Remedy::new(
        "See on the server whether the service hangs (its log, its load), and that this is the port it speaks HTTP on.",
        "在服务器上检查服务是否卡住（日志、负载），并确认它在该端口使用 HTTP。",
    )))
}
