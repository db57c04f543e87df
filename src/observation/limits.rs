//! How much of this machine's sockets and ports is in use.

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;

/// The limits that a new connection can run into.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Limits {
    /// The lowest and highest ephemeral port (ip(7), `ip_local_port_range`).
    pub ephemeral_ports: Looked<(u16, u16)>,
    /// TCP sockets of this network namespace that hold a port, TIME-WAIT included.
    pub tcp_sockets: Looked<u32>,
    /// How many files this process may open (RLIMIT_NOFILE, soft).
    pub open_files: Looked<u64>,
    /// How many files this process has open.
    pub files_in_use: Looked<u64>,
    /// Files open in the whole system, and how many may be (proc_sys_fs(5), `file-nr`).
    pub system_files: Looked<(u64, u64)>,
}

impl Limits {
    pub(crate) fn describe(&self) -> Text {
        let ports = self.ephemeral_ports.saw().map_or("?".to_owned(), |(low, high)| format!("{low}–{high}"));
        let sockets = self.tcp_sockets.saw().map_or("?".to_owned(), u32::to_string);
        let files = self.open_files.saw().map_or("?".to_owned(), u64::to_string);
        Text::new(
            format!("ephemeral ports {ports}, {sockets} TCP sockets in use, {files} open files allowed"),
            format!("临时端口 {ports}，已用 {sockets} 个 TCP 套接字，允许打开 {files} 个文件"),
        )
    }
}
