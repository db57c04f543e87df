//! The causes of the family `protocol`: does it speak what was asked for?

use crate::case::Case;
use crate::check::{Check, Question, Status};
use crate::finding::Family;
use crate::observation::State;
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family = Family { question: Question::Protocol, causes: &[], rule_out };

fn rule_out(case: &Case) -> Check {
    let check = |status, text| Check::new(Question::Protocol, status, text);
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
