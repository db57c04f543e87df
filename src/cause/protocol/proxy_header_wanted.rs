//! `protocol.proxy-header-wanted`: the service answers only behind a header of the PROXY protocol.

use crate::case::{Case, HeardEnd, own};
use crate::cause::minecraft::java::no_proxy_protocol;
use crate::cause::protocol::words;
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{FactId, Purpose, Question, Speech, SpeechEnd, Spoken};
use crate::target::Service;
use crate::text::Text;

/// Asked plainly it closes or stays silent; asked behind a header that names no client it answers.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.proxy-header-wanted",
    title: Text::fixed("the service wants the PROXY protocol first", "服务要求先收到 PROXY 协议头"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let heard = words::unanswered(case, &[HeardEnd::Closed, HeardEnd::Reset, HeardEnd::Silent])?;
    let own = own(case.target.service)?;
    let all = || {
        let speech = case.seen.each::<Speech>();
        speech.filter(|(_, speech)| speech.purpose == Purpose::Again && speech.address == heard.address)
    };
    let (announced, _) = all().find(|(_, speech)| is_taken(speech, own))?;
    // The same plain question once more, after the answer.
    let plain = |id: FactId, speech: &Speech| {
        id > announced && speech.question == Question::Ask(own) && speech.ended != SpeechEnd::Answered
    };
    let again = all().find(|(id, speech)| plain(*id, speech)).map(|(id, _)| id);
    let confidence = if again.is_some() { words::surely(case, heard.address) } else { Confidence::Possible };
    let target = case.target.to_string();
    let summary = Text::new(
        format!(
            "{target} does not answer a client that comes directly; behind a header of the PROXY protocol it answers {}: it expects a load balancer before it.",
            own.name()
        ),
        format!("{target} 不应答直接连接的客户端；加上 PROXY 协议头后即以 {} 应答：它前面应有负载均衡器。", own.name()),
    );
    let at = words::place(case, &heard);
    Some(
        Finding::because(heard.id, confidence, at, summary)
            .and([announced])
            .and(again)
            .remedies((case.target.service == Service::Minecraft).then(no_proxy_protocol))
            .remedy(Remedy::new(
                "Connect to the load balancer that stands before it, not to the service itself.",
                "请连接其前面的负载均衡器，而不是服务本身。",
            ))
            .remedies((case.target.service != Service::Minecraft).then(|| Remedy::new(
                "Or switch the PROXY protocol off for this port on the server (nginx: `proxy_protocol` in `listen`; HAProxy: `accept-proxy`).",
                "或在服务器上为该端口关闭 PROXY 协议（nginx：`listen` 中的 `proxy_protocol`；HAProxy：`accept-proxy`）。",
            ))),
    )
}

/// True where the header was read as one: a server that does not know it takes it for the beginning of a request, and
/// says that this is none.
fn is_taken(speech: &Speech, own: Spoken) -> bool {
    let status = || speech.excerpt.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok());
    speech.question == Question::Announced(own)
        && speech.spoken == Some(own)
        && match own {
            Spoken::Http => status().is_some_and(|status| !matches!(status, 400 | 405 | 501 | 505)),
            // A handshake, and no alert.
            Spoken::Tls => speech.excerpt.starts_with("\\u{16}"),
            _ => true,
        }
}
