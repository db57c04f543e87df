//! The causes of the family `protocol`: does it speak what was asked for?

mod closes_at_once;
mod silent;

use crate::case::Case;
use crate::check::{Check, Question, Status};
use crate::finding::Family;
use crate::observation::{HttpAnswer, HttpEnd, Purpose, State};
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family =
    Family { question: Question::Protocol, causes: &[&closes_at_once::CAUSE, &silent::CAUSE], rule_out };

fn rule_out(case: &Case) -> Check {
    let check = |status, text| Check::new(Question::Protocol, status, text);
    let answered = |a: &HttpAnswer| a.purpose == Purpose::Asked && a.ended == HttpEnd::Answered;
    if let Some((id, answer)) = case.seen.each::<HttpAnswer>().find(|(_, a)| answered(a)) {
        let status = answer.status.unwrap_or(0);
        return check(
            Status::Pass,
            Text::new(format!("it speaks HTTP (status {status})"), format!("它使用 HTTP（状态码 {status}）")),
        )
        .and([id]);
    }
    match case.asked().find(|(_, c)| c.state == State::Open) {
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
