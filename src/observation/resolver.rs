//! The name servers this machine is set to ask.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;

/// The resolver's settings (resolv.conf(5), or the system's own store).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ResolverConfig {
    /// Where the settings were read.
    pub path: String,
    /// The name servers, in order.
    pub servers: Looked<Vec<NameServer>>,
    /// The search domains, in order.
    pub search: Vec<String>,
    /// How many dots a name needs to be tried as it stands first.
    pub ndots: u8,
}

/// One configured name server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NameServer {
    /// Its address.
    pub address: IpAddr,
    /// Its port, 53 unless set otherwise.
    pub port: u16,
    /// The interface of a link-local one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

impl ResolverConfig {
    pub(crate) fn describe(&self) -> Text {
        let path = &self.path;
        match &self.servers {
            Looked::NotLooked(why) => Text::new(
                format!("name servers not looked at ({path}): {why}"),
                format!("未查看域名服务器（{path}）：{why}"),
            ),
            Looked::Saw(all) if all.is_empty() => {
                Text::new(format!("{path} names no name server"), format!("{path} 没有指定域名服务器"))
            }
            Looked::Saw(all) => {
                let list = all.iter().map(|s| s.address.to_string()).collect::<Vec<_>>().join(" ");
                Text::new(format!("name servers ({path}): {list}"), format!("域名服务器（{path}）：{list}"))
            }
        }
    }
}
