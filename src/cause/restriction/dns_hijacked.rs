//! A name server makes up addresses for names that do not exist.

use std::net::IpAddr;

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{FactId, Resolution};
use crate::text::Text;

/// The cause.
pub(crate) const CAUSE: Cause = Cause {
    id: "restriction.dns-hijacked",
    title: Text::fixed("DNS answers are made up", "DNS 应答被伪造"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let name = case.target.host.name()?;
    let (id, canary) =
        case.seen.each::<Resolution>().find(|(_, answer)| answer.is_canary() && answer.addresses().next().is_some())?;
    let made_up: Vec<IpAddr> = canary.addresses().collect();
    let given: Option<FactId> = case
        .seen
        .each::<Resolution>()
        .find(|(_, answer)| {
            let own = !answer.is_canary() && answer.name.starts_with(name);
            own && answer.addresses().any(|address| made_up.contains(&address))
        })
        .map(|(id, _)| id);
    let confidence = match given {
        Some(_) => Confidence::Certain,
        None if case.is_open() => return None,
        None => Confidence::Possible,
    };
    let server = canary.server.map(|server| server.ip());
    let who = server.map_or_else(String::new, |server| server.to_string());
    let shown = made_up.iter().take(3).map(IpAddr::to_string).collect::<Vec<_>>().join(", ");
    let summary = match given {
        Some(_) => Text::new(
            format!("The address of {name} is made up: {who} gives {shown} for a name that does not exist, too."),
            format!("{name} 的地址是伪造的：对不存在的域名，{who} 同样给出 {shown}。"),
        ),
        None => Text::new(
            format!("The name server {who} makes answers up: it gives {shown} for a name that does not exist."),
            format!("域名服务器 {who} 会伪造应答：对不存在的域名给出 {shown}。"),
        ),
    };
    let at = Location::of(Role::Resolver).address(server);
    let finding = Finding::because(id, confidence, at, summary).and(given);
    Some(
        finding
            .remedy(Remedy::new(
                "Sign in where the network wants it (open any http:// page), then try again.",
                "如果网络要求登录，先打开任意 http:// 网页完成登录，再重试。",
            ))
            .remedy(
                Remedy::new(
                    "Ask a name server over an encrypted connection, which nobody on the way can answer for.",
                    "通过加密连接查询域名服务器，途中无人能冒充应答。",
                )
                .command(format!("netwhy resolve --server tls://1.1.1.1 {name}")),
            )
            .remedy(Remedy::new(
                "Set another name server in the network settings of this machine or router.",
                "在本机或路由器的网络设置中改用其他域名服务器。",
            )),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::name::scene::{Scene, coded, records};
    use crate::observation::{Reason, State};

    fn canary(addresses: &[&str]) -> Resolution {
        let name = format!("{}0123.com", Resolution::CANARY);
        let code = if addresses.is_empty() { "NXDOMAIN" } else { "NOERROR" };
        Resolution { records: records(&name, addresses), ..coded(&name, "A", "192.0.2.53", code) }
    }

    fn scene(addresses: &[&str]) -> Scene {
        Scene::of("x.example:80").gives("192.0.2.53", &["203.0.113.9"]).fact(canary(addresses))
    }

    #[test]
    fn the_same_address_for_a_name_that_cannot_exist_is_certain() {
        let found = scene(&["203.0.113.9"]).find(&CAUSE).unwrap();
        assert_eq!((found.confidence, found.at.address), (Confidence::Certain, "192.0.2.53".parse().ok()));
        assert_eq!(found.evidence.len(), 2);
    }

    #[test]
    fn another_made_up_address_only_raises_doubt_where_something_fails() {
        assert_eq!(scene(&["203.0.113.1"]).sure(&CAUSE), Some(Confidence::Possible));
        let opened = scene(&["203.0.113.1"]).connection("203.0.113.9", State::Open, Reason::SynAck);
        assert_eq!(opened.sure(&CAUSE), None);
    }

    #[test]
    fn an_honest_denial_is_none() {
        assert_eq!(scene(&[]).sure(&CAUSE), None);
    }
}
