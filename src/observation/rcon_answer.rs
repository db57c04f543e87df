//! Whether RCON, the remote console of game servers, stands at a port.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Purpose, SpeechEnd};
use crate::text::Text;
use crate::wire::spoken::Spoken;

/// An empty command without a login, and its answer. No password was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RconAnswer {
    /// The address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// Why it was asked.
    pub purpose: Purpose,
    /// The proxy it was reached through, if one.
    pub via: Option<String>,
    /// How it ended.
    pub ended: SpeechEnd,
    /// What the answer is; null where none came.
    pub console: Option<Console>,
    /// The protocol that answers in place of RCON, where it is known.
    pub spoken: Option<Spoken>,
}

/// What stands at the port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Console {
    /// RCON, which wants a login first, as it should.
    WantsLogin,
    /// RCON, which takes commands from anybody.
    Open,
    /// Something else.
    Other,
}

impl RconAnswer {
    pub(crate) fn describe(&self) -> Text {
        let port = self.port;
        let (en, zh) = match self.console {
            Some(Console::WantsLogin) => ("RCON is there and wants a login", "有 RCON，需要登录"),
            Some(Console::Open) => {
                ("RCON is there and takes commands without a login", "有 RCON，无需登录即可执行命令")
            }
            Some(Console::Other) => ("what answers is no RCON", "应答者不是 RCON"),
            None => ("no answer in the manner of RCON", "没有 RCON 式的应答"),
        };
        Text::new(format!("TCP port {port}: {en}"), format!("TCP 端口 {port}：{zh}"))
    }
}
