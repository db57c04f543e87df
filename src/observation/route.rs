//! What this machine's routing table says of one address.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::{Looked, OsError};
use crate::text::Text;

/// A routing look-up; no packet leaves for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RouteLookup {
    /// The address looked up.
    pub destination: IpAddr,
    /// What the table says.
    pub outcome: Looked<RouteOutcome>,
}

/// The answer of the routing table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RouteOutcome {
    /// There is a way.
    Way {
        /// What kind of way.
        kind: RouteKind,
        /// The next hop; null where the address is on an own link (or is the own).
        gateway: Option<IpAddr>,
        /// The interface that leads there.
        interface: Option<String>,
        /// The own address that would be used.
        source: Option<IpAddr>,
    },
    /// There is none, with the error a connect would get.
    NoWay {
        /// The system's error.
        error: OsError,
    },
}

/// The kinds of way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RouteKind {
    /// The address is this machine's own.
    Local,
    /// The address is on a link of this machine, or behind a gateway.
    Unicast,
    /// The address is for many (broadcast, multicast): no TCP connection can be made to it.
    Many,
}

impl RouteLookup {
    pub(crate) fn describe(&self) -> Text {
        let to = self.destination;
        match &self.outcome {
            Looked::NotLooked(why) => {
                Text::new(format!("the route to {to} was not looked at: {why}"), format!("未查看到 {to} 的路由：{why}"))
            }
            Looked::Saw(RouteOutcome::NoWay { error }) => Text::new(
                format!("the routing table has no way to {to} ({})", error.name),
                format!("路由表中没有到 {to} 的路由（{}）", error.name),
            ),
            Looked::Saw(RouteOutcome::Way { kind: RouteKind::Local, .. }) => {
                Text::new(format!("{to} is this machine's own address"), format!("{to} 是本机地址"))
            }
            Looked::Saw(RouteOutcome::Way { gateway, interface, .. }) => {
                let by = interface.as_deref().unwrap_or("?");
                match gateway {
                    Some(gateway) => Text::new(
                        format!("the way to {to} leads over gateway {gateway} on {by}"),
                        format!("到 {to} 经由 {by} 上的网关 {gateway}"),
                    ),
                    None => Text::new(
                        format!("{to} is on this machine's own link {by}"),
                        format!("{to} 就在本机链路 {by} 上"),
                    ),
                }
            }
        }
    }
}
