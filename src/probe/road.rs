//! How new connections to the target are opened: straight, or through a proxy.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpStream;

use crate::probe::Stream;

/// The way to one address of the target. Every look that speaks opens a connection of its own by it.
#[derive(Debug, Clone)]
pub struct Road {
    /// The machine connected to.
    pub to: SocketAddr,
}

impl Road {
    /// Straight to `to`.
    pub fn direct(to: SocketAddr) -> Road {
        Road { to }
    }

    /// The proxy it leads through as facts name it, if one.
    pub fn via(&self) -> Option<String> {
        None
    }

    /// A new connection; `None` where none opens within `patience`: that is for connection attempts to tell.
    pub async fn open(&self, patience: Duration) -> Option<Stream> {
        let stream = tokio::time::timeout(patience, TcpStream::connect(self.to)).await.ok()?.ok()?;
        // A question is sent at once, not held back for more (RFC 896); a failure only costs time.
        let _ = stream.set_nodelay(true);
        Some(Box::new(stream))
    }
}
