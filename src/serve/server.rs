//! The diagnostic server: what it is to do, and what it knows.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::report::ArrivalDocument;
use crate::serve::accept::{Bounds, accept};
use crate::serve::kind::tls::Certificates;
use crate::serve::ledger::Ledger;
use crate::serve::listen::Listeners;
use crate::serve::shutdown::Shutdown;

/// Arrivals that may wait to be told.
const WAITING: usize = 1024;

/// What is spoken on a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// HTTP/1.
    Http,
    /// TLS, and HTTP within.
    Tls,
    /// What comes is sent back.
    Echo,
    /// Minecraft's status.
    Minecraft,
    /// The Minecraft Pi API.
    Mcpi,
}

/// What a server is to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What is spoken; where not given, each client is answered in what it speaks.
    pub kind: Option<Kind>,
    /// How long a client may be silent, or stay, before it is told of.
    pub patience: Duration,
    /// How many may be there, and how long they have at the end.
    pub bounds: Bounds,
}

/// A server.
pub struct Server {
    pub(crate) settings: Settings,
    pub(crate) shutdown: Shutdown,
    pub(crate) certificates: Certificates,
    pub(crate) out: mpsc::Sender<ArrivalDocument>,
    /// Who came.
    pub ledger: Ledger,
}

impl Server {
    /// A server that ends with `shutdown`, and the arrivals as they are to be told. Whoever takes them gives each its
    /// number with [`Ledger::ended`]. Where they are not taken, clients wait.
    pub fn new(settings: Settings, shutdown: Shutdown) -> (Server, mpsc::Receiver<ArrivalDocument>) {
        let (out, arrivals) = mpsc::channel(WAITING);
        let certificates = Certificates::default();
        (Server { settings, shutdown, certificates, out, ledger: Ledger::default() }, arrivals)
    }

    /// Serves until its shutdown. Returns how many connections came.
    pub async fn run(self, listeners: Listeners) -> u64 {
        let (bounds, shutdown) = (self.settings.bounds, self.shutdown.clone());
        let server = Arc::new(self);
        accept(listeners, bounds, shutdown, move |incoming| {
            crate::serve::connection::connection(server.clone(), incoming)
        })
        .await
    }
}
