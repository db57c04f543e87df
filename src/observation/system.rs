//! The system netwhy runs on, and with what rights.

use serde::{Deserialize, Serialize};

use crate::observation::Os;
use crate::text::Text;

/// Which commands a remedy may name, and how far the looks could reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct System {
    /// The operating system.
    pub os: Os,
    /// The kernel's release, as `uname -r` prints it.
    pub release: Option<String>,
    /// True where this process may administer the network (Linux: CAP_NET_ADMIN).
    pub network_admin: bool,
    /// The network namespace's identity, where the system has them.
    pub namespace: Option<String>,
}

impl System {
    pub(crate) fn describe(&self) -> Text {
        let release = self.release.as_deref().unwrap_or("");
        let (en, zh) = match self.network_admin {
            true => ("with network administration rights", "有网络管理权限"),
            false => ("without privileges", "无特权"),
        };
        Text::new(format!("{:?} {release}, {en}", self.os), format!("{:?} {release}，{zh}", self.os))
    }
}
