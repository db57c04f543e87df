//! Where following a name from the root of DNS leads.

use serde::{Deserialize, Serialize};

use crate::observation::Resolution;
use crate::text::Text;

/// The referrals from the root to the servers that answer for the name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Walk {
    /// The name followed, in ASCII.
    pub name: String,
    /// The record type asked.
    pub record_type: String,
    /// One step a zone, from the root on; after an alias the walk begins at the root again.
    pub steps: Vec<WalkStep>,
    /// How it ended.
    pub end: WalkEnd,
}

/// The servers of one zone, asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WalkStep {
    /// The zone whose servers were asked; `.` is the root.
    pub zone: String,
    /// The name asked of them.
    pub name: String,
    /// What each server asked said; its own name where known.
    pub asked: Vec<WalkAnswer>,
    /// The zone that they refer to, with its servers' names, where they do.
    pub referral: Option<Referral>,
    /// The name that the one asked is an alias for, where they say so.
    pub alias: Option<String>,
}

/// One server's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WalkAnswer {
    /// The server's name, where it is known by one.
    pub server_name: Option<String>,
    /// What it said.
    #[serde(flatten)]
    pub resolution: Resolution,
}

/// A zone's servers, as the zone above names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Referral {
    /// The zone.
    pub zone: String,
    /// The names of its servers.
    pub servers: Vec<String>,
}

/// How a walk ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WalkEnd {
    /// With records.
    Answered,
    /// The zone's servers say that the name does not exist.
    NotFound {
        /// The zone.
        zone: String,
    },
    /// The zone's servers know the name, and have no record of the type asked.
    Empty {
        /// The zone.
        zone: String,
    },
    /// None of the zone's servers answers for it: silence, failures, or servers that know nothing of the zone.
    Broken {
        /// The zone.
        zone: String,
    },
    /// None of the zone's servers has an address that could be found.
    NoServer {
        /// The zone.
        zone: String,
    },
    /// The aliases or referrals lead on without end.
    Endless,
}

impl WalkEnd {
    /// The end in one sentence.
    pub fn tell(&self) -> Text {
        match self {
            WalkEnd::Answered => Text::fixed("answered by the authority", "由权威服务器应答"),
            WalkEnd::NotFound { zone } => Text::new(
                format!("the servers of {zone} say that the name does not exist"),
                format!("{zone} 的服务器称该名称不存在"),
            ),
            WalkEnd::Empty { zone } => Text::new(
                format!("the servers of {zone} have no record of this type"),
                format!("{zone} 的服务器没有该类型的记录"),
            ),
            WalkEnd::Broken { zone } => Text::new(
                format!("the walk breaks off at {zone}: none of its servers answers for it"),
                format!("在 {zone} 中断：它的服务器都不能应答"),
            ),
            WalkEnd::NoServer { zone } => Text::new(
                format!("the walk breaks off at {zone}: no address was found for any of its servers"),
                format!("在 {zone} 中断：找不到其任何服务器的地址"),
            ),
            WalkEnd::Endless => Text::fixed("the aliases or referrals have no end", "别名或转介没有尽头"),
        }
    }
}
