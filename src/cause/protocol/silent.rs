//! `protocol.silent`: the connection opens and nothing is ever said.

use crate::case::{Case, HeardEnd};
use crate::cause::protocol::words;
use crate::finding::{Cause, Confidence, Finding, Remedy};
use crate::observation::HttpAnswer;
use crate::target::Service;
use crate::text::{Lang, Text};

/// Open, the question delivered or the greeting due, no answer in time.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.silent",
    title: Text::fixed("the service never answers", "服务始终不应答"),
    masked_by: &[
        "restriction.name-filtered",
        "network.mtu-blackhole",
        "server.overloaded",
        "protocol.mismatch",
        "protocol.proxy-header-wanted",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    // Of plain TCP no answer is expected.
    let wanted = words::wanted(case)?;
    let heard = words::unanswered(case, &[HeardEnd::Silent])?;
    let target = case.target.to_string();
    let question = words::question(&heard);
    let (en, zh) = match heard.asked {
        None => ("sends no greeting in time".to_owned(), "没有及时发出问候".to_owned()),
        Some(_) => (
            format!("gives no answer to {} in time", question.get(Lang::En)),
            format!("没有及时应答 {}", question.get(Lang::Zh)),
        ),
    };
    let begun = case.seen.each::<HttpAnswer>().find(|(id, _)| *id == heard.id).and_then(|(_, answer)| answer.status);
    let summary = match begun {
        Some(status) => Text::new(
            format!("{target} begins an answer ({status}), and does not bring it to an end in time."),
            format!("{target} 开始了应答（{status}），但没有及时结束。"),
        ),
        None => Text::new(
            format!("{target} opens, but {en}: it hangs, is slow, or speaks another protocol."),
            format!("{target} 可以连接，但{zh}：它卡住了、太慢，或使用其他协议。"),
        ),
    };
    let at = words::place(case, &heard);
    let finding = Finding::because(heard.id, Confidence::Likely, at, summary).remedy(Remedy::new(
        format!("See on the server whether the service hangs (its log, its load), and that this is the port it speaks {wanted} on."),
        format!("在服务器上检查服务是否卡住（日志、负载），并确认它在该端口使用 {wanted}。"),
    ));
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
