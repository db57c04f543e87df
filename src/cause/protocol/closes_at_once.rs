//! `protocol.closes-at-once`: the connection opens and ends before the service says a byte.

use crate::case::{Case, HeardEnd};
use crate::cause::minecraft::{Trouble, advise};
use crate::cause::protocol::words;
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{Purpose, Question, Speech, SpeechEnd};
use crate::text::{Lang, Text};

/// Open, then FIN or reset in answer to the first request, or to none.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.closes-at-once",
    title: Text::fixed("the service closes without an answer", "服务未作应答就关闭连接"),
    masked_by: &[
        "restriction.name-filtered",
        "port.mcpi-on-game-port",
        "protocol.mismatch",
        "protocol.minecraft-status-hidden",
        "protocol.proxy-header-wanted",
        "protocol.http-malformed",
        "protocol.tls-version",
        "protocol.tls-client-certificate",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let heard = words::unanswered(case, &[HeardEnd::Reset, HeardEnd::Closed])?;
    if let Some(unfinished) = words::unfinished(case, &heard) {
        return Some(unfinished);
    }
    let target = case.target.to_string();
    let reset = heard.ended == HeardEnd::Reset;
    let (how, how_zh) = if reset { ("resets", "重置") } else { ("closes", "关闭") };
    let unasked = case.seen.each::<Speech>().find(|(_, speech)| {
        speech.purpose == Purpose::Again
            && speech.address == heard.address
            && speech.question == Question::Listen
            && matches!(speech.ended, SpeechEnd::Closed | SpeechEnd::Reset)
    });
    let unasked = unasked.map(|(id, _)| id);
    let summary = if heard.asked.is_none() || unasked.is_some() {
        Text::new(
            format!("{target} opens, and {how} the connection at once, before anything is asked of it."),
            format!("{target} 可以连接，但不等询问就立即{how_zh}了连接。"),
        )
    } else {
        let question = words::question(&heard);
        Text::new(
            format!("{target} opens, and {how} the connection before answering {}.", question.get(Lang::En)),
            format!("{target} 可以连接，但在应答 {} 之前就{how_zh}了连接。", question.get(Lang::Zh)),
        )
    };
    // A machine on the way can end it in the service's name.
    let finding =
        Finding::because(heard.id, Confidence::Likely, words::place(case, &heard), summary)
            .and(unasked)
            .remedy(Remedy::new(
                "See on the server whether the service behind the port runs (a container's published port is open even with nothing behind it).",
                "在服务器上检查端口背后的服务是否在运行（容器发布的端口即使背后没有服务也是开放的）。",
            ))
            .remedy(Remedy::new(
                "See whether it refuses this client's address (hosts.deny, an allow list, too many connections), or speaks another protocol; its log tells.",
                "检查它是否拒绝该客户端地址（hosts.deny、白名单、连接过多）或使用其他协议；其日志会说明。",
            ));
    // A game server waits for the question, whatever it then does.
    let trouble = if unasked.is_some() { Trouble::ClosesUnasked } else { Trouble::Closes };
    Some(advise(finding, case, trouble))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::minecraft::{java_closes, said};
    use crate::cause::scene::{Scene, open};

    #[test]
    fn who_closes_unasked_is_not_told_to_switch_its_status_on() {
        let scene = || Scene::of("minecraft://192.0.2.9").see(open("192.0.2.9", 25565)).see(java_closes("192.0.2.9"));
        let first = |scene: Scene| {
            let found = recognise(&scene.case()).expect("a finding");
            found.remedies[0].action.get(Lang::En).to_owned()
        };
        assert!(first(scene()).contains("enable-status"));
        let unasked = said("192.0.2.9", 25565, Question::Listen, SpeechEnd::Closed, None);
        assert!(first(scene().see(unasked)).contains("published port"));
    }
}
