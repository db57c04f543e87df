//! `protocol.minecraft-status-hidden`: a Java server that tells nobody its status.

use crate::case::{Case, HeardEnd};
use crate::cause::minecraft::java::{enable_status, wait};
use crate::cause::protocol::words;
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::{FactId, Purpose, Question, Speech, SpeechEnd};
use crate::target::Service;
use crate::text::Text;

/// It closes without a byte on whoever asks for its status, and answers a client that wishes to play. Where it closes on
/// both, it may be this all the same.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.minecraft-status-hidden",
    title: Text::fixed("the Minecraft server hides its status", "Minecraft 服务器隐藏了状态"),
    masked_by: &["protocol.mismatch", "protocol.proxy-header-wanted"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if case.target.service != Service::Minecraft {
        return None;
    }
    let heard = words::unanswered(case, &[HeardEnd::Closed, HeardEnd::Reset])?;
    let target = case.target.to_string();
    let at = words::place(case, &heard);
    if let Some((join, _)) = case.turned_away(heard.address, heard.port) {
        let summary = Text::new(
            format!(
                "{target} is a Minecraft server that answers clients who wish to play and closes on who asks for its status: it hides the status, or has begun to start just now."
            ),
            format!(
                "{target} 是 Minecraft 服务器：它应答要加入的客户端，但对询问状态者直接关闭连接：它隐藏了状态，或刚刚开始启动。"
            ),
        );
        let finding = Finding::because(heard.id, Confidence::Likely, at, summary).and([join]);
        return Some(remedies(finding, case));
    }
    // What ends the connection unasked does not look at what is asked.
    let waits = waits_for_a_question(case, heard.address)?;
    let summary = Text::new(
        format!(
            "{target} waits for a question and closes at that for its status: a Minecraft server with its status switched off does so."
        ),
        format!("{target} 等待询问，但一问状态就关闭：关闭了状态功能的 Minecraft 服务器会如此。"),
    );
    Some(remedies(Finding::because(heard.id, Confidence::Possible, at, summary).and([waits]), case))
}

/// A connection on which nothing was said, and which stayed open.
pub(crate) fn waits_for_a_question(case: &Case, address: std::net::IpAddr) -> Option<FactId> {
    let silent = |one: &Speech| {
        one.purpose == Purpose::Again
            && one.address == address
            && one.question == Question::Listen
            && one.ended == SpeechEnd::Silent
    };
    case.seen.each::<Speech>().find(|(_, one)| silent(one)).map(|(id, _)| id)
}

fn remedies(finding: Finding, case: &Case) -> Finding {
    finding.remedy(enable_status()).remedy(wait(case)).remedy(Remedy::new(
        "Join with the game: a hidden status does not keep players out.",
        "直接用游戏加入：隐藏状态并不会阻止玩家加入。",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::minecraft::{java, java_closes, said};
    use crate::cause::scene::{Scene, open};
    use crate::finding::Confidence::{Likely, Possible};
    use crate::observation::Spoken;

    fn scene() -> Scene {
        Scene::of("minecraft://192.0.2.9").see(open("192.0.2.9", 25565)).see(java_closes("192.0.2.9"))
    }

    #[test]
    fn one_that_turns_players_away_is_a_server() {
        let scene = scene().see(said("192.0.2.9", 25565, Question::Join, SpeechEnd::Answered, Some(Spoken::Minecraft)));
        let told = scene.told();
        assert_eq!(told[0], ("protocol.minecraft-status-hidden".to_owned(), Likely), "{told:?}");
        assert!(told.contains(&("server.starting".to_owned(), Possible)), "{told:?}");
        assert_eq!(told.len(), 2, "{told:?}");
    }

    #[test]
    fn one_that_closes_on_everybody_may_be_one() {
        let scene = scene().see(said("192.0.2.9", 25565, Question::Join, SpeechEnd::Closed, None));
        let scene = scene.see(said("192.0.2.9", 25565, Question::Listen, SpeechEnd::Silent, None));
        let told = scene.told();
        assert_eq!(told[0], ("protocol.closes-at-once".to_owned(), Likely), "{told:?}");
        for cause in ["protocol.minecraft-status-hidden", "server.starting"] {
            assert!(told.contains(&(cause.to_owned(), Possible)), "{cause} in {told:?}");
        }
    }

    #[test]
    fn what_closes_unasked_or_answers_is_not_it() {
        let unasked = scene().see(said("192.0.2.9", 25565, Question::Listen, SpeechEnd::Closed, None));
        assert_eq!(recognise(&unasked.case()), None);
        assert_eq!(recognise(&scene().see(java(Purpose::Asked, "192.0.2.9", 25565)).case()), None);
    }
}
