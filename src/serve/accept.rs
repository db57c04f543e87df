//! Takes connections as they come, so many at a time, and hands each to its own task.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::serve::listen::Listeners;
use crate::serve::shutdown::Shutdown;
use crate::wire::syn::Syn;

/// How long accepting rests after it failed: the system is out of something, and asking again at once would only spin.
const REST: Duration = Duration::from_millis(50);
/// How long connections have to let go, once they are told to.
const LAST: Duration = Duration::from_secs(1);

/// What a server allows.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How many connections may be open at a time; others wait.
    pub connections: usize,
    /// How long what is open has to finish, once the end begins.
    pub grace: Duration,
}

/// A connection that came.
#[derive(Debug)]
pub struct Incoming {
    /// Its number, from 1 in the order accepted.
    pub number: u64,
    /// When it was accepted.
    pub at: jiff::Timestamp,
    /// Who connected.
    pub from: SocketAddr,
    /// Where to.
    pub to: SocketAddr,
    /// What its SYN said; `None` where the system does not tell.
    pub syn: Option<Syn>,
    /// The connection. Its other end may be gone already.
    pub stream: TcpStream,
}

/// Accepts from all of `listeners` until `shutdown` begins, then waits for what is open: as long as `bounds` allow, and
/// a moment more after telling it to let go. `handle` is called for each connection and its future run as a task; it is to
/// end soon once [`Shutdown::over`]. Returns how many connections came.
pub async fn accept<H, F>(listeners: Listeners, bounds: Bounds, shutdown: Shutdown, handle: H) -> u64
where
    H: Fn(Incoming) -> F + Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let most = u32::try_from(bounds.connections.clamp(1, Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX);
    let room = Arc::new(Semaphore::new(most as usize));
    let count = Arc::new(AtomicU64::new(0));
    let accepting = listeners.all.into_iter().map(|listener| {
        let one = from_one(listener, room.clone(), count.clone(), handle.clone());
        let shutdown = shutdown.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = one => {}
                () = shutdown.begun() => {}
            }
        })
    });
    futures_util::future::join_all(accepting.collect::<Vec<_>>()).await;
    // All room is free again once nothing is open.
    let all = || room.acquire_many(most);
    if tokio::time::timeout(bounds.grace, all()).await.is_err() {
        shutdown.end();
        let _ = tokio::time::timeout(LAST, all()).await;
    }
    shutdown.end();
    count.load(Ordering::Relaxed)
}

async fn from_one<H, F>(listener: TcpListener, room: Arc<Semaphore>, count: Arc<AtomicU64>, handle: H)
where
    H: Fn(Incoming) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        // It is never closed.
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, from)) => {
                let number = count.fetch_add(1, Ordering::Relaxed) + 1;
                let to = stream.local_addr().or_else(|_| listener.local_addr()).unwrap_or(from);
                let syn = crate::serve::here::saved_syn(&stream);
                // Small answers leave at once.
                let _ = stream.set_nodelay(true);
                let incoming = Incoming { number, at: jiff::Timestamp::now(), from, to, syn, stream };
                let task = handle(incoming);
                tokio::spawn(async move {
                    task.await;
                    drop(permit);
                });
            }
            Err(_) => tokio::time::sleep(REST).await,
        }
    }
}
