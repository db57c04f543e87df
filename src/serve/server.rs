//! The diagnostic server: what it is to do, and what it knows.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::serve::accept::{Bounds, accept};
use crate::serve::fault::Fault;
use crate::serve::http::folder::Folder;
use crate::serve::kind::tls::Certificates;
use crate::serve::ledger::Ledger;
use crate::serve::listen::Listeners;
use crate::serve::peer::Peer;
use crate::serve::shutdown::Shutdown;
use crate::serve::told::Told;

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
    /// What goes wrong on purpose.
    pub fault: Option<Fault>,
    /// The folder whose files HTTP gives, where there is one.
    pub folder: Option<Arc<Folder>>,
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
    pub(crate) out: mpsc::Sender<Told>,
    /// Compares what left clients with what arrived, where that is wanted.
    pub(crate) peer: Option<Arc<Peer>>,
    /// Who came.
    pub ledger: Ledger,
}

impl Server {
    /// A server that ends with `shutdown`, and the arrivals as they are to be told. Whoever takes them gives each its
    /// number with [`Ledger::ended`]. Where they are not taken, clients wait.
    pub fn new(settings: Settings, shutdown: Shutdown) -> (Server, mpsc::Receiver<Told>) {
        let (out, arrivals) = mpsc::channel(WAITING);
        let certificates = Certificates::default();
        (Server { settings, shutdown, certificates, out, peer: None, ledger: Ledger::default() }, arrivals)
    }

    /// The same, with a comparison of what left clients with what arrives at `listeners`. Whoever takes a
    /// pasted text to the [`Peer`] tells of it over the sender.
    pub fn with_peer(self, listeners: &Listeners) -> (Server, Arc<Peer>, mpsc::Sender<Told>) {
        let peer = Arc::new(Peer::new(listeners.addresses.clone(), self.ledger.clone()));
        let out = self.out.clone();
        (Server { peer: Some(peer.clone()), ..self }, peer, out)
    }

    /// Serves until its shutdown. Returns how many connections came.
    pub async fn run(self, listeners: Listeners) -> u64 {
        let (bounds, shutdown) = (self.settings.bounds, self.shutdown.clone());
        let watch = self.peer.clone().map(|peer| tokio::spawn(async move { peer.watch().await }));
        let server = Arc::new(self);
        let came = accept(listeners, bounds, shutdown, move |incoming| {
            crate::serve::connection::connection(server.clone(), incoming)
        })
        .await;
        if let Some(watch) = watch {
            watch.abort();
        }
        came
    }
}
