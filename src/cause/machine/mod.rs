//! The causes of the family `machine`: can this machine connect at all?

mod clock_wrong;
mod files_exhausted;
mod ports_exhausted;
mod sandboxed;

use crate::case::Case;
use crate::check::{Check, Question, Status};
use crate::finding::{Confidence, Family};
use crate::observation::{Connection, System};
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family = Family {
    question: Question::Machine,
    causes: &[&files_exhausted::CAUSE, &ports_exhausted::CAUSE, &sandboxed::CAUSE, &clock_wrong::CAUSE],
    rule_out,
};

/// An attempt that left this machine rules the family out: it had a socket, a port and the permission.
fn rule_out(case: &Case) -> Check {
    let system = case.seen.first::<System>().map(|(id, _)| id);
    let mut tried = case.seen.each::<Connection>();
    let left = case.seen.each::<Connection>().find(|(_, one)| !one.is_local_failure());
    match (left, tried.next()) {
        (Some((id, _)), _) => {
            let text = Text::fixed("this machine opens sockets and sends", "本机能够创建套接字并发送数据");
            Check::new(Question::Machine, Status::Pass, text).and([id]).and(system)
        }
        (None, Some((id, _))) => {
            let text = Text::fixed(
                "no attempt left this machine, and nothing shows that it is short of anything",
                "没有任何尝试离开本机，但也没有迹象表明本机缺少资源",
            );
            Check::new(Question::Machine, Status::Unknown, text).and([id]).and(system)
        }
        (None, None) => {
            let text = Text::fixed("no connection was tried", "没有尝试任何连接");
            Check::new(Question::Machine, Status::Unknown, text).and(system)
        }
    }
}

/// True where it is at least likely that this machine's clock is wrong, so that what it says of dates is no news.
pub(super) fn is_clock_wrong(case: &Case) -> bool {
    (clock_wrong::CAUSE.recognise)(case).is_some_and(|found| found.confidence >= Confidence::Likely)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, failed, reset, silent};
    use crate::observation::Os;

    #[test]
    fn any_packet_that_left_rules_the_machine_out() {
        for scene in [Scene::of("h:80").see(reset("192.0.2.9", 80)), Scene::of("h:80").see(silent("192.0.2.9", 80))] {
            assert_eq!(rule_out(&scene.case()).status, Status::Pass);
        }
        let none = Scene::of("h:80").see(failed("192.0.2.9", 80, Os::Linux, 5));
        assert_eq!(rule_out(&none.case()).status, Status::Unknown);
        assert_eq!(rule_out(&Scene::of("h:80").case()).status, Status::Unknown);
    }
}
