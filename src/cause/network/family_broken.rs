//! `network.family-broken`: one address family fails where the other works.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{Connection, FactId, Reason, State};
use crate::text::Text;

/// The name has addresses of both families; all of one open, none of the other does.
pub(super) const CAUSE: Cause = Cause {
    id: "network.family-broken",
    title: Text::fixed("only one of IPv4 and IPv6 works", "IPv4 与 IPv6 只有一个可用"),
    masked_by: &["server.wrong-family"],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let tried = |v6: bool| case.first_asked().filter(move |(_, c)| c.address.is_ipv6() == v6);
    let opens = |v6: bool| case.asked().any(|(_, c)| c.address.is_ipv6() == v6 && c.state == State::Open);
    let broken_v6 = match (opens(false), opens(true)) {
        (true, false) => true,
        (false, true) => false,
        _ => return None,
    };
    let failed: Vec<(FactId, &Connection)> = tried(broken_v6).collect();
    let (id, first) = failed.first().copied()?;
    // Without any route of that family programs skip it at once, and no harm is done; a reset is the
    // server's own answer, which `server.wrong-family` tells.
    if failed.iter().any(|(_, c)| c.is_local_failure() || c.reason == Reason::Reset) {
        return None;
    }
    let (works, id_works) = tried(!broken_v6).find(|(_, c)| c.state == State::Open).map(|(id, c)| (c, id))?;
    let (broken, good) = if broken_v6 { ("IPv6", "IPv4") } else { ("IPv4", "IPv6") };
    // RFC 6724 has programs try IPv6 first.
    let (first_en, first_zh) = match broken_v6 {
        true => ("programs try IPv6 first and have to wait for it", "程序会先尝试 IPv6，因此需要等待"),
        false => ("programs that know only IPv4 cannot get through", "只支持 IPv4 的程序无法连接"),
    };
    let summary = Text::new(
        format!(
            "{} answers over {good} ({}) but not over {broken} ({}); {first_en}.",
            case.target.host, works.address, first.address
        ),
        format!(
            "{} 通过 {good}（{}）可达，通过 {broken}（{}）不可达；{first_zh}。",
            case.target.host, works.address, first.address
        ),
    );
    let option = if broken_v6 { "-4" } else { "-6" };
    // Whoever rejects is at fault; whoever only reports that there is no way is not.
    let at = match (first.from.as_ref(), case.farthest_router(first.address)) {
        (Some(from), _) if !first.reason.is_unreachable() => Location::machine(case, first.address, from.address),
        (None, Some((_, ttl, Some(address)))) => Location::machine(case, first.address, address).hop(ttl),
        _ => Location::of(Role::Path),
    };
    let finding =
        Finding::because(id, Confidence::Certain, at, summary).and([id_works]).and(failed.iter().map(|(id, _)| *id));
    Some(
        finding
            .remedy(
                Remedy::new(format!("Until it is mended, use {good} only."), format!("修复之前，只使用 {good}。"))
                    .command(format!("netwhy {option} {}", case.target)),
            )
            .remedy(
                Remedy::new(format!("See why {broken} alone fails."), format!("单独查明 {broken} 失败的原因。"))
                    .command(format!("netwhy {} {}", if broken_v6 { "-6" } else { "-4" }, case.target)),
            )
            .remedy(Remedy::new(
                format!(
                    "If the server is yours: mend {broken}, or take its {} record out of the DNS.",
                    if broken_v6 { "AAAA" } else { "A" }
                ),
                format!(
                    "如果服务器是你的：修复 {broken}，或从 DNS 中删除其 {} 记录。",
                    if broken_v6 { "AAAA" } else { "A" }
                ),
            )),
    )
}
