//! `server.overloaded`: the server listens, and is too slow to accept what comes.

use crate::case::Case;
use crate::cause::restriction::is_intercepted;
use crate::cause::server::listening::{covering, show};
use crate::cause::translated::may_be_translated;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{AcceptQueue, Connection, FactId, No, Os, Protocol, Purpose, Reason, Side, Speech, State};
use crate::text::{Lang, Text};

/// The own socket table shows the listener's queue full; or another machine's port answers now and then
/// while its other ports answer always.
pub(super) const CAUSE: Cause = Cause {
    id: "server.overloaded",
    title: Text::fixed("the server does not keep up with its connections", "服务器来不及接受连接"),
    masked_by: &["server.starting", "firewall.own"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    // Of datagrams there is no queue that could be seen.
    if case.asked().any(|(_, one)| one.is_datagram()) {
        return None;
    }
    here(case)
        .or_else(|| queue_there(case))
        .or_else(|| says_so(case))
        .or_else(|| elsewhere(case))
        .or_else(|| never(case))
}

/// The other end counted connections that full accept queues turned away meanwhile.
fn queue_there(case: &Case) -> Option<Finding> {
    let (id, failed, compared) = case.compared_attempt().filter(|(.., compared)| compared.side == Side::QueueFull)?;
    let (host, port, told) = (&case.target.host, failed.port, compared.counterpart.describe());
    let summary = Text::new(
        format!("The server on TCP port {port} of {host} does not accept. {}", told.get(Lang::En)),
        format!("{host} 的 TCP 端口 {port} 上的服务器没有接受连接。{}", told.get(Lang::Zh)),
    );
    let at = Location { role: Role::Target, ..Location::machine(case, failed.address, failed.address) };
    // What was counted is of all its listeners together, and a queue that is full now may not have been so at each attempt.
    Some(Finding::because(id, Confidence::Likely, at, summary).and([compared.id]).remedy(restart()))
}

/// The server itself says that too many connections are open.
fn says_so(case: &Case) -> Option<Finding> {
    let own = crate::case::own(case.target.service);
    let all = || case.seen.each::<Speech>().filter(|(_, one)| one.purpose == Purpose::Asked && one.spoken == own);
    let (id, said) = all().find(|(_, one)| one.says_no == Some(No::TooMany))?;
    let (target, excerpt) = (case.target.to_string(), &said.excerpt);
    let summary = Text::new(
        format!("{target} answers, and says that too many connections are open already: `{excerpt}`."),
        format!("{target} 有应答，但表示已打开的连接过多：`{excerpt}`。"),
    );
    let sure = if is_intercepted(case) { Confidence::Likely } else { Confidence::Certain };
    let at = Location::answering(case, said.address);
    Some(Finding::because(id, sure, at, summary).remedy(Remedy::new(
        "Close connections that are not needed, or raise the server's limit (`MaxStartups` of sshd, `maxclients` of Redis, `max_connections` of databases).",
        "关闭不需要的连接，或提高服务器的上限（sshd 的 `MaxStartups`、Redis 的 `maxclients`、数据库的 `max_connections`）。",
    )))
}

/// Not answered, or only once the SYN was sent again.
fn is_kept_waiting(one: &Connection) -> bool {
    one.reason == Reason::NoResponse || one.state == State::Open && one.attempts > 1
}

/// This machine's own table.
fn here(case: &Case) -> Option<Finding> {
    // With tcp_abort_on_overflow set a full queue answers with a reset (tcp(7)).
    let (id, slow) = case.asked().find(|(_, one)| is_kept_waiting(one) || one.reason == Reason::Reset)?;
    let (table, covers) = covering(case, slow.address, slow.port)?;
    let queue = covers.iter().filter_map(|one| one.accept_queue).find(|queue| queue.length >= queue.limit.max(1))?;
    // The kernel lets one more wait than the limit says.
    let full = queue.length > queue.limit;
    let confidence = match (full, slow.reason) {
        (true, Reason::NoResponse) if !may_be_translated(case, slow.address) => Confidence::Certain,
        (true, _) => Confidence::Likely,
        (false, _) => Confidence::Possible,
    };
    let AcceptQueue { length, limit } = queue;
    let port = slow.port;
    let summary = Text::new(
        format!(
            "The server on port {port} of this machine does not accept: {length} connections wait already, and {limit} may. New ones are dropped until it takes them."
        ),
        format!(
            "本机端口 {port} 的服务器没有接受连接：已有 {length} 个在排队，上限为 {limit}。在它取走之前，新的连接会被丢弃。"
        ),
    );
    let at = Location::this_machine().address(slow.address);
    let finding = Finding::because(id, confidence, at, summary).and([table]);
    Some(
        finding.remedy(restart()).remedy(
            Remedy::new("Watch the queue: Recv-Q should fall to 0.", "观察队列：Recv-Q 应降为 0。")
                .command(show(case.os(), port)),
        ),
    )
}

/// Another machine: some attempts open, some stay silent.
fn elsewhere(case: &Case) -> Option<Finding> {
    let (_, open) = case.asked().find(|(_, one)| one.state == State::Open)?;
    let (address, port) = (open.address, open.port);
    // Where the other end says that the lost ones never came to it, its queue did not turn them away.
    let lost_before = |one: &Connection| case.compared(one).is_some_and(|compared| compared.side == Side::BeforeServer);
    if case.is_own(address) || lost_before(open) {
        return None;
    }
    let all: Vec<(FactId, &Connection)> = case.asked().filter(|(_, one)| one.address == address).collect();
    let slow: Vec<FactId> = all.iter().filter(|(_, one)| is_kept_waiting(one)).map(|(id, _)| *id).collect();
    let first = *slow.first()?;
    let others: Vec<(FactId, &Connection)> = case.other_ports(address).collect();
    let steady = |one: &Connection| matches!(one.reason, Reason::SynAck | Reason::Reset) && one.attempts == 1;
    // Loss on the way would strike the other ports too.
    let only_this = slow.len() >= 2 && others.len() >= 3 && others.iter().all(|(_, one)| steady(one));
    let confidence = if only_this { Confidence::Likely } else { Confidence::Possible };
    let (some, tries) = (slow.len(), all.len());
    let (en, zh) = match only_this {
        true => ("its other ports answer every time, so its queue is full", "而它的其他端口每次都应答，因此是队列已满"),
        false => ("its queue may be full, or packets are lost on the way", "可能是其队列已满，也可能途中丢包"),
    };
    let summary = Text::new(
        format!("{} answers only now and then ({some} of {tries} attempts waited): {en}.", case.target),
        format!("{} 时而应答时而不应答（{tries} 次中有 {some} 次等待）：{zh}。", case.target),
    );
    let at = Location::machine(case, address, address);
    let others = others.into_iter().filter(|_| only_this).map(|(id, _)| id);
    let finding = Finding::because(first, confidence, at, summary).and(all.iter().map(|(id, _)| *id)).and(others);
    Some(on_the_server(finding, port))
}

/// Another machine: every attempt reaches the last router and stays silent, while the host answers otherwise.
/// A filter of the host's is likelier, and looks the same.
fn never(case: &Case) -> Option<Finding> {
    let (id, silent) = case.failed().filter(|(_, one)| one.reason == Reason::NoResponse)?;
    let (address, port) = (silent.address, silent.port);
    if case.is_open() || case.is_own(address) {
        return None;
    }
    // The other end counted none.
    if case.compared(silent).is_some_and(|compared| compared.answer.overflowed == Some(0)) {
        return None;
    }
    let life = case.sign_of_life(address)?;
    let way = match case.is_on_link(address) {
        true => None,
        false => {
            let (path, way) = case.path(address, port, Protocol::Tcp)?;
            let (_, distance) = case.distance(address)?;
            // What a router before the host drops never comes into its queue.
            let reach = way.last_router().map_or(0, |hop| hop.ttl);
            (reach.saturating_add(1) >= distance).then_some(path).map(Some)?
        }
    };
    let summary = Text::new(
        format!(
            "{address} answers otherwise and never on port {port}: a program there whose queue is full would look so, as well as a firewall."
        ),
        format!("{address} 有其他应答，而端口 {port} 始终没有：队列已满的程序看起来就是这样，防火墙也是。"),
    );
    let at = Location::machine(case, address, address);
    let finding = Finding::because(id, Confidence::Possible, at, summary).and([life]).and(way);
    Some(on_the_server(finding, port))
}

fn on_the_server(finding: Finding, port: u16) -> Finding {
    finding
        .remedy(
            Remedy::new("On the server, see whether Recv-Q reaches Send-Q.", "在服务器上查看 Recv-Q 是否达到 Send-Q。")
                .command(format!("ss -ltn 'sport = :{port}'"))
                .on(Os::Linux),
        )
        .remedy(
            Remedy::new("On a Windows server, count its connections.", "若服务器是 Windows，统计其连接数。")
                .command(format!("netstat -ano | findstr :{port}"))
                .on(Os::Windows),
        )
        .remedy(restart())
}

fn restart() -> Remedy {
    Remedy::new(
        "The program hangs or is too busy: read its log, and start it again; a larger backlog only helps with bursts.",
        "程序卡住或过于繁忙：查看其日志并重新启动；增大 backlog 只对突发有用。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, far, listeners, open, own, path, purpose, reset, silent};
    use crate::observation::Purpose;

    fn sure(scene: &Scene) -> Option<Confidence> {
        recognise(&scene.case()).map(|found| found.confidence)
    }

    #[test]
    fn a_full_queue_of_an_own_silent_listener_is_certain() {
        let scene = |queue| Scene::of("127.0.0.1:80").see(listeners(&[queue])).see(silent("127.0.0.1", 80));
        assert_eq!(sure(&scene(("0.0.0.0", 80, 2, 1))), Some(Confidence::Certain));
        let elsewhere = Scene::of("192.0.2.5:80").see(own("192.0.2.5")).see(listeners(&[("0.0.0.0", 80, 2, 1)]));
        let elsewhere = elsewhere.see(silent("192.0.2.5", 80));
        assert_eq!(sure(&elsewhere), Some(Confidence::Likely), "Docker may send that address on");
        assert_eq!(sure(&scene(("0.0.0.0", 80, 1, 1))), Some(Confidence::Possible));
        assert_eq!(sure(&scene(("0.0.0.0", 80, 0, 0))), None);
        assert_eq!(sure(&scene(("0.0.0.0", 81, 2, 1))), None);
    }

    #[test]
    fn silence_that_reaches_the_host_may_be_a_full_queue() {
        let to = "198.51.100.7";
        let scene = |routers: &[&str]| {
            let scene = Scene::of("198.51.100.7:80").see(far(to)).see(silent(to, 80));
            let scene = scene.see(path(to, 80, Protocol::Tcp, routers, None));
            let routers = &["192.0.2.1", "203.0.113.1"];
            scene.see(path(to, 33434, Protocol::Udp, routers, Some(Reason::PortUnreach)))
        };
        assert_eq!(sure(&scene(&["192.0.2.1", "203.0.113.1"])), Some(Confidence::Possible));
        assert_eq!(sure(&scene(&["192.0.2.1", ""])), None, "a router dropped it");
    }

    #[test]
    fn the_farthest_router_that_a_report_can_tell_of_is_no_overflow() {
        let to = "198.51.100.7";
        let mut way = path(to, 80, Protocol::Tcp, &["192.0.2.1"], None);
        way.hops[0].ttl = u8::MAX;
        let end = path(to, 33434, Protocol::Udp, &["192.0.2.1"], Some(Reason::PortUnreach));
        let scene = Scene::of("198.51.100.7:80").see(far(to)).see(silent(to, 80)).see(way).see(end);
        assert_eq!(sure(&scene), Some(Confidence::Possible));
    }

    #[test]
    fn a_port_that_answers_now_and_then_is_overload_or_loss() {
        let again = |one| purpose(Purpose::Again, one);
        let scene = || {
            let scene = Scene::of("h:80").see(open("192.0.2.9", 80));
            scene.see(again(silent("192.0.2.9", 80))).see(again(silent("192.0.2.9", 80)))
        };
        assert_eq!(sure(&scene()), Some(Confidence::Possible));
        let others = |scene: Scene, last| {
            [reset("192.0.2.9", 81), reset("192.0.2.9", 82), last]
                .into_iter()
                .fold(scene, |scene, one| scene.see(purpose(Purpose::OtherPort, one)))
        };
        assert_eq!(sure(&others(scene(), open("192.0.2.9", 22))), Some(Confidence::Likely));
        assert_eq!(sure(&others(scene(), silent("192.0.2.9", 22))), Some(Confidence::Possible));
        assert_eq!(sure(&Scene::of("h:80").see(silent("192.0.2.9", 80))), None);
    }
}
