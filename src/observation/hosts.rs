//! What the hosts file says of one name.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;

/// The hosts file's addresses for the name asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HostsFile {
    /// Where the file lies.
    pub path: String,
    /// The name looked for.
    pub name: String,
    /// Its addresses, in the order of the file; empty where the file does not hold the name.
    pub addresses: Looked<Vec<IpAddr>>,
}

impl HostsFile {
    pub(crate) fn describe(&self) -> Text {
        let (path, name) = (&self.path, &self.name);
        match &self.addresses {
            Looked::NotLooked(why) => Text::new(format!("{path} was not read: {why}"), format!("未读取 {path}：{why}")),
            Looked::Saw(all) if all.is_empty() => {
                Text::new(format!("{path} does not hold {name}"), format!("{path} 中没有 {name}"))
            }
            Looked::Saw(all) => {
                let list = all.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(" ");
                Text::new(format!("{path} sets {name} to {list}"), format!("{path} 将 {name} 指向 {list}"))
            }
        }
    }
}
