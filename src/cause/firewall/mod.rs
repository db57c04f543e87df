//! The causes of the family `firewall`: does something on the way say no?

mod after_handshake;
mod allow;
mod drop;
mod own;
mod own_signs;
mod reject;

use crate::case::Case;
use crate::cause::initial_ttl::reset_by_the_end;
use crate::check::{Check, Question, Status};
use crate::finding::Family;
use crate::observation::{Reason, State};
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family =
    Family { question: Question::Firewall, causes: &[&own::CAUSE, &reject::CAUSE, &drop::CAUSE], rule_out };

fn rule_out(case: &Case) -> Check {
    let check = |status, text| Check::new(Question::Firewall, status, text);
    if let Some((id, _)) = case.asked().find(|(_, c)| c.state == State::Open) {
        return check(Status::Pass, Text::fixed("nothing on the way stops the handshake", "途中没有任何东西阻挡握手"))
            .and([id]);
    }
    match case.failed() {
        None => check(Status::Skipped, Text::fixed("no packet was sent to the target", "没有向目标发送任何包")),
        Some((id, failed)) if failed.is_local_failure() => {
            check(Status::Skipped, Text::fixed("no packet left this machine", "没有包离开本机")).and([id])
        }
        Some((id, failed)) if failed.reason == Reason::Reset => {
            let path = case.paths(failed.address).map(|(id, _)| id);
            let arrival = reset_by_the_end(case, failed);
            let sure = case.is_own(failed.address);
            let text = match sure || arrival.is_some() {
                true => Text::fixed(
                    "no machine on the way rejects it: the reset comes from where the host stands, with no ICMP error",
                    "途中没有机器拒绝：RST 来自目标主机所在之处，且没有 ICMP 错误",
                ),
                false => Text::fixed(
                    "a reset came and no ICMP error; where it arose was not settled",
                    "收到 RST 而没有 ICMP 错误；其来源未能确定",
                ),
            };
            let status = if sure || arrival.is_some() { Status::Pass } else { Status::Unknown };
            check(status, text).and([id]).and(arrival).and(path)
        }
        Some((id, _)) => {
            check(Status::Unknown, Text::fixed("the facts do not show one", "现有事实看不出防火墙")).and([id])
        }
    }
}
