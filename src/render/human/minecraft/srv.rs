//! Where service records lead, and what that means for who types the name.

use std::io;

use crate::render::human::minecraft::Page;
use crate::report::{MinecraftDocument, Srv};
use crate::text::Text;

impl Page<'_> {
    /// What the records of the name say; `srv` is the one to tell of.
    pub(super) fn srv(&mut self, document: &MinecraftDocument, srv: &Srv) -> io::Result<()> {
        let name = &srv.name;
        if document.leads_nowhere() {
            return self.wrapped(&nowhere(document, srv), "  ");
        }
        let place = format!("{}:{}", srv.target, srv.port);
        for tried in &document.srv_tried {
            let (what, what_zh) = match (tried.followed, fault(tried)) {
                (false, (en, zh)) => (format!("{en}, and is of no use"), format!("{zh}，没有用处")),
                (true, _) => (
                    format!("leads to {}:{}, where no Java server answers", tried.target, tried.port),
                    format!("指向 {}:{}，那里没有 Java 服务器应答", tried.target, tried.port),
                ),
            };
            let note = Text::new(
                format!("A record of {name} (priority {}) {what}; the game tries one record only.", tried.priority),
                format!("{name} 的一条记录（优先级 {}）{what_zh}；游戏只尝试一条记录。", tried.priority),
            );
            self.wrapped(&note, "  ")?;
        }
        self.wrapped(&Text::new(format!("{name} leads to {place}."), format!("{name} 指向 {place}。")), "  ")
    }
}

/// That no record leads anywhere, and what answers all the same.
fn nowhere(document: &MinecraftDocument, srv: &Srv) -> Text {
    let (en, zh) = fault(srv);
    let typed = document.target.as_ref().map(|target| target.host.to_string()).unwrap_or_default();
    let answers = document.java.as_ref().filter(|port| port.answer.as_ref().is_some_and(|java| java.status.is_some()));
    let (end, end_zh) = match answers {
        Some(port) => {
            let place = std::net::SocketAddr::new(port.address, port.port);
            (format!(" Give them {place}, which itself answers."), format!("请给他们 {place}，它本身有应答。"))
        }
        None => Default::default(),
    };
    let name = &srv.name;
    Text::new(
        format!("{name} {en}: players who type {typed} do not get in, for the game uses the record alone.{end}"),
        format!("{name} {zh}：游戏只使用该记录，输入 {typed} 的玩家进不去。{end_zh}"),
    )
}

/// What is wrong with a record that leads nowhere.
fn fault(srv: &Srv) -> (String, String) {
    match (srv.target.as_str(), srv.port) {
        ("", _) => {
            ("says that there is no such service (target `.`)".to_owned(), "表示没有该服务（目标为“.”）".to_owned())
        }
        (target, 0) => (format!("names {target} with port 0"), format!("指向 {target} 的 0 端口")),
        (target, _) => {
            (format!("names {target}, which has no address here"), format!("指向 {target}，而它在此没有地址"))
        }
    }
}
