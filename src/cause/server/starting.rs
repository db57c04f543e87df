//! `server.starting`: refused at first, and open a moment later.

use std::net::IpAddr;

use crate::case::Case;
use crate::cause::minecraft;
use crate::cause::protocol::minecraft_status_hidden::waits_for_a_question;
use crate::cause::restriction::is_intercepted;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Connection, FactId, JavaStatus, No, Purpose, Speech, SpeechEnd, State};
use crate::text::Text;

/// Attempts at one address are refused, and from one moment on all open.
pub(super) const CAUSE: Cause = Cause {
    id: "server.starting",
    title: Text::fixed("the server was just starting", "服务器刚刚启动"),
    masked_by: &["protocol.mismatch", "protocol.proxy-header-wanted"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    refused_first(case).or_else(|| says_so(case)).or_else(|| status_later(case)).or_else(|| status_not_yet(case))
}

/// A Minecraft server that closed on who asked for its status, and told it a moment later.
fn status_later(case: &Case) -> Option<Finding> {
    let all = || case.seen.each::<JavaStatus>().filter(|(_, one)| one.purpose == Purpose::Asked);
    let (id, first) = all().find(|(_, one)| is_closed(one))?;
    let (later, _) = all().find(|(later, one)| *later > id && one.address == first.address && one.status.is_some())?;
    let target = case.target.to_string();
    let summary = Text::new(
        format!("{target} closed on the first question for its status and answers it now: it has begun just then."),
        format!("{target} 对第一次状态询问直接关闭，现在有应答：它恰在此时启动完成。"),
    );
    let at = Location::answering(case, first.address);
    Some(Finding::because(id, Confidence::Likely, at, summary).and([later]).remedy(minecraft::java::wait(case)))
}

/// Until its world is loaded a Minecraft server takes connections and tells no status: so does one that hides it.
fn status_not_yet(case: &Case) -> Option<Finding> {
    let all = || case.seen.each::<JavaStatus>().filter(|(_, one)| one.purpose == Purpose::Asked);
    let (id, first) = all().find(|(_, one)| is_closed(one))?;
    if all().any(|(_, one)| one.status.is_some()) {
        return None;
    }
    let join = case.turned_away(first.address, first.port).map(|(id, _)| id);
    let waits = join.or_else(|| waits_for_a_question(case, first.address))?;
    let target = case.target.to_string();
    let summary = Text::new(
        format!(
            "{target} closes on the question for its status, as a Minecraft server does until its world is loaded."
        ),
        format!("{target} 一问状态就关闭：Minecraft 服务器在世界加载完成之前也是如此。"),
    );
    let at = Location::answering(case, first.address);
    Some(Finding::because(id, Confidence::Possible, at, summary).and([waits]).remedy(minecraft::java::wait(case)))
}

fn is_closed(one: &JavaStatus) -> bool {
    one.status.is_none() && one.excerpt.is_none() && matches!(one.ended, SpeechEnd::Closed | SpeechEnd::Reset)
}

/// The server itself says that it is not ready.
fn says_so(case: &Case) -> Option<Finding> {
    let own = crate::case::own(case.target.service);
    let mut all = case.seen.each::<Speech>().filter(|(_, one)| one.purpose == Purpose::Asked && one.spoken == own);
    let (id, said) = all.find(|(_, one)| one.says_no == Some(No::NotReady))?;
    let (target, excerpt) = (case.target.to_string(), &said.excerpt);
    let summary = Text::new(
        format!("{target} answers, and says that it is still starting: `{excerpt}`."),
        format!("{target} 有应答，但表示仍在启动：`{excerpt}`。"),
    );
    let sure = if is_intercepted(case) { Confidence::Likely } else { Confidence::Certain };
    let at = Location::answering(case, said.address);
    Some(Finding::because(id, sure, at, summary).remedy(wait(case)))
}

fn wait(case: &Case) -> Remedy {
    Remedy::new("Connect again; in a script, wait for the server first.", "重新连接；在脚本中请先等待服务器就绪。")
        .command(format!("netwhy wait {}", case.target))
}

fn refused_first(case: &Case) -> Option<Finding> {
    let (id, first) = case.first_asked().find(|(_, one)| one.state == State::Closed)?;
    let later = attempts(case, first.address);
    let turn = later.iter().position(|(_, one)| one.state == State::Open)?;
    let (before, after) = later.split_at(turn);
    let all = |part: &[(FactId, &Connection)], state| part.iter().all(|(_, one)| one.state == state);
    // Refusals that come back are no start: behind the address stand servers of which one is down.
    if !all(before, State::Closed) || !all(after, State::Open) {
        return None;
    }
    let (opened, _) = later.get(turn)?;
    let after_ms = case.seen.get(*opened)?.at_ms - case.seen.get(id)?.at_ms;
    let target = case.target;
    let summary = Text::new(
        format!(
            "{target} refused at first and accepts now, {after_ms:.0} ms later: the server began to listen just then."
        ),
        format!("{target} 起初拒绝连接，{after_ms:.0} 毫秒后开始接受：服务器恰在此时开始监听。"),
    );
    let at = Location::machine(case, first.address, first.address);
    Some(
        Finding::because(id, Confidence::Likely, at, summary)
            .and(later.iter().map(|(id, _)| *id))
            .remedy(wait(case))
            .remedy(Remedy::new(
                "If this comes back now and then, the server crashes and is started again: read its log.",
                "若反复出现，说明服务器不断崩溃并重启：请查看其日志。",
            )),
    )
}

/// Every attempt at the port asked for at `address`, in the order in which they began.
fn attempts<'a>(case: &Case<'a>, address: IpAddr) -> Vec<(FactId, &'a Connection)> {
    let mut all: Vec<_> = case.asked().filter(|(_, one)| one.address == address).collect();
    let began = |id: FactId| case.seen.get(id).map_or(0.0, |seen| seen.at_ms);
    all.sort_by(|(a, _), (b, _)| began(*a).total_cmp(&began(*b)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, open, purpose, reset};

    fn scene(states: &[bool]) -> Scene {
        states.iter().fold(Scene::of("h:80").see(reset("192.0.2.9", 80)), |scene, opens| {
            let one = if *opens { open("192.0.2.9", 80) } else { reset("192.0.2.9", 80) };
            scene.see(purpose(Purpose::Again, one))
        })
    }

    #[test]
    fn refused_and_then_open_for_good_is_a_start() {
        assert_eq!(scene(&[false, true]).told(), vec![("server.starting".to_owned(), Confidence::Likely)]);
        assert!(recognise(&scene(&[true, true]).case()).is_some());
    }

    #[test]
    fn refusals_that_stay_or_come_back_are_not() {
        assert_eq!(recognise(&scene(&[false, false]).case()), None);
        assert_eq!(recognise(&scene(&[true, false]).case()), None);
        assert_eq!(recognise(&Scene::of("h:80").see(open("192.0.2.9", 80)).case()), None);
    }
}
