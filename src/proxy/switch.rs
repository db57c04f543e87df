//! What an HTTP connection becomes after it: both ends are joined, and their bytes pass as they are.

use bytes::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;

use crate::proxy::context::Context;
use crate::proxy::exchange::Exchange;
use crate::proxy::pulse::Watched;
use crate::proxy::tunnel::{self, End};
use crate::proxy::wire::Wire;

/// Joins the client, once it has been told that the way is open, with `server`.
pub(crate) fn to(context: Context, upgrade: OnUpgrade, server: End, mut exchange: Box<Exchange>) {
    tokio::spawn(async move {
        // A client that left meanwhile is noted in the record.
        if let Ok(upgraded) = upgrade.await {
            let still = context.core.settings.bounds.stall;
            tunnel::relay(end(upgraded), server, &mut exchange, &context.pulse, still).await;
        }
    });
}

/// The client's end, taken out of what watched it.
fn end(upgraded: Upgraded) -> End {
    match upgraded.downcast::<TokioIo<Watched<Wire>>>() {
        Ok(parts) => End { wire: parts.io.into_inner().into_inner(), ahead: parts.read_buf },
        Err(upgraded) => End { wire: Wire::Other(Box::new(TokioIo::new(upgraded))), ahead: Bytes::new() },
    }
}
