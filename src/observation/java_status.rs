//! What a Minecraft server of the Java edition says of itself.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Pings, Purpose, SpeechEnd};
use crate::text::Text;
use crate::wire::minecraft::{Irregular, Status};
use crate::wire::spoken::Spoken;

/// One status, asked for in every way there is until one was answered, over connections of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct JavaStatus {
    /// The address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// Why it was asked.
    pub purpose: Purpose,
    /// The proxy it was reached through, if one.
    pub via: Option<String>,
    /// The host named in the question; some servers answer by it.
    pub asked_for: String,
    /// How the way that was answered ended, or else the first.
    pub ended: SpeechEnd,
    /// The way of asking that was answered with a status.
    pub way: Option<StatusWay>,
    /// What it says.
    pub status: Option<Status>,
    /// What is odd about the answer.
    pub irregular: Vec<Irregular>,
    /// The protocol that answers in place of Minecraft, where it is known.
    pub spoken: Option<Spoken>,
    /// The beginning of an answer that is no status, control characters escaped.
    pub excerpt: Option<String>,
    /// From the question to the whole status, in milliseconds.
    pub took_ms: Option<f64>,
    /// The pings behind the status; the ways from before 1.7 have none.
    pub pings: Pings,
}

/// A way to ask for a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StatusWay {
    /// As since 1.7.
    Modern,
    /// As 1.6 asks.
    V16,
    /// As 1.4 and 1.5 ask.
    V14,
    /// As Beta 1.8 to 1.3 ask.
    Beta,
}

impl JavaStatus {
    pub(crate) fn describe(&self) -> Text {
        let port = self.port;
        let (en, zh) = match (&self.status, self.spoken, self.ended) {
            (Some(status), ..) => {
                let version = status.version.as_deref().unwrap_or("?");
                let count = |number: Option<i64>| number.map_or("?".to_owned(), |number| number.to_string());
                let (online, max) = (count(status.online), count(status.max));
                (
                    format!("a Minecraft server answers: {version}, {online} of {max} players"),
                    format!("Minecraft 服务器应答：{version}，玩家 {online}/{max}"),
                )
            }
            (None, Some(Spoken::Minecraft), _) => (
                "it begins to tell its status, and is not done in time".to_owned(),
                "它开始报告状态，但未能及时完成".to_owned(),
            ),
            (None, Some(spoken), _) => (
                format!("it speaks {}, not Minecraft", spoken.name()),
                format!("它使用 {}，不是 Minecraft", spoken.name()),
            ),
            (None, None, SpeechEnd::Answered) => {
                ("what it says is no Minecraft status".to_owned(), "所答并非 Minecraft 状态".to_owned())
            }
            (None, None, SpeechEnd::Closed) => (
                "it closes without a byte when asked for its status".to_owned(),
                "被问状态时不发一字节就关闭".to_owned(),
            ),
            (None, None, SpeechEnd::Reset) => {
                ("it resets when asked for its status".to_owned(), "被问状态时重置连接".to_owned())
            }
            (None, None, SpeechEnd::Silent) => {
                ("it says nothing when asked for its status".to_owned(), "被问状态时一言不发".to_owned())
            }
        };
        Text::new(format!("TCP port {port}: {en}"), format!("TCP 端口 {port}：{zh}"))
    }
}
