//! The signs by which an own packet filter shows itself without its rules being read.

use crate::case::Case;
use crate::cause::translated::may_be_translated;
use crate::finding::Confidence;
use crate::observation::{
    Condition, Connection, Counters, FactId, Interfaces, Listener, Listeners, NeighbourState, Neighbours, Os, Path,
    Protocol, Reason, RouteOutcome,
};
use crate::text::{Lang, Text};

/// One sign.
pub(super) struct Sign {
    /// How sure it makes the cause by itself.
    pub(super) confidence: Confidence,
    /// What it rests on besides the attempt.
    pub(super) evidence: Vec<FactId>,
    /// What shows it, as the end of a sentence.
    pub(super) how: Text,
    /// True where the filter drops in silence.
    pub(super) silent: bool,
}

/// The kernel gives a neighbour up after about 3 s; what comes sooner is no word about a neighbour.
const SOON_MS: f64 = 900.0;

/// An ICMP error that bears an own address, at once.
pub(super) fn answer(case: &Case, failed: &Connection) -> Option<Sign> {
    let sender = failed.from.as_ref().filter(|_| failed.icmp.is_some())?.address;
    if !case.is_own(sender) || !failed.reason.is_rejection() || failed.rtt_ms.is_some_and(|ms| ms >= SOON_MS) {
        return None;
    }
    let confidence = match failed.reason {
        Reason::HostUnreach if next_is_missing(case, failed) => return None,
        // A tunnel without its other end says the same.
        Reason::HostUnreach | Reason::NetUnreach => Confidence::Likely,
        // A refusal by the machine that it is sent on to comes back under this one's address.
        _ if may_be_translated(case, failed.address) => Confidence::Likely,
        _ => Confidence::Certain,
    };
    let reason = failed.reason;
    let how = Text::new(
        format!("the refusal ({reason}) comes at once and bears this machine's own address {sender}"),
        format!("拒绝（{reason}）立即返回，且来自本机自己的地址 {sender}"),
    );
    let how = or_sent_elsewhere(case, failed, how);
    Some(Sign {
        confidence,
        evidence: case.route(failed.address).map(|(id, _)| id).into_iter().collect(),
        how,
        silent: false,
    })
}

/// True where the next machine on the own link did not answer the kernel's asking.
fn next_is_missing(case: &Case, failed: &Connection) -> bool {
    let next = case.gateway(failed.address).map_or(failed.address, |(_, gateway)| gateway);
    let missing = |state| matches!(state, NeighbourState::Failed | NeighbourState::Incomplete);
    case.seen.each::<Neighbours>().any(|(_, table)| table.of(next).is_some_and(|one| missing(one.state)))
}

/// A reset that nobody else can have sent: for an own listener that has room, or before the first hop.
pub(super) fn reset(case: &Case, failed: &Connection) -> Option<Sign> {
    if failed.reason != Reason::Reset {
        return None;
    }
    if case.is_own(failed.address) {
        let (table, listener) = listener(case, failed)?;
        let room = listener.accept_queue.is_none_or(|queue| queue.length <= queue.limit);
        let how = Text::new(
            format!("a reset answers although a program listens on port {} here", failed.port),
            format!("本机有程序监听端口 {}，却仍收到 RST", failed.port),
        );
        let how = or_sent_elsewhere(case, failed, how);
        return room.then_some(Sign { confidence: Confidence::Likely, evidence: vec![table], how, silent: false });
    }
    let (path, way) = case.path(failed.address, failed.port, Protocol::Tcp)?;
    let at_once = way.end.as_ref().is_some_and(|end| end.at == 1 && end.answer == Reason::Reset);
    let (other, _) = first_router(case, failed)?;
    if !at_once {
        return None;
    }
    let kept = kept_back(case, 1);
    let arrival = case.arrival(failed.address, failed.port);
    // A reset that has passed no machine has its whole TTL left.
    let fresh = arrival.is_none_or(|(_, _, ttl)| matches!(ttl, 64 | 128 | 255));
    let confidence = match kept {
        Some((_, true)) if fresh => Confidence::Likely,
        Some((_, false)) => return None,
        _ => Confidence::Possible,
    };
    let how = Text::fixed(
        "its reset comes before the first router is reached, and the kernel counts packets that it did not send",
        "RST 在到达第一个路由器之前就产生了，且内核计数显示有包没有发出",
    );
    Some(Sign {
        confidence,
        evidence: [Some(path), Some(other), kept.map(|(id, _)| id), arrival.map(|(id, ..)| id)]
            .into_iter()
            .flatten()
            .collect(),
        how,
        silent: false,
    })
}

