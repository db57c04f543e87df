//! What is known of the connection that a request comes over.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::proxy::core::Core;
use crate::proxy::guarded::Guard;
use crate::proxy::pulse::Pulse;
use crate::serve::Shutdown;
use crate::target::Host;

/// A client's connection, or what it carries.
#[derive(Clone)]
pub struct Context {
    /// What all connections share.
    pub core: Arc<Core>,
    /// Where the client is.
    pub client: SocketAddr,
    /// Whether the connection lives.
    pub pulse: Arc<Pulse>,
    /// What was wrong with the bytes that came, if anything.
    pub(crate) guard: Guard,
    /// Who the client is, where that is known already: of the tunnel that is looked into.
    pub user: Option<String>,
    /// Whose requests these are where TLS was ended here: they name no host in their target, and go there over TLS.
    pub authority: Option<(Host, u16)>,
    /// Where those requests lead, where TLS names another host than the tunnel was asked for: the client chose the place.
    pub led: Option<(Host, u16)>,
    /// True where it is none of those who may use the proxy.
    pub stranger: bool,
    /// Hears of the end of the proxy.
    pub stop: Shutdown,
    /// Keeps the connection's place among those that may be, as long as somebody has it.
    pub permit: Option<Arc<oneshot::Sender<()>>>,
}
