//! What an HTTP connection becomes after it: both ends are joined, and their bytes pass as they are.

use std::pin::Pin;

use bytes::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;

use crate::proxy::asked::Asked;
use crate::proxy::context::Context;
use crate::proxy::exchange::{Ending, Exchange};
use crate::proxy::guarded::Guarded;
use crate::proxy::intercept;
use crate::proxy::tunnel::{self, End};
use crate::proxy::watched::Watched;
use crate::proxy::wire::Wire;

/// Joins the client, once it has been told that the way is open, with `server`.
pub(crate) fn to(context: Context, upgrade: OnUpgrade, server: End, mut exchange: Box<Exchange>) {
    tokio::spawn(async move {
        // A client that left meanwhile is noted in the record.
        if let Ok(upgraded) = upgrade.await {
            join(&context, end(upgraded), server, &mut exchange).await;
        }
    });
}

/// Looks into what comes through a tunnel to `meant`, once the client has been told that the way is open; what is not
/// looked into goes to `place`.
pub(crate) fn to_interception(
    context: Context,
    upgrade: OnUpgrade,
    meant: Asked,
    place: Asked,
    exchange: Box<Exchange>,
) {
    tokio::spawn(async move {
        // A client that left meanwhile is noted in the record.
        if let Ok(upgraded) = upgrade.await {
            // What comes out of the tunnel may open tunnels in its turn.
            let served: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(intercept::serve(
                context,
                end(upgraded),
                (meant.host, meant.port),
                (place.host, place.port),
                exchange,
            ));
            served.await;
        }
    });
}

/// Moves the bytes of both until they end, or the proxy does.
pub(crate) async fn join(context: &Context, client: End, server: End, exchange: &mut Exchange) {
    let (still, stop) = (context.core.settings.bounds.stall, context.stop.clone());
    tokio::select! {
        () = tunnel::relay(client, server, exchange, &context.pulse, still) => {}
        () = stop.over() => context.pulse.ends(Ending::Cut),
    }
}

/// The client's end, taken out of what watched it.
fn end(upgraded: Upgraded) -> End {
    match upgraded.downcast::<TokioIo<Guarded<Watched>>>() {
        Ok(parts) => {
            let (watched, held) = parts.io.into_inner().into_parts();
            let ahead = if held.is_empty() { parts.read_buf } else { [parts.read_buf, held].concat().into() };
            End { wire: watched.into_inner(), ahead }
        }
        Err(upgraded) => End { wire: Wire::Other(Box::new(TokioIo::new(upgraded))), ahead: Bytes::new() },
    }
}
