//! tinyproxy: a small proxy with its own idea of status codes.

use std::net::SocketAddr;

use crate::peers::{Peer, folder, own_address, start};

/// A running tinyproxy.
pub(crate) struct Tinyproxy {
    /// Its process and folder.
    pub(crate) peer: Peer,
    /// Where HTTP is spoken to it.
    pub(crate) at: SocketAddr,
}

impl Tinyproxy {
    /// Starts it with these lines of its own besides, such as `BasicAuth user secret` or `ConnectPort 443`. `None`
    /// where it is not installed, which was said loudly.
    pub(crate) fn start(lines: &str) -> Option<Tinyproxy> {
        let (at, folder) = (SocketAddr::new(own_address(), 8888), folder());
        let conf =
            format!("Port {}\nListen {}\nTimeout 2\nMaxClients 50\nLogLevel Info\n{lines}\n", at.port(), at.ip());
        std::fs::write(folder.path().join("conf"), conf).expect("written");
        Some(Tinyproxy { peer: start("tinyproxy", &["-d", "-c", "conf"], &[at], folder)?, at })
    }
}