/// Silence that begins on this machine.
pub(super) fn silence(case: &Case, failed: &Connection) -> Option<Sign> {
    let mut same = case.asked().filter(|(_, one)| one.address == failed.address);
    if !same.all(|(_, one)| one.reason == Reason::NoResponse) || case.said_closed(failed).is_some() {
        return None;
    }
    if case.is_own(failed.address) {
        return silence_here(case, failed);
    }
    let kept = kept_back(case, u64::from(failed.attempts));
    let here = match case.is_on_link(failed.address) {
        // There is no router between, so only the counters can tell it from a filter of the host's.
        true => case.sign_of_life(failed.address).into_iter().collect(),
        false => {
            let (path, way) = case.path(failed.address, failed.port, Protocol::Tcp)?;
            if way.last_router().is_some() || way.end.is_some() {
                return None;
            }
            if let Some(sign) = denied_udp(case, failed, path) {
                return Some(sign);
            }
            let (other, _) = first_router(case, failed)?;
            vec![path, other]
        }
    };
    let confidence = match (kept, case.is_on_link(failed.address)) {
        (Some((_, true)), false) => Confidence::Likely,
        // The counters are those of every program here, and no trace shows where its own packets end.
        (Some((_, true)), true) | (None, false) => Confidence::Possible,
        _ => return None,
    };
    let how = match kept {
        Some(_) if case.is_on_link(failed.address) => Text::fixed(
            "it stays silent, and meanwhile the kernel counts packets of some program here that it did not send; the host itself may drop the port as well",
            "它没有应答，同时内核计数显示本机某个程序有包没有发出；也可能是对方主机自己丢弃了该端口的包",
        ),
        Some(_) => Text::fixed(
            "its packets are not seen even at the first hop, and the kernel counts packets that it did not send",
            "连第一跳都看不到它的包，且内核计数显示有包没有发出",
        ),
        None => Text::fixed(
            "its packets are not seen even at the first hop, where those for other ports are",
            "连第一跳都看不到它的包，而其他端口的包可以看到",
        ),
    };
    Some(Sign { confidence, evidence: here.into_iter().chain(kept.map(|(id, _)| id)).collect(), how, silent: true })
}

/// What drops TCP in silence says so to UDP: on Linux an outgoing rule that drops makes its sending fail (EPERM).
fn denied_udp(case: &Case, failed: &Connection, silent: FactId) -> Option<Sign> {
    let denied = |path: &Path| {
        path.protocol == Protocol::Udp && path.end.as_ref().is_some_and(|end| end.answer == Reason::PermDenied)
    };
    let (id, _) = case.paths(failed.address).find(|(_, path)| denied(path))?;
    let how = Text::fixed(
        "its packets are not seen even at the first hop, and this machine does not permit UDP to the same address",
        "连第一跳都看不到它的包，且本机不允许向同一地址发送 UDP",
    );
    Some(Sign { confidence: Confidence::Likely, evidence: vec![silent, id], how, silent: true })
}

