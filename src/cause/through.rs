//! What to say, of a connection through a proxy, about the questions that only a direct look answers.

use crate::case::Case;
use crate::check::{Check, Question, Status};
use crate::observation::{Connection, FactId};
use crate::target::ProxyScheme;
use crate::text::Text;

/// The answer to `question`, where the connection goes through a proxy and that leaves it to this file.
pub(crate) fn rule_out(case: &Case, question: Question) -> Option<Check> {
    let proxy = case.via()?;
    let check = |status, text| Check::new(question, status, text);
    let known = case.proxies();
    let connected = known.first().and_then(|known| known.connected());
    let tried = known.first().and_then(|known| known.seen.first::<Connection>().map(|(id, _)| id));
    let opened: Option<FactId> = case.passage().filter(|_| case.is_open()).map(|(id, _)| id);
    Some(match question {
        Question::Machine => match known.first().and_then(|known| left(&known.seen)) {
            Some(id) => {
                check(Status::Pass, Text::fixed("this machine opens sockets and sends", "本机能够创建套接字并发送数据"))
                    .and([id])
            }
            None => {
                check(Status::Unknown, Text::fixed("no attempt left this machine", "没有任何尝试离开本机")).and(tried)
            }
        },
        Question::Name if resolved_by_proxy(proxy.scheme) => match case.target.host.name() {
            None => return None,
            Some(name) => check(
                if opened.is_some() { Status::Pass } else { Status::Skipped },
                Text::new(
                    format!("the proxy looks {name} up; what it leads to here does not matter"),
                    format!("由代理解析 {name}；本机的解析结果无关紧要"),
                ),
            )
            .and(opened),
        },
        Question::Name | Question::Proxy | Question::Protocol => return None,
        Question::Network if opened.is_none() && connected.is_some() => check(
            Status::Unknown,
            Text::new(
                format!("there is a way to the proxy {proxy}; the way behind it is not seen from here"),
                format!("到代理 {proxy} 的路可用；其后的路从这里看不到"),
            ),
        )
        .and(connected),
        _ => match opened {
            Some(id) => check(Status::Pass, Text::fixed("the proxy reached the target", "代理到达了目标")).and([id]),
            None => check(
                Status::Unknown,
                Text::fixed(
                    "a proxy stands between; what lies behind it is not seen from here",
                    "中间隔着代理；其后的情况从这里看不到",
                ),
            )
            .and(connected.or(tried)),
        },
    })
}

/// True for schemes by which the proxy is handed the name as it is.
fn resolved_by_proxy(scheme: ProxyScheme) -> bool {
    !matches!(scheme, ProxyScheme::Socks4 | ProxyScheme::Socks5)
}

fn left(seen: &crate::observation::Seen) -> Option<FactId> {
    seen.each::<Connection>().find(|(_, one)| !one.is_local_failure()).map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use crate::cause::proxy::scene::{PROXY, about, answer, up};
    use crate::cause::scene::Scene;
    use crate::check::Status;
    use crate::observation::ProxyEnd;

    #[test]
    fn what_lies_behind_the_proxy_is_not_claimed() {
        let statuses = |ended, status| {
            let scene = Scene::of("example.org:443").via(PROXY).see_of(about(), up()).see(answer(ended, Some(status)));
            let case = scene.case();
            let checks = crate::cause::checks(&case, &crate::cause::findings(&case), case.is_open());
            checks.into_iter().map(|check| check.status).collect::<Vec<_>>()
        };
        let (pass, fail, unknown, skipped) = (Status::Pass, Status::Fail, Status::Unknown, Status::Skipped);
        let opened = statuses(ProxyEnd::Opened, 200);
        assert_eq!(opened[..8], [pass; 8]);
        let failed = statuses(ProxyEnd::LoginRequired, 407);
        assert_eq!(failed[..8], [pass, skipped, unknown, unknown, unknown, unknown, unknown, fail]);
    }
}
