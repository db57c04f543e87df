//! `network.lossy`: some attempts work and some do not.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, FactId, Listeners, Os, Reason, Side, State};
use crate::text::Text;

/// Attempts at one address open, time out, or need their SYN sent again.
pub(super) const CAUSE: Cause = Cause {
    id: "network.lossy",
    title: Text::fixed("the network loses packets", "网络丢包"),
    masked_by: &["server.overloaded", "server.starting"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (_, open) = case.asked().find(|(_, c)| c.state == State::Open)?;
    let tries: Vec<(FactId, &Connection)> = case.asked().filter(|(_, c)| c.address == open.address).collect();
    let lost = |c: &Connection| c.reason == Reason::NoResponse || c.state == State::Open && c.attempts > 1;
    let (id, _) = tries.iter().find(|(_, c)| lost(c)).copied()?;
    let (bad, all) = (tries.iter().filter(|(_, c)| lost(c)).count(), tries.len());
    // On this machine nothing is lost on the way: there the listener's queue speaks.
    if case.is_own(open.address) && case.seen.first::<Listeners>().is_some() {
        return None;
    }
    let compared = case.compared(open).filter(|compared| compared.side == Side::BeforeServer);
    let confidence = if bad >= 2 { Confidence::Likely } else { Confidence::Possible };
    let summary = match compared {
        Some(_) => Text::new(
            format!(
                "{bad} of {all} attempts at {} got no answer at the first try, and did not come to the server: they are lost on the way there, or a limit lets only some through.",
                case.target
            ),
            format!(
                "对 {} 的 {all} 次尝试中有 {bad} 次首次没有应答，也没有到达服务器：在去程丢失，或途中的限速只放行一部分。",
                case.target
            ),
        ),
        None => Text::new(
            format!(
                "{bad} of {all} attempts at {} got no answer at the first try, the others opened: packets are lost on the way, or the server takes connections only now and then.",
                case.target
            ),
            format!(
                "对 {} 的 {all} 次尝试中有 {bad} 次首次没有应答，其余成功：途中丢包，或服务器时而不接受连接。",
                case.target
            ),
        ),
    };
    let finding = Finding::because(id, confidence, Location::of(Role::Path), summary)
        .and(tries.iter().map(|(id, _)| *id))
        .and(compared.map(|compared| compared.id))
        .remedy(
            Remedy::new("Measure the loss over a while.", "持续测量一段时间的丢包。")
                .command(format!("netwhy probe {} --count 50 --interval 200ms", case.target)),
        )
        .remedy(Remedy::new(
            "On Wi-Fi, move nearer to the router or use a cable.",
            "若用 Wi-Fi，请靠近路由器或改用网线。",
        ));
    Some(match compared {
        Some(_) => finding.remedy(Remedy::new(
            "Ask whoever runs the routers between for a limit on new connections to this port.",
            "请询问途中路由器的管理者是否限制了到该端口的新连接。",
        )),
        None => finding.remedy(
            Remedy::new(
                "If only this server loses them, it may be overloaded: see its accept queue.",
                "若只有这台服务器如此，它可能过载：查看其接受队列。",
            )
            .command(format!("ss -ltn 'sport = :{}'", case.target.port))
            .on(Os::Linux),
        ),
    })
}
