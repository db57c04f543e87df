//! What the run amounts to, where the facts alone would say something else or less. Pure.

use crate::finding::Confidence;
use crate::observation::{Connection, Exchange, ExchangeEnd, State};
use crate::report::Report;
use crate::text::{Lang, Text};
use crate::verdict::{Outcome, UNEXPLAINED, Verdict};
use crate::wire::http1::Secrets;

/// Lets the last exchange have the last word: what was answered is told with its status, and what failed does not count
/// as reachable because a later look went better.
pub(crate) fn settle(report: &mut Report, last: &Exchange, secrets: &Secrets) {
    let is_reachable = matches!(report.outcome, Outcome::Reachable | Outcome::Degraded);
    if !is_reachable {
        return;
    }
    match (last.ended, report.findings.first()) {
        (ExchangeEnd::Answered, None) => report.verdict.summary = answered(last, secrets),
        (ExchangeEnd::Answered, Some(_)) => {}
        (ended, first) => {
            report.outcome = outcome(ended, &last.tried);
            report.verdict = match first {
                Some(_) => return,
                None => Verdict {
                    cause: Some(UNEXPLAINED.to_owned()),
                    confidence: None,
                    at: None,
                    summary: failed(ended, &last.url),
                },
            };
        }
    }
}

/// Names the bound that the user set, where that is what ended the exchange: nobody is then known to be at fault.
pub(crate) fn limit(report: &mut Report, last: &Exchange, max_time: std::time::Duration) {
    use ExchangeEnd::{Incomplete, Misframed, NotConnected, ProxyFailed, Silent, TlsFailed};
    let is_late = matches!(last.ended, Incomplete | Misframed | NotConnected | ProxyFailed | Silent | TlsFailed);
    let most = max_time.as_secs_f64() * 1000.0;
    let certain = report.findings.first().is_some_and(|first| first.confidence == Confidence::Certain);
    if !is_late || certain {
        return;
    }
    let said = Text::new(
        format!(
            "The request for {} was given up after {most} ms, as --max-time says; nothing else is known to be wrong.",
            last.url
        ),
        format!("对 {} 的请求按 --max-time 在 {most} 毫秒后放弃；此外未见其他问题。", last.url),
    );
    report.outcome = Outcome::NoAnswer;
    // What the silence might mean stays as a possibility.
    for finding in &mut report.findings {
        finding.confidence = Confidence::Possible;
    }
    let first = report.findings.first();
    report.verdict = Verdict {
        cause: Some(first.map_or_else(|| UNEXPLAINED.to_owned(), |first| first.cause.clone())),
        confidence: first.map(|first| first.confidence),
        at: first.map(|first| first.at.clone()),
        summary: said,
    };
}

/// The outcome of an exchange that came to no whole answer.
pub(crate) fn outcome(ended: ExchangeEnd, tried: &[Connection]) -> Outcome {
    match ended {
        ExchangeEnd::Answered => Outcome::Reachable,
        ExchangeEnd::Unresolved => Outcome::Unresolved,
        ExchangeEnd::NotConnected => match tried.last().map(|one| one.state) {
            Some(State::Closed) => Outcome::Refused,
            Some(State::Filtered) => Outcome::Filtered,
            Some(State::Unreachable) => Outcome::Unreachable,
            Some(State::Error | State::Open) | None => Outcome::Failed,
        },
        ExchangeEnd::ProxyFailed
        | ExchangeEnd::TlsFailed
        | ExchangeEnd::Incomplete
        | ExchangeEnd::Misframed
        | ExchangeEnd::Bounded => Outcome::ServiceFailed,
        ExchangeEnd::Interrupted => Outcome::Failed,
        ExchangeEnd::Reset | ExchangeEnd::Closed => Outcome::Reset,
        ExchangeEnd::Silent | ExchangeEnd::TimedOut => Outcome::NoAnswer,
        ExchangeEnd::NotHttp => Outcome::WrongService,
    }
}

/// True where an error came to a request with the whole URL, and names nobody who passed it on (RFC 9110 section 7.6.3):
/// a web server taken for a proxy answers so.
fn bears_no_sign(last: &Exchange) -> bool {
    let sent = last.sent.kept();
    let line = sent.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_absolute = line.windows(8).any(|part| part == b" http://");
    is_absolute && last.head.as_ref().is_some_and(|head| head.status >= 400 && head.field("via").is_none())
}

