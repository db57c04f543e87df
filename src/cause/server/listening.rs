//! What listens on this machine, as far as its socket table was seen: for targets that are this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::case::Case;
use crate::cause::translated::may_be_translated;
use crate::finding::{Confidence, Remedy};
use crate::observation::{FactId, Listener, Listeners, Os};
use crate::target::Service;
use crate::text::{Lang, Text};

/// The own listeners at `port`, whatever address they are bound to. `None` where `address` is another
/// machine's, or the table was not seen.
pub(super) fn at_port<'a>(case: &Case<'a>, address: IpAddr, port: u16) -> Option<(FactId, Vec<&'a Listener>)> {
    // The table is of TCP.
    if !case.is_own(meant(address)) || case.target.service == Service::Bedrock {
        return None;
    }
    let (id, listeners) = case.seen.first::<Listeners>()?;
    Some((id, listeners.listeners.saw()?.iter().filter(|one| one.port == port).collect()))
}

/// Those of them that take connections to `address`.
pub(super) fn covering<'a>(case: &Case<'a>, address: IpAddr, port: u16) -> Option<(FactId, Vec<&'a Listener>)> {
    let (id, mut all) = at_port(case, address, port)?;
    all.retain(|one| one.covers(meant(address)));
    Some((id, all))
}

/// How sure the socket table makes what it shows of a refusal by `address`, and `summary` with what speaks against it.
pub(super) fn sureness(case: &Case, address: IpAddr, summary: Text) -> (Confidence, Text) {
    if !may_be_translated(case, address) {
        return (Confidence::Certain, summary);
    }
    let (en, zh) = (summary.get(Lang::En), summary.get(Lang::Zh));
    let summary = Text::new(
        format!(
            "{en} If this machine sends that port on to another, as Docker and kube-proxy do, the refusal is that one's."
        ),
        format!("{zh}若本机把该端口转发到别的机器（如 Docker、kube-proxy），则拒绝来自那里。"),
    );
    (Confidence::Likely, summary)
}

/// A connection to "any address" goes to the loopback.
fn meant(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(v4) if v4.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(v6) if v6.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        other => other,
    }
}

/// How a sentence calls a listener: its address and port, and the process where known.
pub(super) fn call(one: &Listener) -> Text {
    let at = std::net::SocketAddr::new(one.address, one.port);
    match (&one.process, one.pid) {
        (Some(name), Some(pid)) => {
            Text::new(format!("{at} ({name}, process {pid})"), format!("{at}（{name}，进程 {pid}）"))
        }
        _ => Text::same(at.to_string()),
    }
}

/// The command that shows what listens at `port` on a machine of that system.
pub(super) fn show(os: Os, port: u16) -> String {
    match os {
        Os::Linux => format!("sudo ss -ltnp 'sport = :{port}'"),
        Os::Macos => format!("sudo lsof -nP -iTCP:{port} -sTCP:LISTEN"),
        Os::Windows => format!("netstat -ano | findstr LISTENING | findstr :{port}"),
    }
}

/// Advice for a server of one's own: make it listen on every address.
pub(super) fn listen_everywhere(port: u16) -> Remedy {
    Remedy::new(
        format!(
            "In the server's configuration, bind (listen) to 0.0.0.0 and :: in place of the loopback, keep port {port}, and start it again. Then a firewall should guard it."
        ),
        format!(
            "在服务器配置中把监听地址从环回改为 0.0.0.0 和 ::，端口仍为 {port}，然后重新启动。之后应以防火墙保护它。"
        ),
    )
}
