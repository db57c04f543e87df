//! The causes of the family `protocol`: does it speak what was asked for?

mod client_refused;
mod closes_at_once;
mod http_error;
mod http_malformed;
mod mcpi_refused;
pub(crate) mod minecraft_status_hidden;
mod minecraft_wrong_edition;
mod mismatch;
mod proxy_header_wanted;
#[cfg(test)]
pub(crate) mod scene;
pub(crate) mod shown;
mod silent;
mod tls_client_certificate;
mod tls_expired;
mod tls_failed;
mod tls_not_yet_valid;
mod tls_untrusted;
mod tls_version;
mod tls_wrong_name;
pub(crate) mod words;

use crate::case::{Case, HeardEnd};
use crate::check::{Check, Question, Status};
use crate::finding::Family;
use crate::observation::{BedrockStatus, HttpAnswer, Purpose, Speech, Spoken, State};
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family = Family {
    question: Question::Protocol,
    causes: &[
        &mismatch::CAUSE,
        &proxy_header_wanted::CAUSE,
        &client_refused::CAUSE,
        &mcpi_refused::CAUSE,
        &minecraft_status_hidden::CAUSE,
        &minecraft_wrong_edition::CAUSE,
        &http_error::CAUSE,
        &http_malformed::CAUSE,
        &tls_untrusted::CAUSE,
        &tls_expired::CAUSE,
        &tls_not_yet_valid::CAUSE,
        &tls_wrong_name::CAUSE,
        &tls_client_certificate::CAUSE,
        &tls_version::CAUSE,
        &tls_failed::CAUSE,
        &closes_at_once::CAUSE,
        &silent::CAUSE,
    ],
    rule_out,
};

fn rule_out(case: &Case) -> Check {
    let check = |status, text| Check::new(Question::Protocol, status, text);
    let heard = case.heard();
    let answered = heard.iter().find(|one| one.ended == HeardEnd::Answered);
    if let Some(one) = answered.filter(|_| words::wanted(case).is_some()) {
        let status = case.seen.each::<HttpAnswer>().find(|(id, _)| *id == one.id).and_then(|(_, a)| a.status);
        let name = words::wanted(case).unwrap_or(Spoken::Http.name());
        let (en, zh) = match (status, one.product) {
            (Some(status), _) => {
                (format!("it speaks {name} (status {status})"), format!("它使用 {name}（状态码 {status}）"))
            }
            (None, Some(product)) => (format!("it speaks {name} ({product})"), format!("它使用 {name}（{product}）")),
            (None, None) => (format!("it speaks {name}"), format!("它使用 {name}")),
        };
        return match case.taken_all_the_same() {
            None => check(Status::Pass, Text::new(en, zh)).and([one.id]),
            Some(id) => {
                let en = format!("{en}; it is not trusted, and was taken all the same (--insecure)");
                let zh = format!("{zh}；它不受信任，但仍被接受（--insecure）");
                check(Status::Warn, Text::new(en, zh)).and([id, one.id])
            }
        };
    }
    if let Some((id, pong)) = case.seen.each::<BedrockStatus>().find(|(_, one)| one.purpose == Purpose::Asked) {
        let name = pong.pong.as_ref().and_then(|pong| pong.version.as_deref()).unwrap_or_default();
        return match &pong.pong {
            Some(_) => check(
                Status::Pass,
                Text::new(
                    format!("it speaks Minecraft (Bedrock) ({name})"),
                    format!("它使用 Minecraft (Bedrock)（{name}）"),
                ),
            ),
            None => {
                check(Status::Skipped, Text::fixed("no Bedrock server answered a ping", "没有 Bedrock 服务器应答 ping"))
            }
        }
        .and([id]);
    }
    // Of plain TCP nothing is expected; what it says unasked is told all the same.
    if let Some((id, speech)) = case.seen.each::<Speech>().find(|(id, _)| answered.is_some_and(|one| one.id == *id)) {
        let (en, zh) = match speech.spoken {
            Some(spoken) => (format!("it greets in {}", spoken.name()), format!("它以 {} 问候", spoken.name())),
            None => (format!("it says `{}` unasked", speech.excerpt), format!("它主动说 `{}`", speech.excerpt)),
        };
        return check(Status::Pass, Text::new(en, zh)).and([id]);
    }
    // Another family says why.
    let other = heard.iter().find(|one| one.ended == HeardEnd::Other);
    if let Some((one, spoken)) = other.and_then(|one| Some((one, one.spoken?))) {
        let wanted = words::wanted(case).unwrap_or_default();
        let name = spoken.name();
        let text = Text::new(format!("it speaks {name}, not {wanted}"), format!("它使用 {name}，而不是 {wanted}"));
        return check(Status::Fail, text).and([one.id]).and(one.found_by);
    }
    if let Some(one) = heard.iter().find(|one| one.ended == HeardEnd::Silent) {
        let text = Text::fixed(
            "the connection opens, and nothing is answered on it: what speaks there is not to be seen",
            "连接可以建立，但没有任何应答：看不出那里使用什么协议",
        );
        return check(Status::Unknown, text).and([one.id]);
    }
    match case.asked().find(|(_, c)| c.state == State::Open) {
        Some((id, _)) if crate::case::own(case.target.service).is_none() => check(
            Status::Unknown,
            Text::fixed(
                "the connection opens; no protocol was asked for, so none was spoken",
                "连接可以建立；未指定协议，因此没有进行通信",
            ),
        )
        .and([id]),
        Some((id, _)) => check(
            Status::Unknown,
            Text::fixed(
                "the connection opens; what the service speaks was not looked at",
                "连接可以建立；未查看服务使用的协议",
            ),
        )
        .and([id]),
        None => check(Status::Skipped, Text::fixed("no connection was opened to speak over", "没有建立可供通信的连接")),
    }
}
