//! How new connections to the target are opened: straight, or through a proxy.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::observation::{ProxySource, Purpose};
use crate::probe::attempt::at_once;
use crate::probe::cut::{Cut, opened_before};
use crate::probe::proxy::{Passage, pass};
use crate::probe::{Stream, tls};
use crate::target::{Host, Proxy};

/// The way to one address of the target. Every look that speaks opens a connection of its own by it.
#[derive(Debug, Clone)]
pub struct Road {
    /// The machine connected to: the target, or the proxy.
    pub to: SocketAddr,
    through: Option<Arc<Through>>,
    ready: Ready,
}

/// A connection that is open already.
#[derive(Clone, Default)]
struct Ready(Arc<Mutex<Option<Stream>>>);

impl Ready {
    fn take(&self) -> Option<Stream> {
        self.0.lock().ok()?.take()
    }
}

impl std::fmt::Debug for Ready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ready")
    }
}

/// The proxy that a road leads through, and where to.
#[derive(Debug)]
struct Through {
    proxy: Proxy,
    from: ProxySource,
    host: Host,
    port: u16,
    fields: Vec<(String, String)>,
    tls: tls::Settings,
}

impl Road {
    /// Straight to `to`.
    pub fn direct(to: SocketAddr) -> Road {
        Road { to, through: None, ready: Ready::default() }
    }

    /// Through `proxy`, which is at `to` and was named by `from`, to `host` and `port`. `fields` are sent to an HTTP
    /// proxy besides; `tls` says whom to trust where the proxy itself is spoken to over TLS.
    pub fn through(
        to: SocketAddr,
        proxy: &Proxy,
        from: &ProxySource,
        (host, port): (&Host, u16),
        fields: &[(String, String)],
        tls: &tls::Settings,
    ) -> Road {
        let (proxy, from, fields) = (proxy.clone(), from.clone(), fields.to_vec());
        let through = Through { proxy, from, host: host.clone(), port, fields, tls: tls.clone() };
        Road { to, through: Some(Arc::new(through)), ready: Ready::default() }
    }

    /// The same, with a connection that has just been opened along it: whoever opens the next one gets that.
    pub fn ready(self, stream: Stream) -> Road {
        Road { ready: Ready(Arc::new(Mutex::new(Some(stream)))), ..self }
    }

    /// The proxy it leads through as facts name it, if one.
    pub fn via(&self) -> Option<String> {
        self.through.as_ref().map(|through| through.proxy.to_string())
    }

    /// A new connection to the target; `None` where none opens within `patience`, or the proxy does not open the way:
    /// that is for connection attempts and requests for passage to tell.
    pub async fn open(&self, patience: Duration) -> Option<Stream> {
        if let Some(stream) = self.ready.take() {
            return Some(stream);
        }
        let deadline = Instant::now() + patience;
        let stream: Stream = match tokio::time::timeout_at(deadline, TcpStream::connect(self.to)).await.ok()? {
            Ok(stream) => at_once(stream),
            Err(error) if opened_before(&error) => Box::new(Cut),
            Err(_) => return None,
        };
        let Some(through) = &self.through else { return Some(stream) };
        let Through { proxy, from, host, port, fields, tls } = through.as_ref();
        let passage = Passage { proxy, from, host, port: *port, fields, tls, purpose: Purpose::Asked };
        pass(stream, self.to, &passage, deadline).await.stream
    }
}
