//! The causes of the family `restriction`: does this network allow it?

mod captive_portal;
mod dns_hijacked;
mod intercepted;
mod name_filtered;
mod port_blocked;
mod proxy_required;
mod tls_intercepted;

use crate::case::Case;
use crate::cause::initial_ttl::reset_by_the_end;
use crate::check::{Check, Question, Status};
use crate::finding::Family;
use crate::observation::{Protocol, Reason, State};
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family = Family {
    question: Question::Restriction,
    causes: &[
        &dns_hijacked::CAUSE,
        &port_blocked::CAUSE,
        &proxy_required::CAUSE,
        &captive_portal::CAUSE,
        &intercepted::CAUSE,
        &name_filtered::CAUSE,
        &tls_intercepted::CAUSE,
    ],
    rule_out,
};

/// True where something on the way seems to answer in the host's place.
pub(super) fn is_intercepted(case: &Case) -> bool {
    (intercepted::CAUSE.recognise)(case).is_some()
}

fn rule_out(case: &Case) -> Check {
    let check = |status, text| Check::new(Question::Restriction, status, text);
    let open = case.asked().find(|(_, c)| c.state == State::Open);
    if let Some((id, open)) = open {
        if case.is_own(open.address) {
            return check(Status::Pass, Text::fixed("no network lies between", "中间没有网络")).and([id]);
        }
        let way = case
            .path(open.address, open.port, Protocol::Tcp)
            .filter(|(_, p)| p.end.as_ref().is_some_and(|e| e.answer == Reason::SynAck));
        let host =
            case.paths(open.address).find(|(_, p)| p.end.as_ref().is_some_and(|e| e.address == Some(open.address)));
        return match (way, host) {
            (Some((way, _)), Some((host, _))) => check(
                Status::Pass,
                Text::fixed(
                    "this network lets the port through, and the handshake is answered where the host stands",
                    "当前网络放行该端口，且应答来自主机所在之处",
                ),
            )
            .and([id, way, host]),
            _ => check(
                Status::Pass,
                Text::fixed(
                    "this network lets the port through; whether the host itself answers was not settled",
                    "当前网络放行该端口；是否由主机本身应答未能确定",
                ),
            )
            .and([id]),
        };
    }
    match case.failed() {
        None => {
            check(Status::Skipped, Text::fixed("nothing was sent through this network", "没有经过当前网络发送任何东西"))
        }
        Some((id, failed)) if case.is_own(failed.address) || failed.is_local_failure() => {
            check(Status::Skipped, Text::fixed("no network was crossed", "没有经过网络")).and([id])
        }
        Some((id, failed)) if failed.reason == Reason::Reset && reset_by_the_end(case, failed).is_some() => check(
            Status::Pass,
            Text::fixed(
                "this network carried the attempt to the host and its answer back",
                "当前网络把请求送达主机并带回了应答",
            ),
        )
        .and([id]),
        Some((id, _)) => check(
            Status::Unknown,
            Text::fixed(
                "whether this port is blocked for every host was not looked at; --control HOST:PORT would tell",
                "未查看该端口是否对所有主机都被封锁；可用 --control 主机:端口 判断",
            ),
        )
        .and([id]),
    }
}
