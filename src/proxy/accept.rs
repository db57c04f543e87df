//! The doors: who comes in, and what is spoken.

use std::sync::Arc;

use tokio::sync::oneshot;

use crate::proxy::context::Context;
use crate::proxy::core::Core;
use crate::proxy::guarded::Guard;
use crate::proxy::pool::Pool;
use crate::proxy::pulse::Pulse;
use crate::proxy::requests::serve_requests;
use crate::proxy::safety;
use crate::proxy::socks;
use crate::proxy::wire::Wire;
use crate::serve::{Bounds, Incoming, Listeners, Shutdown};

/// Serves the clients of `listeners` until `shutdown` begins; then waits for what is open as long as the settings say,
/// and cuts what is left.
pub async fn run(core: Core, listeners: Listeners, shutdown: Shutdown) {
    crate::proxy::files::as_many_as_may_be();
    let core = Arc::new(core);
    let sweeper = tokio::spawn(sweep(Arc::clone(&core)));
    let bounds = Bounds { connections: core.settings.bounds.connections, grace: core.settings.bounds.grace };
    let stop = shutdown.clone();
    let handle = move |incoming| serve(Arc::clone(&core), incoming, stop.clone());
    crate::serve::accept(listeners, bounds, shutdown, handle).await;
    sweeper.abort();
}

async fn sweep(core: Arc<Core>) {
    loop {
        tokio::time::sleep(Pool::SWEEP).await;
        core.pool.sweep();
    }
}

/// One client, by what its first byte speaks; until nobody has anything of its connection any more.
async fn serve(core: Arc<Core>, incoming: Incoming, stop: Shutdown) {
    let (stream, client) = (incoming.stream, incoming.from);
    let mut first = [0];
    let heard = tokio::select! {
        heard = tokio::time::timeout(core.settings.bounds.idle, stream.peek(&mut first)) => heard,
        () = stop.begun() => return,
    };
    if !matches!(heard, Ok(Ok(1))) {
        return;
    }
    let (permit, all_gone) = oneshot::channel();
    let stranger = !may_come(&core, client.ip());
    let (pulse, permit) = (Arc::new(Pulse::default()), Some(Arc::new(permit)));
    let context = Context {
        core,
        client,
        pulse,
        guard: Guard::default(),
        user: None,
        authority: None,
        led: None,
        stranger,
        stop,
        permit,
    };
    // Those who wait for their first byte take no room for the rest.
    match first {
        [4] => Box::pin(socks::four::refuse(stream, context)).await,
        [5] => Box::pin(socks::serve(stream, context)).await,
        _ => Box::pin(serve_requests(Wire::Tcp(stream), context)).await,
    }
    // A tunnel goes on by itself. Nothing is ever sent.
    let _ = all_gone.await;
}

/// True where a client at `address` may use the proxy at all.
fn may_come(core: &Core, address: std::net::IpAddr) -> bool {
    let clients = &core.settings.clients;
    clients.is_empty() || safety::is_own(address) || clients.iter().any(|network| network.contains(address))
}
