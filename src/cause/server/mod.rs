//! The causes of the family `server`: is it up, and does it listen where it is asked?

mod host_down;
mod listening;
mod loopback_only;
mod not_listening;
mod overloaded;
mod starting;
mod wrong_family;

use crate::case::Case;
use crate::check::{Check, Question, Status};
use crate::finding::{Confidence, Family};
use crate::observation::{Connection, Listening, Reason, State};
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family = Family {
    question: Question::Server,
    causes: &[
        &host_down::CAUSE,
        &loopback_only::CAUSE,
        &wrong_family::CAUSE,
        &starting::CAUSE,
        &overloaded::CAUSE,
        &not_listening::CAUSE,
    ],
    rule_out,
};

/// How sure it is that nothing listens at the port asked for, where it refuses.
pub(crate) fn nothing_listens(case: &Case) -> Option<Confidence> {
    (not_listening::CAUSE.recognise)(case).map(|found| found.confidence)
}

fn rule_out(case: &Case) -> Check {
    let check = |status, text| Check::new(Question::Server, status, text);
    if let Some((id, _)) = case.asked().find(|(_, one)| one.state == State::Open) {
        return check(Status::Pass, Text::fixed("the server listens", "服务器在监听")).and([id]);
    }
    let Some((id, failed)) = case.failed() else {
        return check(Status::Skipped, Text::fixed("there is no server to ask", "没有可询问的服务器"));
    };
    let port = failed.port;
    if let Some((listeners, own)) = listening::covering(case, failed.address, port) {
        let (status, en, zh) = match own.is_empty() {
            false => (Status::Pass, "this machine listens on port", "本机正在监听端口"),
            // Whatever else stops it: without a listener it would fail all the same.
            true => (Status::Warn, "besides, nothing on this machine listens on port", "此外，本机没有程序监听端口"),
        };
        return check(status, Text::new(format!("{en} {port}"), format!("{zh} {port}"))).and([listeners]);
    }
    if let Some(compared) = case.compared(failed) {
        let (status, en, zh) = match compared.answer.listening {
            Listening::Netwhy | Listening::Other => {
                (Status::Pass, "the server says that it listens on port", "服务器表示它在监听端口")
            }
            // Whatever else stops it: without a listener it would fail all the same.
            Listening::Nobody => (
                Status::Warn,
                "besides, the server's own table of sockets shows nobody who takes what comes to port",
                "此外，服务器自己的套接字表显示没有程序接受到达的端口",
            ),
            Listening::Unknown => {
                (Status::Unknown, "the server cannot see who listens on port", "服务器无法看到谁在监听端口")
            }
        };
        return check(status, Text::new(format!("{en} {port}"), format!("{zh} {port}"))).and([compared.id]);
    }
    // The failed port's own reset may be anybody's, in the host's name.
    let answers = |c: &Connection| {
        c.address == failed.address && c.port != port && matches!(c.reason, Reason::SynAck | Reason::Reset)
    };
    match case.seen.each::<Connection>().find(|(_, one)| answers(one)) {
        Some((other, one)) => {
            let (en, zh) = match one.state {
                State::Open => ("is open", "开放"),
                _ => ("answers with a reset", "回以 RST"),
            };
            let text = Text::new(
                format!("the server is up (port {} {en}); whether it listens on {port} was not seen", one.port),
                format!("服务器在线（端口 {} {zh}）；未能看到它是否监听 {port}", one.port),
            );
            check(Status::Unknown, text).and([other])
        }
        None => check(
            Status::Unknown,
            Text::fixed(
                "nothing came from the server itself, so nothing is known of it",
                "没有收到服务器自身的任何应答，无从判断",
            ),
        )
        .and([id]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, listeners, open, own, purpose, silent};
    use crate::observation::Purpose;

    #[test]
    fn an_open_port_and_an_own_listener_rule_the_server_out() {
        assert_eq!(rule_out(&Scene::of("h:80").see(open("192.0.2.9", 80)).case()).status, Status::Pass);
        let scene = Scene::of("192.0.2.9:80").see(own("192.0.2.9")).see(silent("192.0.2.9", 80));
        assert_eq!(rule_out(&scene.see(listeners(&[("0.0.0.0", 80, 0, 5)])).case()).status, Status::Pass);
        let scene = Scene::of("192.0.2.9:80").see(own("192.0.2.9")).see(silent("192.0.2.9", 80));
        assert_eq!(rule_out(&scene.see(listeners(&[])).case()).status, Status::Warn);
    }

    #[test]
    fn silence_leaves_the_server_unknown() {
        let scene = Scene::of("h:80").see(silent("192.0.2.9", 80));
        assert_eq!(rule_out(&scene.case()).status, Status::Unknown);
        let scene = scene.see(purpose(Purpose::OtherPort, open("192.0.2.9", 22)));
        assert!(rule_out(&scene.case()).summary.get(crate::text::Lang::En).contains("port 22 is open"));
        assert_eq!(rule_out(&Scene::of("h:80").case()).status, Status::Skipped);
    }
}
