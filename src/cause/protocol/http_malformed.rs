//! `protocol.http-malformed`: what comes is meant as HTTP, and cannot be read as such.

use crate::case::Case;
use crate::cause::protocol::words;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{BreachKind, HttpAnswer, HttpEnd, Purpose};
use crate::text::{Lang, Text};

/// An answer that breaks its framing, or that no client can read.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.http-malformed",
    title: Text::fixed("the HTTP answer is malformed", "HTTP 应答格式错误"),
    masked_by: &["protocol.mismatch"],
    recognise,
};

/// The input as a command can be run with it: what was struck out of it as a secret is left out.
fn without_struck(input: &str) -> String {
    let input = input.split_once("?***").map_or(input, |(before, _)| before);
    input.replacen("***@", "", 1)
}

/// Lesser breaches are read over by every client.
fn breaks(kind: BreachKind) -> bool {
    use BreachKind as K;
    matches!(
        kind,
        K::BadVersion
            | K::BadStatus
            | K::HeadTooLarge
            | K::BadContentLength
            | K::ConflictingContentLength
            | K::BadTransferEncoding
            | K::BadChunkSize
            | K::ChunkSizeTooLarge
            | K::NoChunkEnd
            | K::NoFinalChunk
            | K::ClosedEarly
            | K::ClosedInHead
            | K::TooManyInterim
            | K::NulByte
            | K::UnaskedUpgrade
            | K::BadContentCoding
    )
}

fn recognise(case: &Case) -> Option<Finding> {
    let all = || case.seen.each::<HttpAnswer>().filter(|(_, a)| a.purpose == Purpose::Asked);
    let broken = all().find_map(|(id, answer)| {
        let breach = answer.irregular.iter().find(|breach| breaks(breach.kind))?;
        Some((id, answer, Some(breach)))
    });
    // What is a small matter elsewhere may be what broke this answer off.
    let cut =
        || all().find(|(_, a)| a.ended == HttpEnd::Broken).map(|(id, answer)| (id, answer, answer.irregular.last()));
    let (id, answer, breach) = broken.or_else(cut)?;
    let target = case.target.to_string();
    let at = Location::answering(case, answer.address);
    let (confidence, summary) = match breach {
        Some(breach) => {
            let tell = breach.kind.tell();
            let (en, zh) = (tell.get(Lang::En), tell.get(Lang::Zh));
            let detail = if breach.detail.is_empty() { String::new() } else { format!(" (`{}`)", breach.detail) };
            // Where an answer can be read all the same, some clients do.
            let sure = if answer.ended == HttpEnd::Answered {
                Confidence::Likely
            } else {
                words::surely(case, answer.address)
            };
            let summary = Text::new(
                format!("{target} answers in HTTP that clients cannot read: at byte {}, {en}{detail}.", breach.at),
                format!("{target} 的 HTTP 应答无法被客户端读取：第 {} 字节处，{zh}{detail}。", breach.at),
            );
            (sure, summary)
        }
        None => {
            let summary = Text::new(
                format!(
                    "{target} begins an HTTP answer that is not whole when the connection, or netwhy's patience, ends."
                ),
                format!("{target} 开始了 HTTP 应答，但直到连接结束或 netwhy 停止等待，应答仍不完整。"),
            );
            (Confidence::Likely, summary)
        }
    };
    let finding = Finding::because(id, confidence, at, summary);
    let rule = breach.map_or("8", |breach| breach.kind.section());
    let rule = if rule.starts_with("RFC") { rule.to_owned() } else { format!("RFC 9112 section {rule}") };
    Some(
        finding
            .remedy(Remedy::new(
                format!("Mend the server, or what stands before it; {rule} says how it must be."),
                format!("修正服务器或其前端；正确格式见 {rule}。"),
            ))
            .remedy(
                Remedy::new("See the bytes as they came.", "查看收到的原始字节。")
                    .command(format!("netwhy http --hex {}", without_struck(&case.target.input))),
            ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_run_as_it_stands() {
        let target: crate::target::Target = "http://u:p@h.test:81/a?token=x".parse().expect("a target");
        assert_eq!(without_struck(&target.input), "http://h.test:81/a");
        assert_eq!(without_struck("http://h.test/a"), "http://h.test/a");
    }

    #[test]
    fn an_end_that_may_be_netwhys_own_is_not_laid_to_the_connection() {
        let answer = serde_json::json!({
            "address": "192.0.2.9", "port": 80, "purpose": "asked", "host": "h", "path": "/", "ended": "broken",
            "status": 200, "location": null,
        });
        let answer: HttpAnswer = serde_json::from_value(answer).expect("an answer");
        let scene = crate::cause::scene::Scene::of("http://192.0.2.9").see(answer);
        let found = recognise(&scene.case()).expect("a finding");
        assert!(found.summary.get(Lang::En).contains("netwhy's patience"), "{found:?}");
    }
}
