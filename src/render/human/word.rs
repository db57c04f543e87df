//! The words for the answers that a document holds as values.

use crate::check::{Question, Status};
use crate::finding::{Confidence, Role};
use crate::observation::ProxyEnd;
use crate::text::Text;
use crate::verdict::Outcome;

/// An outcome as a headline.
pub(crate) fn outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Reachable => Text::fixed("REACHABLE", "可达"),
        Outcome::Degraded => Text::fixed("REACHABLE, WITH A FAULT", "可达，但有问题"),
        Outcome::Unresolved => Text::fixed("NAME NOT RESOLVED", "名称无法解析"),
        Outcome::Unreachable => Text::fixed("UNREACHABLE", "不可达"),
        Outcome::Refused => Text::fixed("REFUSED", "被拒绝"),
        Outcome::Filtered => Text::fixed("FILTERED", "被过滤"),
        Outcome::Reset => Text::fixed("CLOSED WITHOUT AN ANSWER", "未应答即断开"),
        Outcome::NoAnswer => Text::fixed("NO ANSWER", "连接后无应答"),
        Outcome::ServiceFailed => Text::fixed("SERVICE SAYS NO", "服务拒绝"),
        Outcome::WrongService => Text::fixed("ANOTHER SERVICE", "不是所求的服务"),
        Outcome::Failed => Text::fixed("COULD NOT TRY", "未能尝试"),
    }
}

/// A sign that stands for it without colour.
pub(crate) fn outcome_mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Reachable => "✓",
        Outcome::Degraded => "!",
        _ => "✗",
    }
}

/// A sign for a check's status.
pub(crate) fn status_mark(status: Status) -> &'static str {
    match status {
        Status::Pass => "✓",
        Status::Fail => "✗",
        Status::Warn => "!",
        Status::Unknown => "?",
        Status::Skipped => "–",
    }
}

/// A question as a row's label.
pub(crate) fn question(question: Question) -> Text {
    match question {
        Question::Machine => Text::fixed("machine", "本机"),
        Question::Name => Text::fixed("name", "域名"),
        Question::Network => Text::fixed("network", "网络"),
        Question::Server => Text::fixed("server", "服务器"),
        Question::Port => Text::fixed("port", "端口"),
        Question::Firewall => Text::fixed("firewall", "防火墙"),
        Question::Restriction => Text::fixed("restriction", "网络限制"),
        Question::Proxy => Text::fixed("proxy", "代理"),
        Question::Protocol => Text::fixed("protocol", "协议"),
    }
}

/// How a request for passage ended, in a few words.
pub(crate) fn passage(ended: ProxyEnd) -> Text {
    match ended {
        ProxyEnd::Opened => Text::fixed("opens the way to the target", "打开了到目标的通路"),
        ProxyEnd::LoginRequired => Text::fixed("wants a login", "要求登录"),
        ProxyEnd::Denied => Text::fixed("forbids the target", "禁止访问该目标"),
        ProxyEnd::TargetFailed => Text::fixed("could not reach the target", "无法连接目标"),
        ProxyEnd::OtherError => Text::fixed("answers with an error", "返回错误"),
        ProxyEnd::WrongProtocol => Text::fixed("speaks another protocol", "使用其他协议"),
        ProxyEnd::TlsFailed => Text::fixed("TLS with the proxy fails", "与代理的 TLS 握手失败"),
        ProxyEnd::Reset => Text::fixed("resets the connection when asked", "收到请求即重置连接"),
        ProxyEnd::Closed => Text::fixed("closes the connection when asked", "收到请求即关闭连接"),
        ProxyEnd::Silent => Text::fixed("does not answer", "没有应答"),
        ProxyEnd::NotPossible => Text::fixed("cannot be asked for such a target", "无法以此方式请求该目标"),
    }
}

/// How sure.
pub(crate) fn confidence(confidence: Confidence) -> Text {
    match confidence {
        Confidence::Certain => Text::fixed("certain", "确定"),
        Confidence::Likely => Text::fixed("likely", "很可能"),
        Confidence::Possible => Text::fixed("possible", "有可能"),
    }
}

/// A machine's part.
pub(crate) fn role(role: Role) -> Text {
    match role {
        Role::ThisMachine => Text::fixed("this machine", "本机"),
        Role::Gateway => Text::fixed("gateway", "网关"),
        Role::Path => Text::fixed("router on the way", "途中的路由器"),
        Role::BetweenEnds => {
            Text::fixed("the server, this machine, or one between them", "服务器、本机或两者之间的某台机器")
        }
        Role::Target => Text::fixed("target", "目标主机"),
        Role::Proxy => Text::fixed("proxy", "代理"),
        Role::Resolver => Text::fixed("name server", "域名服务器"),
    }
}
