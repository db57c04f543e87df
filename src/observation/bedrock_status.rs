//! What a Minecraft server of the Bedrock edition says of itself.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Pings, Purpose, Reason, Sender, State};
use crate::text::Text;
use crate::wire::minecraft::Irregular;
use crate::wire::raknet::Pong;

/// RakNet's unconnected ping to one UDP port, and what came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BedrockStatus {
    /// The address.
    pub address: IpAddr,
    /// The UDP port.
    pub port: u16,
    /// Why it was asked.
    pub purpose: Purpose,
    /// nmap's word for what the port is; silence is `filtered`, which may as well be a port that does not answer this.
    pub state: State,
    /// nmap's word for what says so.
    pub reason: Reason,
    /// Who sent the rejection, where one came and names its sender.
    pub from: Option<Sender>,
    /// The answer.
    pub pong: Option<Pong>,
    /// What is odd about it.
    pub irregular: Vec<Irregular>,
    /// The beginning of an answer that is no pong, control characters escaped.
    pub excerpt: Option<String>,
    /// Every ping.
    pub pings: Pings,
}

impl BedrockStatus {
    pub(crate) fn describe(&self) -> Text {
        let port = self.port;
        let (en, zh) = match (&self.pong, self.reason) {
            (Some(pong), _) => {
                let version = pong.version.as_deref().unwrap_or("?");
                let count = |number: Option<i64>| number.map_or("?".to_owned(), |number| number.to_string());
                let (online, max) = (count(pong.online), count(pong.max));
                (
                    format!("a Bedrock server answers: {version}, {online} of {max} players"),
                    format!("Bedrock 服务器应答：{version}，玩家 {online}/{max}"),
                )
            }
            (None, Reason::NoResponse) => {
                ("no answer to Bedrock's ping".to_owned(), "对 Bedrock 的 ping 没有应答".to_owned())
            }
            (None, Reason::UdpResponse) => {
                ("what answers is no Bedrock server".to_owned(), "应答者不是 Bedrock 服务器".to_owned())
            }
            (None, reason) => {
                (format!("Bedrock's ping is rejected ({reason})"), format!("Bedrock 的 ping 被拒绝（{reason}）"))
            }
        };
        Text::new(format!("UDP port {port}: {en}"), format!("UDP 端口 {port}：{zh}"))
    }
}
