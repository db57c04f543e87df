//! The requests that come over one connection, plain or out of a tunnel that is looked into.

use std::sync::Arc;

use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;

use crate::proxy::context::Context;
use crate::proxy::exchange::Ending;
use crate::proxy::forward;
use crate::proxy::watched::Watched;
use crate::proxy::wire::Wire;

/// Answers the requests that come over `wire` until it ends, waits too long, or the proxy does. Tunnels that come of
/// them go on by themselves.
pub(crate) async fn serve_requests(wire: Wire, context: Context) {
    let stop = context.stop.clone();
    let (pulse, bounds) = (Arc::clone(&context.pulse), context.core.settings.bounds);
    let service = service_fn(move |request| forward::exchange(context.clone(), request));
    let mut builder = Builder::new();
    builder
        .preserve_header_case(true)
        .header_read_timeout(None)
        .max_headers(bounds.fields)
        .max_header_size(bounds.head)
        .max_buf_size(bounds.head.max(64 * 1024));
    let io = TokioIo::new(Watched::new(wire, Arc::clone(&pulse)));
    let mut connection = std::pin::pin!(builder.serve_connection(io, service).with_upgrades());
    // What goes wrong with the connection itself is told with the exchange that it ends.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = pulse.overdue(&bounds) => {
            pulse.ends(Ending::Stalled);
            return;
        }
        () = stop.begun() => connection.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ = connection => {}
        () = pulse.overdue(&bounds) => pulse.ends(Ending::Stalled),
        () = stop.over() => pulse.ends(Ending::Cut),
    }
}
