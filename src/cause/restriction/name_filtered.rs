//! `restriction.name-filtered`: the connection is cut once the host's name is seen in it.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy, Role};
use crate::observation::{HttpAnswer, HttpEnd, Purpose};
use crate::text::Text;

/// TCP opens; the request that names the host is cut, and the same request with another name is answered.
pub(super) const CAUSE: Cause = Cause {
    id: "restriction.name-filtered",
    title: Text::fixed("connections that name this host are cut", "提及该主机名的连接会被切断"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let name = case.target.host.name()?;
    let answers = || case.seen.each::<HttpAnswer>().filter(|(_, a)| a.purpose != Purpose::Control);
    let named_so = |a: &HttpAnswer| a.host.split(':').next() == Some(name);
    let cut = |a: &HttpAnswer| matches!(a.ended, HttpEnd::Reset | HttpEnd::Closed | HttpEnd::Silent);
    let (id, named) = answers().find(|(_, a)| named_so(a) && cut(a))?;
    let (other_id, other) =
        answers().find(|(_, a)| a.address == named.address && !named_so(a) && a.ended == HttpEnd::Answered)?;
    let (how, how_zh) = match named.ended {
        HttpEnd::Reset => ("reset", "被重置"),
        HttpEnd::Closed => ("closed", "被关闭"),
        _ => ("left without an answer", "没有应答"),
    };
    let summary = Text::new(
        format!(
            "The connection to {} opens, but is {how} as soon as a request names {name}; the same request naming {} is answered: something filters by name.",
            named.address, other.host
        ),
        format!(
            "到 {} 的连接可以建立，但请求中一出现 {name} 就{how_zh}；同样的请求改用 {} 则有应答：有设备按名称过滤。",
            named.address, other.host
        ),
    );
    Some(
        Finding::because(id, Confidence::Likely, Location::of(Role::Path), summary)
            .and([other_id])
            .remedy(
                Remedy::new(
                    "Try https, another network, a VPN, or a proxy.",
                    "改用 https、换一个网络、使用 VPN 或代理。",
                )
                .command(format!("netwhy https://{name}")),
            )
            .remedy(Remedy::new(
                "If the server is yours, see whether its configuration closes connections for this name.",
                "如果服务器是你的，检查其配置是否对该名称关闭连接。",
            )),
    )
}
