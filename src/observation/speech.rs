//! What the other end says, and which protocol that is.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Purpose;
use crate::text::Text;
use crate::wire::spoken::{No, Spoken};

/// The first bytes of one connection, after silence or a harmless question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Speech {
    /// The address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// Why it was looked at.
    pub purpose: Purpose,
    /// The proxy it was reached through, if one.
    pub via: Option<String>,
    /// What was asked.
    pub question: Question,
    /// How it ended.
    pub ended: SpeechEnd,
    /// The protocol that the answer is of; null where it is of none that netwhy knows, and where none came.
    pub spoken: Option<Spoken>,
    /// What the other end calls itself, where it says so.
    pub product: Option<String>,
    /// That it does not serve this machine now, where it says so.
    #[serde(default)]
    pub says_no: Option<No>,
    /// The first bytes, at most 200, control characters escaped.
    pub excerpt: String,
    /// How many bytes came, up to where reading stopped.
    pub bytes: u32,
}

/// What was said first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Nothing: some protocols greet.
    Listen,
    /// The opening question of this protocol, which changes nothing at the other end.
    Ask(Spoken),
    /// The same behind a header of the PROXY protocol that names no client (`PROXY UNKNOWN`).
    Announced(Spoken),
    /// A Minecraft client's wish to play, under a version that no server speaks: it names nobody, and is turned away.
    Join,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SpeechEnd {
    /// Bytes came.
    Answered,
    /// The connection was closed without a byte.
    Closed,
    /// The connection was reset without a byte.
    Reset,
    /// Nothing came in time.
    Silent,
}

impl Speech {
    pub(crate) fn describe(&self) -> Text {
        let port = self.port;
        let (asked, asked_zh) = match self.question {
            Question::Listen => ("unasked".to_owned(), "未经询问".to_owned()),
            Question::Ask(what) => (format!("asked for {}", what.name()), format!("以 {} 询问", what.name())),
            Question::Announced(what) => (
                format!("asked for {} behind a PROXY header", what.name()),
                format!("在 PROXY 头之后以 {} 询问", what.name()),
            ),
            Question::Join => ("asked to play Minecraft".to_owned(), "以 Minecraft 客户端加入".to_owned()),
        };
        let (en, zh) = match (self.ended, self.spoken) {
            (SpeechEnd::Answered, Some(spoken)) if self.says_no.is_some() => (
                format!("it speaks {}, and says `{}`", spoken.name(), self.excerpt),
                format!("它使用 {}，并说 `{}`", spoken.name(), self.excerpt),
            ),
            (SpeechEnd::Answered, Some(spoken)) => {
                let product = self.product.as_ref().map(|product| format!(" ({product})")).unwrap_or_default();
                (format!("it speaks {}{product}", spoken.name()), format!("它使用 {}{product}", spoken.name()))
            }
            (SpeechEnd::Answered, None) => (format!("it says `{}`", self.excerpt), format!("它说 `{}`", self.excerpt)),
            (SpeechEnd::Closed, _) => ("it closes without a byte".to_owned(), "它不发一字节就关闭".to_owned()),
            (SpeechEnd::Reset, _) => ("it resets without a byte".to_owned(), "它不发一字节就重置".to_owned()),
            (SpeechEnd::Silent, _) => ("it says nothing".to_owned(), "它一言不发".to_owned()),
        };
        Text::new(format!("TCP port {port}, {asked}: {en}"), format!("TCP 端口 {port}，{asked_zh}：{zh}"))
    }
}
