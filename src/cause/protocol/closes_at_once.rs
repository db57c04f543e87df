//! `protocol.closes-at-once`: the connection opens and ends before the service says a byte.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{HttpAnswer, HttpEnd, Purpose};
use crate::text::Text;

/// Open, then FIN or reset in answer to the first request.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.closes-at-once",
    title: Text::fixed("the service closes without an answer", "服务未作应答就关闭连接"),
    masked_by: &["restriction.name-filtered"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let mut answers = case.seen.each::<HttpAnswer>().filter(|(_, a)| a.purpose != Purpose::Control);
    let (id, answer) = answers.find(|(_, a)| matches!(a.ended, HttpEnd::Reset | HttpEnd::Closed))?;
    let target = case.target.to_string();
    let (how, how_zh) = if answer.ended == HttpEnd::Reset { ("resets", "重置") } else { ("closes", "关闭") };
    let summary = Text::new(
        format!("{target} opens, and {how} the connection before answering an HTTP request."),
        format!("{target} 可以连接，但在应答 HTTP 请求之前就{how_zh}了连接。"),
    );
    Some(
        // A machine on the way can end it in the service's name.
        Finding::because(id, Confidence::Likely, Location::machine(case, answer.address, answer.address), summary)
            .remedy(Remedy::new(
                "See on the server whether the service behind the port runs (a container's published port is open even with nothing behind it).",
                "在服务器上检查端口背后的服务是否在运行（容器发布的端口即使背后没有服务也是开放的）。",
            ))
            .remedy(Remedy::new(
                "See whether it speaks another protocol (TLS, PROXY protocol) or refuses this client's address.",
                "检查它是否使用其他协议（TLS、PROXY 协议），或拒绝该客户端地址。",
            )),
    )
}
