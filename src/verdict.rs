//! The answer in one word and one sentence.

use serde::{Deserialize, Serialize};

use crate::case::{Case, HeardEnd};
use crate::finding::{Confidence, Finding, Location};
use crate::observation::{BedrockStatus, Kind, ProxyEnd, Purpose, Reason, Resolution, RouteOutcome, State};
use crate::text::{Lang, Text};

/// How the attempt ended, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The connection opens.
    Reachable,
    /// The connection opens, and a fault was found.
    Degraded,
    /// The name leads to no address.
    Unresolved,
    /// There is no way there: routes, a dead host.
    Unreachable,
    /// A reset or an ICMP port-unreachable answered the SYN.
    Refused,
    /// Silence, or another ICMP rejection.
    Filtered,
    /// Connected, then closed or reset before an answer.
    Reset,
    /// Connected, then silence.
    NoAnswer,
    /// Connected, and something other than the service asked for answers.
    WrongService,
    /// The right service, or the proxy to it, answers and says no: certificate, HTTP 5xx, a proxy's 407.
    ServiceFailed,
    /// netwhy's own failure, or the own system's.
    Failed,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Verdict {
    /// The surest finding's cause; null when reachable; `unexplained` when no cause fits.
    pub cause: Option<String>,
    /// How sure it is; null when reachable or unexplained.
    pub confidence: Option<Confidence>,
    /// Which machine did it, where a finding says so.
    pub at: Option<Location>,
    /// The answer in one sentence.
    pub summary: Text,
}

/// The word for a failure that no cause explains.
pub const UNEXPLAINED: &str = "unexplained";

/// Causes by which the right service says no, though it answers.
const SAYS_NO: [&str; 1] = ["protocol.tls-client-certificate"];

/// Causes that leave no way to the target, however its silence looks.
const NO_WAY: [&str; 3] = ["network.routing-loop", "network.gateway-silent", "server.host-down"];

/// True where the records of the name lead a game nowhere: it does not come as far as the host, whatever answers there.
fn leads_nowhere(case: &Case, findings: &[Finding]) -> bool {
    let broken = |f: &Finding| f.cause == "name.srv-broken" && f.confidence == Confidence::Certain;
    case.via().is_none() && case.led_by().is_none() && findings.iter().any(broken)
}

/// How the attempt ended. `findings` decide between reachable and degraded, and between filtered and unreachable.
pub fn outcome(case: &Case, findings: &[Finding]) -> Outcome {
    if leads_nowhere(case, findings) {
        return Outcome::Unresolved;
    }
    if case.is_open() {
        if let Some(unanswered) = unanswered(case) {
            return unanswered;
        }
        let says_no = |f: &Finding| SAYS_NO.contains(&f.cause.as_str()) && f.confidence >= Confidence::Likely;
        if findings.iter().any(says_no) {
            return Outcome::ServiceFailed;
        }
        let faulty = findings.iter().any(|finding| finding.confidence >= Confidence::Likely);
        return if faulty { Outcome::Degraded } else { Outcome::Reachable };
    }
    if case.via().is_some() {
        return not_through(case);
    }
    let Some((_, failed)) = case.failed() else {
        let asked_names = case.target.host.name().is_some() && case.seen.first::<Resolution>().is_some();
        let malformed = case.target.host.fault().is_some();
        return if asked_names || malformed { Outcome::Unresolved } else { Outcome::Failed };
    };
    // Silence of a dead host, and packets that go in a circle, are no filter's work.
    let no_way = |f: &Finding| NO_WAY.contains(&f.cause.as_str()) && f.confidence >= Confidence::Likely;
    if failed.state == State::Filtered && findings.first().is_some_and(no_way) {
        return Outcome::Unreachable;
    }
    match (failed.state, failed.reason) {
        (State::Closed, _) | (_, Reason::PortUnreach) => Outcome::Refused,
        (State::Unreachable, _) => Outcome::Unreachable,
        // A route that prohibits the way makes connect() fail as a missing right does.
        (State::Error, _) if matches!(case.route(failed.address), Some((_, RouteOutcome::NoWay { .. }))) => {
            Outcome::Unreachable
        }
        (State::Filtered, _) => Outcome::Filtered,
        (State::Error, _) | (State::Open, _) => Outcome::Failed,
    }
}

