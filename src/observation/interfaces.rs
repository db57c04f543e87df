//! This machine's network interfaces.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;

/// Every interface with its addresses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Interfaces {
    /// The interfaces; an interface without an address may be missing on some systems.
    pub interfaces: Looked<Vec<Interface>>,
}

/// One interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Interface {
    /// Its name, as the system calls it.
    pub name: String,
    /// Its index.
    pub index: Option<u32>,
    /// True where it is switched on.
    pub up: bool,
    /// True where its cable or radio has another end; null where the system does not say.
    #[serde(default)]
    pub carrier: Option<bool>,
    /// True where it is the loopback.
    pub loopback: bool,
    /// The largest packet it takes, in bytes, where known.
    #[serde(default)]
    pub mtu: Option<u32>,
    /// Its addresses with their prefix lengths.
    pub addresses: Vec<Network>,
}

/// An address and the length of its network prefix in bits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Network {
    /// The address.
    pub address: IpAddr,
    /// The prefix length in bits.
    pub prefix: u8,
}

impl Interfaces {
    pub(crate) fn describe(&self) -> Text {
        match &self.interfaces {
            Looked::NotLooked(why) => {
                Text::new(format!("interfaces not looked at: {why}"), format!("未查看网络接口：{why}"))
            }
            Looked::Saw(all) => {
                let list: Vec<String> = all
                    .iter()
                    .filter(|one| !one.loopback)
                    .map(|one| {
                        let addresses: Vec<String> =
                            one.addresses.iter().map(|n| format!("{}/{}", n.address, n.prefix)).collect();
                        let state = match (one.up, one.carrier) {
                            (false, _) => "down",
                            (true, Some(false)) => "up without a link",
                            (true, _) => "up",
                        };
                        format!("{} {state} {}", one.name, addresses.join(" ")).trim_end().to_owned()
                    })
                    .collect();
                match list.is_empty() {
                    true => Text::fixed("no interface besides the loopback", "除环回外没有网络接口"),
                    false => Text::same(list.join("; ")),
                }
            }
        }
    }
}
