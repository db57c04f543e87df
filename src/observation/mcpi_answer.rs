//! What answers to a line of the mcpi API.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Purpose, SpeechEnd};
use crate::text::Text;
use crate::wire::mcpi::{Family, Meaning};
use crate::wire::spoken::Spoken;

/// `world.getPlayerIds()` over a connection of its own, and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct McpiAnswer {
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
    /// What the answer means; null where none came.
    pub meaning: Option<Meaning>,
    /// The kind of server that the answer is typical of, where it is of one.
    pub family: Option<Family>,
    /// Whether a block can be asked for, too; null where that was not asked.
    pub blocks: Option<bool>,
    /// What was said in place of a block, control characters escaped; absent where nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block_said: Option<String>,
    /// The protocol that answers in place of mcpi, where it is known.
    pub spoken: Option<Spoken>,
    /// The beginning of the answer, control characters escaped.
    pub excerpt: Option<String>,
    /// From the question to the answer, in milliseconds; servers answer on their next game tick.
    pub took_ms: Option<f64>,
}

impl McpiAnswer {
    /// True where the mcpi API answers, with or without leave.
    pub fn is_mcpi(&self) -> bool {
        self.meaning.as_ref().is_some_and(|meaning| *meaning != Meaning::Other)
    }

    /// True where a script could work.
    pub fn is_alive(&self) -> bool {
        matches!(self.meaning, Some(Meaning::Players { .. } | Meaning::Nobody)) && !self.fails_all()
    }

    /// True where `Fail` is said to everything that was asked, so that "nobody is online" is not what it means.
    pub fn fails_all(&self) -> bool {
        let fails =
            |said: &str| said.trim_end_matches(['\r', '\n']).trim_end_matches("\\n").trim_end_matches("\\r") == "Fail";
        self.meaning == Some(Meaning::Nobody)
            && self.excerpt.as_deref().is_some_and(fails)
            && self.block_said.as_deref().is_some_and(fails)
    }

    pub(crate) fn describe(&self) -> Text {
        let port = self.port;
        let (en, zh) = match (&self.meaning, self.spoken, self.ended) {
            (Some(Meaning::Players { ids }), ..) => (
                format!("the mcpi API answers, {} player(s) online", ids.len()),
                format!("mcpi API 应答，在线玩家 {} 名", ids.len()),
            ),
            (Some(Meaning::Nobody), ..) if self.fails_all() => {
                ("the mcpi API answers `Fail` to everything".to_owned(), "mcpi API 对一切都答 `Fail`".to_owned())
            }
            (Some(Meaning::Nobody), ..) => {
                ("the mcpi API answers, nobody is online".to_owned(), "mcpi API 应答，无人在线".to_owned())
            }
            (Some(Meaning::PasswordWanted), ..) => {
                ("the mcpi API wants a password".to_owned(), "mcpi API 要求密码".to_owned())
            }
            (Some(Meaning::Banned), ..) => {
                ("the mcpi API says that this address is banned".to_owned(), "mcpi API 说本机地址已被封禁".to_owned())
            }
            (_, Some(spoken), _) => {
                (format!("it speaks {}, not mcpi", spoken.name()), format!("它使用 {}，不是 mcpi", spoken.name()))
            }
            (_, None, SpeechEnd::Answered) => ("what it says is no mcpi".to_owned(), "所答并非 mcpi".to_owned()),
            (_, None, SpeechEnd::Closed) => {
                ("it closes when an mcpi line comes".to_owned(), "收到 mcpi 行后关闭".to_owned())
            }
            (_, None, SpeechEnd::Reset) => {
                ("it resets when an mcpi line comes".to_owned(), "收到 mcpi 行后重置".to_owned())
            }
            (_, None, SpeechEnd::Silent) => {
                ("it says nothing to an mcpi line".to_owned(), "对 mcpi 行一言不发".to_owned())
            }
        };
        Text::new(format!("TCP port {port}: {en}"), format!("TCP 端口 {port}：{zh}"))
    }
}