/// How a connection through a proxy ended, where that did not open the way: as its answer says, else as the attempts at
/// the proxy itself ended. What the direct way shows decides nothing.
fn not_through(case: &Case) -> Outcome {
    let unresolved = || case.target.host.name().is_some() && case.seen.first::<Resolution>().is_some();
    if case.target.host.fault().is_some() {
        return Outcome::Unresolved;
    }
    let Some(known) = case.proxies().into_iter().next() else { return Outcome::Failed };
    let Some((_, answer)) = &known.answer else {
        let target = known.target();
        let proxy = Case { target: &target, seen: &known.seen };
        return match outcome(&proxy, &[]) {
            // It was there, and was not asked: its name for the target is missing, or the time was over.
            Outcome::Reachable | Outcome::Degraded if unresolved() => Outcome::Unresolved,
            Outcome::Reachable | Outcome::Degraded => Outcome::NoAnswer,
            other => other,
        };
    };
    match answer.ended {
        // It opens for anything: it is no proxy.
        ProxyEnd::Opened | ProxyEnd::WrongProtocol => Outcome::WrongService,
        ProxyEnd::LoginRequired
        | ProxyEnd::Denied
        | ProxyEnd::TargetFailed
        | ProxyEnd::OtherError
        | ProxyEnd::TlsFailed => Outcome::ServiceFailed,
        ProxyEnd::Reset | ProxyEnd::Closed => Outcome::Reset,
        ProxyEnd::Silent => Outcome::NoAnswer,
        ProxyEnd::NotPossible if unresolved() => Outcome::Unresolved,
        ProxyEnd::NotPossible => Outcome::Unreachable,
    }
}

/// How a connection that opened ended without an answer from the service; `None` where it answered at any
/// address, or was not asked.
fn unanswered(case: &Case) -> Option<Outcome> {
    if case.target.service == crate::target::Service::Bedrock {
        let mut asked = case.seen.each::<BedrockStatus>().filter(|(_, one)| one.purpose == Purpose::Asked);
        // A datagram that is no pong is another program's.
        return asked.all(|(_, one)| one.pong.is_none()).then_some(Outcome::WrongService);
    }
    // Of plain TCP no answer is expected.
    crate::case::own(case.target.service)?;
    let heard = case.heard();
    if heard.iter().any(|one| one.ended == HeardEnd::Answered) {
        return None;
    }
    heard.first().map(|one| match one.ended {
        HeardEnd::Reset | HeardEnd::Closed => Outcome::Reset,
        HeardEnd::Other => Outcome::WrongService,
        HeardEnd::Silent | HeardEnd::Slow | HeardEnd::Answered => Outcome::NoAnswer,
        HeardEnd::Failed | HeardEnd::Broken => Outcome::ServiceFailed,
    })
}

/// What a Minecraft server or its API answered, where one was asked for.
fn answered(case: &Case) -> Option<Text> {
    let pongs = |one: &BedrockStatus| one.purpose == Purpose::Asked && one.pong.is_some();
    if let Some((_, one)) = case.seen.each::<BedrockStatus>().find(|(_, one)| pongs(one)) {
        return Some(Kind::tell(one));
    }
    let heard = case.heard();
    let one = heard.iter().find(|one| one.ended == HeardEnd::Answered).filter(|_| case.is_about_minecraft())?;
    Some(case.seen.get(one.id)?.fact.tell())
}

/// The verdict that `findings`, ordered surest first, amount to.
pub fn judge(case: &Case, outcome: Outcome, findings: &[Finding]) -> Verdict {
    let target = case.target.to_string();
    match findings.first() {
        Some(first) if outcome != Outcome::Reachable => Verdict {
            cause: Some(first.cause.clone()),
            confidence: Some(first.confidence),
            at: Some(first.at.clone()),
            summary: first.summary.clone(),
        },
        _ if matches!(outcome, Outcome::Reachable | Outcome::Degraded) => Verdict {
            cause: None,
            confidence: None,
            at: None,
            summary: match case.via() {
                None if case.taken_all_the_same().is_some() => Text::new(
                    format!(
                        "{target} is reachable; its certificate is not trusted, and was taken all the same (--insecure)."
                    ),
                    format!("{target} 可达；其证书不受信任，但仍被接受（--insecure）。"),
                ),
                None if answered(case).is_some() => {
                    let told = answered(case).unwrap_or_else(|| Text::fixed("", ""));
                    Text::new(
                        format!("{target} is reachable. {}.", told.get(Lang::En)),
                        format!("{target} 可达。{}。", told.get(Lang::Zh)),
                    )
                }
                None => Text::new(
                    format!("{target} is reachable: the TCP connection opens."),
                    format!("{target} 可达：TCP 连接成功建立。"),
                ),
                Some(proxy) => Text::new(
                    format!("{target} is reachable through the proxy {proxy}, which opens the way."),
                    format!("经代理 {proxy} 可达 {target}：代理打开了通路。"),
                ),
            },
        },
        _ => Verdict {
            cause: Some(UNEXPLAINED.to_owned()),
            confidence: None,
            at: None,
            summary: match outcome {
                Outcome::Reset | Outcome::NoAnswer | Outcome::WrongService | Outcome::ServiceFailed => Text::new(
                    format!(
                        "{target} opens, but the service asked for does not answer there; what was seen does not say why."
                    ),
                    format!("{target} 可以连接，但所求的服务没有应答；所见的事实不足以说明原因。"),
                ),
                _ => Text::new(
                    format!("{target} cannot be reached, and what was seen does not say why."),
                    format!("无法连接 {target}，而所见的事实不足以说明原因。"),
                ),
            },
        },
    }
}
