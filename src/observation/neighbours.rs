//! The link-layer neighbours this machine knows (ARP, Neighbor Discovery).

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;

/// The neighbour table, as it stood after the probes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Neighbours {
    /// The entries that matter to this target: its own address and its gateways.
    pub neighbours: Looked<Vec<Neighbour>>,
}

/// One neighbour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Neighbour {
    /// Its network address.
    pub address: IpAddr,
    /// The interface it is on.
    pub interface: Option<String>,
    /// Whether it answers.
    pub state: NeighbourState,
}

/// Whether a neighbour answered when asked for its link-layer address (states of ip-neighbour(8)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NeighbourState {
    /// It answered lately (reachable, permanent).
    Reachable,
    /// It answered once; not checked since (stale, delay, probe).
    Stale,
    /// It is being asked and has not answered yet (incomplete).
    Incomplete,
    /// It was asked and did not answer (failed).
    Failed,
}

impl Neighbours {
    /// The entry of `address`, where the table was readable and holds one.
    pub fn of(&self, address: IpAddr) -> Option<&Neighbour> {
        self.neighbours.saw()?.iter().find(|one| one.address == address)
    }

    pub(crate) fn describe(&self) -> Text {
        match &self.neighbours {
            Looked::NotLooked(why) => {
                Text::new(format!("neighbours not looked at: {why}"), format!("未查看邻居表：{why}"))
            }
            Looked::Saw(all) if all.is_empty() => Text::fixed("no neighbour entry matters here", "没有相关的邻居表项"),
            Looked::Saw(all) => {
                let say = |answers: &str, silent: &str| {
                    let one = |n: &Neighbour| match n.state {
                        NeighbourState::Reachable | NeighbourState::Stale => format!("{} {answers}", n.address),
                        NeighbourState::Incomplete | NeighbourState::Failed => format!("{} {silent}", n.address),
                    };
                    all.iter().map(one).collect::<Vec<_>>().join("; ")
                };
                Text::new(
                    say("answers on the link", "does not answer on the link"),
                    say("在链路上有应答", "在链路上没有应答"),
                )
            }
        }
    }
}
