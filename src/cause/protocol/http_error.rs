//! `protocol.http-error`: the web server answers, and the answer is an error of its own.

use crate::case::Case;
use crate::cause::protocol::words;
use crate::finding::{Cause, Finding, Location, Remedy};
use crate::observation::{HttpAnswer, HttpEnd, Purpose};
use crate::text::{Lang, Text};

/// Every answer at an address has a status of 500 or more, or misses what the user expects.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.http-error",
    title: Text::fixed("the answer is an error, or not the one expected", "应答是错误，或不合预期"),
    masked_by: &[
        "restriction.captive-portal",
        "protocol.tls-client-certificate",
        "proxy.target-failed",
        "proxy.denied",
        "proxy.login-required",
    ],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let all = || {
        let answers = case.seen.each::<HttpAnswer>();
        answers.filter(|(_, a)| a.purpose == Purpose::Asked && a.ended == HttpEnd::Answered)
    };
    let fails = HttpAnswer::is_refusal;
    // The last answer has the text, where one came.
    let (id, answer) =
        all().rfind(|(_, a)| fails(a) && !all().any(|(_, other)| other.address == a.address && !fails(other)))?;
    let status = answer.status?;
    let gateway = matches!(status, 502..=504);
    let target = case.target.to_string();
    let reason = answer.reason.as_deref().filter(|reason| !reason.is_empty());
    let shown = reason.map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"));
    let server = answer.server.as_ref().map_or_else(String::new, |server| format!(" ({server})"));
    let server_zh = answer.server.as_ref().map_or_else(String::new, |server| format!("（{server}）"));
    let summary = match status {
        _ if status < 500 || answer.is_expected => {
            let all = |lang| answer.missed.iter().map(|one| one.get(lang)).collect::<Vec<_>>();
            let (missed, missed_zh) = (all(Lang::En).join("; "), all(Lang::Zh).join("；"));
            Text::new(
                format!("{target} answers {shown}, and that is not what was expected: {missed}."),
                format!("{target} 返回 {shown}，不符合预期：{missed_zh}。"),
            )
        }
        502 => Text::new(
            format!(
                "The server at {target}{server} answers {shown}: by its own word, a service behind it gave it no proper answer."
            ),
            format!("{target} 的服务器{server_zh}返回 {shown}：据它所称，其后端服务没有给出正常应答。"),
        ),
        504 => Text::new(
            format!(
                "The server at {target}{server} answers {shown}: by its own word, a service behind it did not answer it in time."
            ),
            format!("{target} 的服务器{server_zh}返回 {shown}：据它所称，其后端服务没有及时应答。"),
        ),
        503 => Text::new(
            format!(
                "{target}{server} answers {shown}: it is overloaded or in maintenance, or has no service behind it at present."
            ),
            format!("{target}{server_zh}返回 {shown}：它过载、正在维护，或后端暂无可用服务。"),
        ),
        _ => Text::new(
            format!("{target}{server} answers {shown}: the service fails at this request."),
            format!("{target}{server_zh}返回 {shown}：服务在处理该请求时出错。"),
        ),
    };
    let summary = match answer.excerpt.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => {
            let text: String = text.chars().take(100).collect();
            Text::new(
                format!("{} It says `{text}`.", summary.get(Lang::En)),
                format!("{}它说 `{text}`。", summary.get(Lang::Zh)),
            )
        }
        None => summary,
    };
    // A machine that answers in the host's place answers with its own errors.
    let confidence = words::surely(case, answer.address);
    let at = Location::answering(case, answer.address);
    let finding = Finding::because(id, confidence, at, summary);
    Some(if gateway {
        finding
            .remedy(Remedy::new(
                "On the server, see whether the service behind the one in front runs and listens where that one asks (`proxy_pass`, upstream, ingress); its error log names the address.",
                "在服务器上检查前端所指的后端服务（`proxy_pass`、upstream、ingress）是否运行并监听；前端的错误日志会写明地址。",
            ))
            .remedy(Remedy::new("Try again in a minute: it may be restarting.", "稍后再试：它可能正在重启。"))
    } else if status < 500 || answer.is_expected {
        finding.remedy(Remedy::new(
            "The network and the server work; see which of the two is wrong, the answer or what was expected of it (-i and --body show the answer).",
            "网络和服务器都正常；请确认是应答有误，还是期望有误（-i 和 --body 可显示应答）。",
        ))
    } else {
        finding.remedy(Remedy::new(
            "Read the server's log for this request; the network is fine.",
            "查看服务器对该请求的日志；网络没有问题。",
        ))
    })
}
