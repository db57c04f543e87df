//! `network.routing-loop`: routers hand the packets back and forth until their TTL is spent.

use std::net::IpAddr;

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Path, Reason};
use crate::text::{Lang, Text};

/// The same router answers at growing TTLs with another between.
pub(super) const CAUSE: Cause = Cause {
    id: "network.routing-loop",
    title: Text::fixed("routers pass the packets in a circle", "路由器之间形成环路"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (asked, failed) = case.failed()?;
    let (id, first, again) = case.paths(failed.address).find_map(|(id, path)| circle(path).map(|(a, b)| (id, a, b)))?;
    // A host that answers is reached; a router seen twice is then only a path that changed.
    if case.sign_of_life(failed.address).is_some() {
        return None;
    }
    let spent = failed.reason == Reason::TimeExceeded;
    let confidence = if spent { Confidence::Certain } else { Confidence::Likely };
    let at = Location::machine(case, failed.address, first);
    let (who, far) = (at.call(), at.distance());
    let summary = Text::new(
        format!(
            "Packets to {} go in a circle between {} ({}) and {again}, and never arrive.",
            failed.address,
            who.get(Lang::En),
            far.get(Lang::En)
        ),
        format!(
            "发往 {} 的包在 {}（{}）与 {again} 之间打转，永远到不了。",
            failed.address,
            who.get(Lang::Zh),
            far.get(Lang::Zh)
        ),
    );
    Some(
        Finding::because(id, confidence, at, summary).and([asked]).remedy(
            Remedy::new(
                "Tell whoever runs these routers: their routes for this address point at each other.",
                "请告知这些路由器的管理者：它们到该地址的路由互相指向对方。",
            )
            .command(format!("netwhy trace {}", case.target)),
        ),
    )
}

/// Two routers that take turns: the first comes back after the other, twice over or as the path's last word.
fn circle(path: &Path) -> Option<(IpAddr, IpAddr)> {
    let seen: Vec<IpAddr> =
        path.hops.iter().filter(|hop| hop.answer == Reason::TimeExceeded).filter_map(|hop| hop.address).collect();
    seen.iter().enumerate().find_map(|(at, router)| {
        let back = seen[at + 1..].iter().enumerate().filter(|(_, other)| *other == router).map(|(n, _)| at + 1 + n);
        let returns: Vec<usize> = back.collect();
        let other = seen[at + 1..].iter().find(|other| *other != router)?;
        let apart = returns.first().is_some_and(|back| *back > at + 1);
        (apart && returns.len() >= 2).then_some((*router, *other))
    })
}
