//! The doors: who comes in, what is spoken, and how it all ends.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::OwnedSemaphorePermit;

use crate::proxy::context::Context;
use crate::proxy::core::Core;
use crate::proxy::pool::Pool;
use crate::proxy::pulse::Pulse;
use crate::proxy::requests::serve_requests;
use crate::proxy::safety;
use crate::proxy::socks;
use crate::proxy::stop::{Stop, Stopper};
use crate::proxy::wire::Wire;

/// Serves the clients of `listeners` until `end` comes; then waits for what is open as long as the settings say, and
/// cuts what is left.
pub async fn run(core: Core, listeners: Vec<TcpListener>, end: impl Future<Output = ()>) {
    crate::proxy::files::as_many_as_may_be();
    let core = Arc::new(core);
    let (stopper, stop) = crate::proxy::stop::stop();
    let doors = listeners.into_iter().map(|listener| door(Arc::clone(&core), listener, stop.clone()));
    let doors: Vec<_> = doors.map(tokio::spawn).collect();
    let sweeper = tokio::spawn(sweep(Arc::clone(&core)));
    end.await;
    stopper.ask();
    sweeper.abort();
    for door in doors {
        // It ends by the same word.
        let _ = door.await;
    }
    close(&core, &stopper).await;
}

/// Waits until every connection has ended, or cuts them when that takes too long.
async fn close(core: &Core, stopper: &Stopper) {
    let all = u32::try_from(core.settings.bounds.connections).unwrap_or(u32::MAX);
    let empty = || core.connections.acquire_many(all);
    if tokio::time::timeout(core.settings.bounds.grace, empty()).await.is_err() {
        stopper.cut();
        // What was cut is written down by those who did it; that takes no time.
        let _ = tokio::time::timeout(Duration::from_secs(1), empty()).await;
    }
}

async fn sweep(core: Arc<Core>) {
    loop {
        tokio::time::sleep(Pool::SWEEP).await;
        core.pool.sweep();
    }
}

/// Lets clients in until nothing new shall be begun.
async fn door(core: Arc<Core>, listener: TcpListener, mut stop: Stop) {
    let ended = stop.clone();
    loop {
        // As many as there may be: the others wait in the kernel's queue.
        let permit = tokio::select! {
            permit = Arc::clone(&core.connections).acquire_owned() => permit,
            () = stop.asked() => return,
        };
        let Ok(permit) = permit else { return };
        let (stream, client) = tokio::select! {
            came = listener.accept() => match came {
                Ok(came) => came,
                Err(_) => {
                    // Too few descriptors, mostly: others must end before.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
            () = stop.asked() => return,
        };
        tokio::spawn(serve(Arc::clone(&core), stream, client, permit, ended.clone()));
    }
}

/// One client, by what its first byte speaks.
async fn serve(core: Arc<Core>, stream: TcpStream, client: SocketAddr, permit: OwnedSemaphorePermit, mut stop: Stop) {
    // What is passed on is passed on at once (RFC 896); a failure only costs time.
    let _ = stream.set_nodelay(true);
    let mut first = [0];
    let heard = tokio::select! {
        heard = tokio::time::timeout(core.settings.bounds.idle, stream.peek(&mut first)) => heard,
        () = stop.asked() => return,
    };
    if !matches!(heard, Ok(Ok(1))) {
        return;
    }
    let (pulse, permit) = (Arc::new(Pulse::default()), Some(Arc::new(permit)));
    let stranger = !may_come(&core, client);
    let context = Context { core, client, pulse, user: None, authority: None, stranger, stop, permit };
    match first {
        [5] => socks::serve(stream, context).await,
        _ => serve_requests(Wire::Tcp(stream), context).await,
    }
}

/// True where a client at `client` may use the proxy at all.
fn may_come(core: &Core, client: SocketAddr) -> bool {
    let clients = &core.settings.clients;
    clients.is_empty() || safety::is_own(client.ip()) || clients.iter().any(|network| network.contains(client.ip()))
}

/// A listener at `at`, with a queue for bursts of clients. Called inside a runtime.
///
/// # Errors
/// Those of the system: the port is taken, the address is not this machine's, a low port is not permitted.
pub fn listen(at: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if at.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // On other systems than Unix this would let another program take the port over.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(at)?;
    socket.listen(4096)
}
