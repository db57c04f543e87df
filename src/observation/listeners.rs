//! The TCP listeners of this machine.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;

/// Every listening TCP socket of this network namespace (sock_diag(7)).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Listeners {
    /// The listeners.
    pub listeners: Looked<Vec<Listener>>,
}

/// One listening socket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Listener {
    /// The address it is bound to; `0.0.0.0` and `::` are all addresses.
    pub address: IpAddr,
    /// Its port.
    pub port: u16,
    /// For `::`: true where it takes IPv6 only, false where IPv4 too; null where not known.
    pub v6_only: Option<bool>,
    /// The interface it is bound to, where it takes connections over one only.
    #[serde(default)]
    pub interface: Option<String>,
    /// The user that owns it.
    pub uid: Option<u32>,
    /// The process behind it, where it may be seen.
    pub process: Option<String>,
    /// That process' number.
    #[serde(default)]
    pub pid: Option<u32>,
    /// How full its queue of connections waiting to be accepted is.
    pub accept_queue: Option<AcceptQueue>,
}

/// Connections waiting to be accepted, and how many may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AcceptQueue {
    /// Waiting now.
    pub length: u32,
    /// The backlog; one more than this may wait.
    pub limit: u32,
}

impl Listener {
    /// True where a connection to `address` (one of this machine's own) at its port reaches it.
    pub fn covers(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (own, asked) if own == asked => true,
            (IpAddr::V4(own), IpAddr::V4(_)) => own.is_unspecified(),
            (IpAddr::V6(own), IpAddr::V6(_)) => own.is_unspecified(),
            // An unread v6-only flag counts as dual-stack, which is the system's default.
            (IpAddr::V6(own), IpAddr::V4(_)) => own.is_unspecified() && self.v6_only != Some(true),
            _ => false,
        }
    }
}

impl Listeners {
    pub(crate) fn describe(&self) -> Text {
        match &self.listeners {
            Looked::NotLooked(why) => {
                Text::new(format!("own listeners not looked at: {why}"), format!("未查看本机监听：{why}"))
            }
            Looked::Saw(all) if all.is_empty() => {
                Text::fixed("nothing on this machine listens on TCP", "本机没有任何 TCP 监听")
            }
            Looked::Saw(all) => {
                let mut list: Vec<String> = all
                    .iter()
                    .take(12)
                    .map(|one| match one.address {
                        IpAddr::V4(address) => format!("{address}:{}", one.port),
                        IpAddr::V6(address) => format!("[{address}]:{}", one.port),
                    })
                    .collect();
                if all.len() > list.len() {
                    list.push(format!("… {}", all.len() - list.len()));
                }
                let list = list.join(" ");
                Text::new(format!("this machine listens on {list}"), format!("本机监听 {list}"))
            }
        }
    }
}
