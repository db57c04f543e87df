//! `protocol.silent`: the connection opens and nothing is ever said.

use crate::case::{Case, Heard, HeardEnd};
use crate::cause::minecraft::{Trouble, advise};
use crate::cause::protocol::words;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Connection, Os, Reason};
use crate::target::Service;
use crate::text::{Lang, Text};

/// Open, the question delivered or the greeting due, no answer in time.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.silent",
    title: Text::fixed("the service does not answer in time", "服务没有及时应答"),
    masked_by: &[
        "restriction.name-filtered",
        "network.mtu-blackhole",
        "server.overloaded",
        "firewall.drop",
        "network.no-way-back",
        "port.mcpi-on-game-port",
        "protocol.mismatch",
        "protocol.proxy-header-wanted",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    if case.target.service == Service::Bedrock {
        return own_datagrams(case);
    }
    // Of plain TCP no answer is expected.
    let wanted = words::wanted(case)?;
    let heard = words::unanswered(case, &[HeardEnd::Silent, HeardEnd::Slow])?;
    if let Some(unfinished) = words::unfinished(case, &heard) {
        return Some(unfinished);
    }
    let target = case.target.to_string();
    let question = words::question(&heard);
    let (en, zh) = match heard.asked {
        None => ("sends no greeting in time".to_owned(), "没有及时发出问候".to_owned()),
        Some(_) => (
            format!("gives no answer to {} in time", question.get(Lang::En)),
            format!("没有及时应答 {}", question.get(Lang::Zh)),
        ),
    };
    if heard.ended == HeardEnd::Slow {
        return Some(slow(case, &heard));
    }
    let summary = Text::new(
        format!("{target} opens, but {en}: it hangs, is slow, or speaks another protocol."),
        format!("{target} 可以连接，但{zh}：它卡住了、太慢，或使用其他协议。"),
    );
    let at = words::place(case, &heard);
    let finding = Finding::because(heard.id, Confidence::Likely, at, summary).remedy(Remedy::new(
        format!("See on the server whether the service hangs (its log, its load), and that this is the port it speaks {wanted} on."),
        format!("在服务器上检查服务是否卡住（日志、负载），并确认它在该端口使用 {wanted}。"),
    ));
    let finding = advise(finding, case, Trouble::Silent);
    // TCP wrappers wait five seconds before they close (libwrap's clean_exit).
    let finding = match case.target.service {
        Service::Ssh | Service::Ftp | Service::Telnet => finding.remedy(Remedy::new(
            "See whether /etc/hosts.deny on the server turns this client away: the connection then stays silent for some seconds.",
            "检查服务器的 /etc/hosts.deny 是否拒绝该客户端：被拒的连接会先沉默几秒。",
        )),
        _ => finding,
    };
    // Mail servers keep those waiting whom they do not know.
    let patient = matches!(case.target.service, Service::Smtp).then(|| {
        Remedy::new("Wait longer: some mail servers greet late on purpose.", "多等一会：有些邮件服务器会故意推迟问候。")
            .command(format!("netwhy smtp://{target} --timeout 40s"))
    });
    Some(patient.into_iter().fold(finding, Finding::remedy))
}

/// A UDP port of this machine that is not closed, and does not answer: no filter need stand in between.
fn own_datagrams(case: &Case) -> Option<Finding> {
    let silent = |one: &Connection| one.reason == Reason::NoResponse && case.is_own(one.address);
    let (id, one) = case.failed().filter(|(_, one)| one.is_datagram() && silent(one))?;
    let port = one.port;
    let summary = Text::new(
        format!("UDP port {port} of this machine is taken by a program that does not answer a Bedrock client's ping."),
        format!("本机的 UDP 端口 {port} 被某个程序占用，而它不应答 Bedrock 客户端的 ping。"),
    );
    let at = Location::this_machine().address(one.address);
    let finding = Finding::because(id, Confidence::Likely, at, summary).remedy(
        Remedy::new("See which program it is.", "查看是哪个程序。")
            .command(format!("sudo ss -lunp 'sport = :{port}'"))
            .on(Os::Linux),
    );
    Some(advise(finding, case, Trouble::Silent))
}

/// Bytes are no silence: the service is there, and speaks as it should.
fn slow(case: &Case, heard: &Heard) -> Finding {
    let target = case.target.to_string();
    let summary = Text::new(
        format!("{target} begins to answer, and is not done in time: it is slow, or stops half-way."),
        format!("{target} 开始了应答，但未能及时完成：它太慢，或中途停住。"),
    );
    let finding = Finding::because(heard.id, Confidence::Certain, words::place(case, heard), summary);
    if case.is_about_minecraft() {
        let longer = format!("netwhy --timeout 30s {}://{target}", case.target.service.scheme());
        let finding = finding.remedy(Remedy::new("Give it more time.", "给它更多时间。").command(longer));
        return advise(finding, case, Trouble::Silent);
    }
    finding
        .remedy(Remedy::new(
            "Give it more time: --timeout is for pauses, --max-time for the whole exchange.",
            "给它更多时间：--timeout 限制停顿，--max-time 限制整个交换。",
        ))
        .remedy(Remedy::new(
            "See on the server what this request waits for (its log, its load, the service behind it).",
            "在服务器上查看该请求在等待什么（日志、负载、后端服务）。",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::minecraft::{java, java_closes};
    use crate::cause::scene::{Scene, open, purpose};
    use crate::observation::{JavaStatus, Purpose, SpeechEnd, Spoken};

    #[test]
    fn a_status_that_begins_and_does_not_end_is_slow_and_no_other_protocol() {
        let begun = JavaStatus {
            ended: SpeechEnd::Answered,
            spoken: Some(Spoken::Minecraft),
            excerpt: Some("\\u{9b}\\u{1}\\0\\u{98}".to_owned()),
            ..java_closes("192.0.2.9")
        };
        let scene = Scene::of("minecraft://192.0.2.9").see(open("192.0.2.9", 25565)).see(begun);
        let scene = scene.see(purpose(Purpose::OtherPort, open("192.0.2.9", 25566)));
        let scene = scene.see(java(Purpose::OtherPort, "192.0.2.9", 25566));
        assert_eq!(scene.told(), [("protocol.silent".to_owned(), Confidence::Certain)]);
        let found = recognise(&scene.case()).expect("a finding");
        assert!(!format!("{:?}", found.remedies).contains("25566"), "a neighbour is not what was asked for: {found:?}");
    }
}
