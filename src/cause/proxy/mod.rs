//! The causes of the family `proxy`: is a proxy in the way, or the way out?

use crate::case::Case;
use crate::check::{Check, Question, Status};
use crate::finding::Family;
use crate::observation::ProxyVariables;
use crate::text::Text;

/// The family.
pub(super) const FAMILY: Family = Family { question: Question::Proxy, causes: &[], rule_out };

fn rule_out(case: &Case) -> Check {
    let check = |status, text| Check::new(Question::Proxy, status, text);
    match case.seen.first::<ProxyVariables>() {
        None => check(Status::Unknown, Text::fixed("proxy settings were not looked at", "未查看代理设置")),
        Some((id, proxies)) if proxies.variables.is_empty() => check(
            Status::Pass,
            Text::fixed(
                "no proxy variable is set; the connection was tried directly",
                "没有设置代理变量；连接是直接尝试的",
            ),
        )
        .and([id]),
        Some((id, proxies)) => {
            let names: Vec<&str> = proxies.variables.iter().map(|one| one.name.as_str()).collect();
            let names = names.join(", ");
            check(
                Status::Unknown,
                Text::new(
                    format!("{names} is set and may lead other programs another way; netwhy tried directly"),
                    format!("设置了 {names}，其他程序可能走别的路；netwhy 是直接尝试的"),
                ),
            )
            .and([id])
        }
    }
}
