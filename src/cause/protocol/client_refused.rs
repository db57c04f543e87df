//! `protocol.client-refused`: the service answers, and says that it does not serve this machine.

use crate::case::{Case, Heard, HeardEnd};
use crate::cause::protocol::words;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{No, Speech};
use crate::target::Service;
use crate::text::Text;

/// Its first words say no to this client's address.
pub(super) const CAUSE: Cause = Cause {
    id: "protocol.client-refused",
    title: Text::fixed("the service does not serve this machine", "服务拒绝为本机提供服务"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let service = case.target.service;
    let refused = |one: &Heard| one.ended == HeardEnd::Failed && one.found_by.is_none();
    let (id, speech) = case.heard().iter().filter(|one| refused(one)).find_map(|one| {
        let speech = case.seen.each::<Speech>().find(|(id, _)| *id == one.id);
        speech.filter(|(_, speech)| !matches!(speech.says_no, Some(No::TooMany | No::NotReady)))
    })?;
    // A code that says no may be meant for all.
    let confidence = if speech.says_no.is_some() { words::surely(case, speech.address) } else { Confidence::Likely };
    let (target, excerpt) = (case.target.to_string(), &speech.excerpt);
    let summary = Text::new(
        format!("{target} answers, and says that it does not serve this machine now: `{excerpt}`."),
        format!("{target} 有应答，但表示现在不为本机服务：`{excerpt}`。"),
    );
    let at = Location::answering(case, speech.address);
    Some(Finding::because(id, confidence, at, summary).remedy(mend(service)))
}

fn mend(service: Service) -> Remedy {
    match service {
        Service::Redis => Remedy::new(
            "On the server, set a password (`requirepass`) and `bind` the address, or connect from the server itself.",
            "在服务器上设置密码（`requirepass`）并 `bind` 该地址，或从服务器本机连接。",
        ),
        Service::Mysql => Remedy::new(
            "On the server, give an account for this client's address (`CREATE USER 'name'@'address'`), or unblock it (`FLUSH HOSTS`).",
            "在服务器上为该客户端地址建立账户（`CREATE USER '用户'@'地址'`），或解除封锁（`FLUSH HOSTS`）。",
        ),
        Service::Ssh => Remedy::new(
            "Wait some minutes and try again: too many failed logins came from this address (`PerSourcePenalties` in sshd_config).",
            "等几分钟再试：来自该地址的登录失败过多（sshd_config 的 `PerSourcePenalties`）。",
        ),
        _ => {
            Remedy::new("Ask who runs the server to allow this machine's address.", "请服务器的管理者允许本机的地址。")
        }
    }
}