/// An answer in one sentence.
fn answered(last: &Exchange, secrets: &Secrets) -> Text {
    let status = last
        .head
        .as_ref()
        .map_or_else(String::new, |head| format!("{} {}", head.status, secrets.strike_text(&head.reason)));
    let status = status.trim_end();
    let kind = last.head.as_ref().and_then(|head| head.field("content-type"));
    let kind: String =
        kind.map(|kind| format!(", {}", secrets.strike_text(kind))).unwrap_or_default().chars().take(60).collect();
    let bytes = last.body.as_ref().map_or(0, |body| body.bytes);
    let by = last.head.as_ref().and_then(|head| head.field("server"));
    let by: String =
        by.map(|by| format!(" ({})", secrets.strike_text(by))).unwrap_or_default().chars().take(60).collect();
    let who = last.address.map(|address| address.to_string()).unwrap_or_default();
    let (who, who_zh) = match &last.proxy {
        Some(proxy) if bears_no_sign(last) => (
            format!("Through {proxy}, the target (or the proxy itself: the answer bears no sign of being passed on)"),
            format!("经由 {proxy}，目标（或代理自己：应答中没有转发的标记）"),
        ),
        Some(proxy) => (format!("Through {proxy}, the target"), format!("经由 {proxy}，目标")),
        None => (who.clone(), who),
    };
    let ms = last.phases.total_ms;
    Text::new(
        format!("{who}{by} answers {} with {status} in {ms:.1} ms: a body of {bytes} bytes{kind}.", last.method),
        format!("{who_zh}{by} 对 {} 应答 {status}，用时 {ms:.1} 毫秒：正文 {bytes} 字节{kind}。", last.method),
    )
}

/// A failure for which no cause was found, in one sentence.
fn failed(ended: ExchangeEnd, url: &str) -> Text {
    let how = match ended {
        ExchangeEnd::Answered => Text::fixed("it was answered", "已得到应答"),
        ExchangeEnd::Unresolved => Text::fixed("the name led to no address", "域名没有解析到地址"),
        ExchangeEnd::NotConnected => Text::fixed("no connection could be opened", "无法建立连接"),
        ExchangeEnd::ProxyFailed => Text::fixed("the proxy did not open the way", "代理没有打开通路"),
        ExchangeEnd::TlsFailed => Text::fixed("the TLS handshake failed", "TLS 握手失败"),
        ExchangeEnd::Reset => Text::fixed("the connection was reset before an answer", "连接在应答前被重置"),
        ExchangeEnd::Closed => Text::fixed("the connection was closed before an answer", "连接在应答前被关闭"),
        ExchangeEnd::Silent => Text::fixed("no answer came in time", "未在时限内收到应答"),
        ExchangeEnd::TimedOut => Text::fixed("the answer was not whole in time", "应答未在时限内完成"),
        ExchangeEnd::NotHttp => Text::fixed("what came is no HTTP", "收到的内容不是 HTTP"),
        ExchangeEnd::Incomplete => Text::fixed("the answer ended early", "应答提前结束"),
        ExchangeEnd::Misframed => Text::fixed("nobody can know where the answer ends", "无法确定应答在何处结束"),
        ExchangeEnd::Interrupted => Text::fixed("it was interrupted", "被中断"),
        ExchangeEnd::Bounded => Text::fixed("the answer is larger than is read", "应答超出读取的上限"),
    };
    let (en, zh) = (how.get(Lang::En), how.get(Lang::Zh));
    let looked = matches!(ended, ExchangeEnd::Unresolved | ExchangeEnd::NotConnected | ExchangeEnd::ProxyFailed);
    match looked {
        true => Text::new(
            format!(
                "The request for {url} failed ({en}); looked at again at once, the way was open. It fails now and then."
            ),
            format!("对 {url} 的请求失败（{zh}）；随即再看，通路是开的。故障时有时无。"),
        ),
        false => Text::new(
            format!("The request for {url} failed: {en}. What was seen does not say why."),
            format!("对 {url} 的请求失败：{zh}。所见的事实不足以说明原因。"),
        ),
    }
}