/// Silence of an own address: no other machine has a part in it.
fn silence_here(case: &Case, failed: &Connection) -> Option<Sign> {
    let (table, all) = case.seen.first::<Listeners>()?;
    all.listeners.saw()?;
    let listener = listener(case, failed);
    if listener.is_some_and(|(_, one)| one.accept_queue.is_none_or(|queue| queue.length >= queue.limit)) {
        return None;
    }
    let loopback_up = case
        .seen
        .first::<Interfaces>()
        .and_then(|(id, all)| all.interfaces.saw()?.iter().any(|one| one.loopback && one.up).then_some(id));
    let sure = loopback_up.is_some() && !may_be_translated(case, failed.address);
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    let (en, zh) = match listener {
        Some(_) => ("a program listens there and has room", "有程序在监听且队列有余"),
        None => ("nothing listens there, which a reset would tell at once", "没有程序监听，本应立即收到 RST"),
    };
    let how = Text::new(
        format!("the address is this machine's own and stays silent, though {en}"),
        format!("该地址属于本机却没有应答，而{zh}"),
    );
    let how = or_sent_elsewhere(case, failed, how);
    Some(Sign { confidence, evidence: [Some(table), loopback_up].into_iter().flatten().collect(), how, silent: true })
}

/// What may be behind it besides a filter.
fn or_sent_elsewhere(case: &Case, failed: &Connection, how: Text) -> Text {
    if !may_be_translated(case, failed.address) {
        return how;
    }
    let (en, zh) = (how.get(Lang::En), how.get(Lang::Zh));
    Text::new(
        format!(
            "{en} (unless it sends the port on to another machine, as Docker and kube-proxy do, and that one fails)"
        ),
        format!("{zh}（除非本机把该端口转发到别的机器（如 Docker、kube-proxy），而问题出在那里）"),
    )
}

/// The kernel says that it is not permitted. On Linux no packet filter makes connect() say so, but a program
/// attached to a control group does; on Windows an outgoing rule does.
pub(super) fn denial(case: &Case, failed: &Connection) -> Option<Sign> {
    let error = failed.error.as_ref().filter(|error| error.condition == Condition::NotPermitted)?;
    if failed.icmp.is_some() || matches!(case.route(failed.address), Some((_, RouteOutcome::NoWay { .. }))) {
        return None;
    }
    let confidence = match (case.os(), error.name.as_str()) {
        (Os::Windows, _) => Confidence::Likely,
        (Os::Linux, "EPERM") | (Os::Macos, _) => Confidence::Possible,
        _ => return None,
    };
    let how = Text::new(
        format!("connect() fails at once with {}, as it does where a rule forbids it", error.name),
        format!("connect() 立即失败并返回 {}，与规则禁止时相同", error.name),
    );
    Some(Sign { confidence, evidence: Vec::new(), how, silent: false })
}

/// The own listener that takes the attempt.
fn listener<'a>(case: &Case<'a>, failed: &Connection) -> Option<(FactId, &'a Listener)> {
    let (id, all) = case.seen.first::<Listeners>()?;
    let mut own = all.listeners.saw()?.iter().filter(|one| one.port == failed.port && one.covers(failed.address));
    own.next().map(|one| (id, one))
}

/// A trace of another port or protocol to the same address in which the first router answers.
fn first_router<'a>(case: &Case<'a>, failed: &Connection) -> Option<(FactId, &'a Path)> {
    let answers = |path: &Path| path.hops.iter().any(|hop| hop.ttl == 1 && hop.answer == Reason::TimeExceeded);
    let same = |path: &Path| path.port == failed.port && path.protocol == Protocol::Tcp;
    case.paths(failed.address).find(|(_, path)| !same(path) && answers(path))
}

/// Whether the kernel counted at least `least` packets that it made and did not send. Zero for both counters
/// speaks against an own filter; `None` where they were not seen.
fn kept_back(case: &Case, least: u64) -> Option<(FactId, bool)> {
    let (id, counters) = case.seen.each::<Counters>().next_back()?;
    let unsent = counters.unsent_packets.saw().copied();
    let failed = counters.failed_retransmits.saw().copied();
    if unsent.is_none() && failed.is_none() {
        return None;
    }
    Some((id, unsent.is_some_and(|count| count >= least.max(1)) || failed.is_some_and(|count| count > 0)))
}
