//! The causes of the family `port`: is it the right port?

mod mcpi_on_game_port;
mod mcpi_plugin_missing;
mod not_forwarded;
mod wrong;

use crate::case::Case;
use crate::check::{Check, Question, Status};
use crate::finding::Family;
use crate::observation::{FactId, State};
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family = Family {
    question: Question::Port,
    causes: &[&not_forwarded::CAUSE, &wrong::CAUSE, &mcpi_on_game_port::CAUSE, &mcpi_plugin_missing::CAUSE],
    rule_out,
};

fn rule_out(case: &Case) -> Check {
    let check = |status, text| Check::new(Question::Port, status, text);
    let port = case.target.port;
    if let Some((id, _)) = case.asked().find(|(_, c)| c.state == State::Open) {
        return check(Status::Pass, Text::new(format!("port {port} is open"), format!("端口 {port} 开放"))).and([id]);
    }
    let Some((id, failed)) = case.failed() else {
        return check(Status::Skipped, Text::fixed("no port was reached", "没有到达任何端口"));
    };
    let others: Vec<(FactId, u16, State)> =
        case.other_ports(failed.address).map(|(id, c)| (id, c.port, c.state)).collect();
    if failed.is_local_failure() || others.is_empty() {
        return check(Status::Skipped, Text::fixed("no other port was looked at", "没有查看其他端口")).and([id]);
    }
    let list = |state: State| {
        others.iter().filter(|(_, _, s)| *s == state).map(|(_, p, _)| p.to_string()).collect::<Vec<_>>().join(", ")
    };
    let (open, evidence) = (list(State::Open), others.iter().map(|(id, ..)| *id));
    match (failed.state, open.is_empty()) {
        (State::Closed, true) => {
            let tried = others.iter().map(|(_, p, _)| p.to_string()).collect::<Vec<_>>().join(", ");
            check(
                Status::Pass,
                Text::new(
                    format!("the service is not on another port tried ({tried})"),
                    format!("服务也不在其他尝试过的端口上（{tried}）"),
                ),
            )
            .and(evidence)
        }
        (_, false) => check(
            Status::Unknown,
            Text::new(format!("of the other ports tried, {open} is open"), format!("其他尝试过的端口中，{open} 开放")),
        )
        .and(evidence),
        (_, true) => {
            check(Status::Unknown, Text::fixed("no other port tried is open", "其他尝试过的端口都不开放")).and(evidence)
        }
    }
}
