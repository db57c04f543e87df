//! The causes of the family `network`: is there a way to the address?

mod broken_path;
mod down;
mod family_broken;
mod gateway_silent;
mod lossy;
mod mtu_blackhole;
mod no_route;
mod no_way_back;
mod routing_loop;

use crate::case::Case;
use crate::check::{Check, Question, Status};
use crate::finding::Family;
use crate::observation::State;
use crate::text::{Lang, Text};

/// The family.
pub(super) const FAMILY: Family = Family {
    question: Question::Network,
    causes: &[
        &down::CAUSE,
        &no_route::CAUSE,
        &gateway_silent::CAUSE,
        &routing_loop::CAUSE,
        &broken_path::CAUSE,
        &no_way_back::CAUSE,
        &family_broken::CAUSE,
        &lossy::CAUSE,
        &mtu_blackhole::CAUSE,
    ],
    rule_out,
};

fn rule_out(case: &Case) -> Check {
    let check = |status, text| Check::new(Question::Network, status, text);
    if let Some((_, open)) = case.asked().find(|(_, c)| c.state == State::Open) {
        let tries = || case.asked().filter(|(_, c)| c.address == open.address);
        let (all, opened) = (tries().count(), tries().filter(|(_, c)| c.state == State::Open).count());
        let (address, family) = (open.address, if open.address.is_ipv6() { "IPv6" } else { "IPv4" });
        let status = if opened == all { Status::Pass } else { Status::Warn };
        let text = Text::new(
            format!("{address} is reached over {family}; {opened} of {all} attempts opened"),
            format!("通过 {family} 可达 {address}；{all} 次尝试中 {opened} 次成功"),
        );
        return check(status, text).and(tries().map(|(id, _)| id));
    }
    let Some((id, failed)) = case.failed() else {
        return check(Status::Skipped, Text::fixed("there is no address to find a way to", "没有可前往的地址"));
    };
    if case.is_own(failed.address) {
        return check(
            Status::Pass,
            Text::fixed("the address is this machine's own; no network is needed", "这是本机地址，不需要网络"),
        )
        .and([id]);
    }
    let route = case.route(failed.address).map(|(id, _)| id);
    match case.sign_of_life(failed.address) {
        Some(life) => {
            let hops = case.distance(failed.address);
            let far = hops
                .map(|(_, hop)| {
                    (format!(", {hop} {} away", if hop == 1 { "hop" } else { "hops" }), format!("，距此 {hop} 跳"))
                })
                .unwrap_or_default();
            let text = Text::new(
                format!("there is a way: {} answers{}", failed.address, far.0),
                format!("有路可达：{} 有应答{}", failed.address, far.1),
            );
            check(Status::Pass, text).and([life]).and(hops.map(|(id, _)| id)).and(route)
        }
        None => match case.farthest_router(failed.address) {
            Some((path, hop, address)) => {
                let who = address.map_or(Text::fixed("a router", "某路由器"), |a| Text::same(a.to_string()));
                let text = Text::new(
                    format!("the path is seen up to {} at hop {hop}; beyond it nothing answers", who.get(Lang::En)),
                    format!("路径可见至第 {hop} 跳 {}；其后没有应答", who.get(Lang::Zh)),
                );
                check(Status::Unknown, text).and([path]).and(route)
            }
            None => check(Status::Unknown, Text::fixed("no machine on the way answered", "途中没有机器应答"))
                .and([id])
                .and(route),
        },
    }
}
