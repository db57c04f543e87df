//! What the other end saw of this end's attempts.

mod side;
mod words;

pub use side::{Side, side};
pub use words::{rewritten, told};

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;
use crate::wire::peer::{Answer, Question};

/// How the two ends told each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Over a port that works.
    Http,
    /// By texts that people carried.
    Text,
}

/// The attempts at one port as they left, and as `netwhy serve --peer` on the server saw them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Counterpart {
    /// How it was asked.
    pub channel: Channel,
    /// Whom: `HOST:PORT`; null where people carried the texts.
    pub server: Option<String>,
    /// The address of the attempts.
    pub address: IpAddr,
    /// Their port.
    pub port: u16,
    /// How far the server's clock is ahead of this machine's, in milliseconds; null where not measured. The times of
    /// `left` are in the server's clock where it is known.
    pub clock_ahead_ms: Option<i64>,
    /// How wrong that may be, in milliseconds: half of the round trip.
    pub clock_within_ms: Option<i64>,
    /// What left.
    pub left: Question,
    /// What arrived, where the other end told.
    pub arrived: Looked<Answer>,
}

impl Counterpart {
    /// Where the attempts were lost, as far as both ends together show it.
    pub fn side(&self) -> Side {
        self.arrived.saw().map_or(Side::Unsettled, |answer| side(&self.left, answer))
    }

    pub(crate) fn describe(&self) -> Text {
        match &self.arrived {
            Looked::NotLooked(why) => Text::new(
                format!("the server was not asked what arrived: {why}"),
                format!("没有问到服务器收到了什么：{why}"),
            ),
            Looked::Saw(answer) => told(&self.left, answer),
        }
    }
}
