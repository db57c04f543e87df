//! The requests that come over one connection, plain or out of a tunnel that is looked into.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;

use crate::proxy::context::Context;
use crate::proxy::exchange::{Ending, Exchange, Way};
use crate::proxy::forward;
use crate::proxy::guarded::{self, Guarded};
use crate::proxy::settings::Bounds;
use crate::proxy::watched::Watched;
use crate::proxy::wire::Wire;
use crate::wire::http1::asked;

/// Answers the requests that come over `wire` until it ends, waits too long, or the proxy does. Tunnels that come of
/// them go on by themselves.
pub(crate) async fn serve_requests(wire: Wire, context: Context) {
    let stop = context.stop.clone();
    let (pulse, bounds) = (Arc::clone(&context.pulse), context.core.settings.bounds);
    let (guarded, guard) =
        Guarded::new(Watched::new(wire, Arc::clone(&pulse)), strict(&bounds), context.core.settings.lang);
    let context = Context { guard, ..context };
    let service = service_fn(|request: Request<Incoming>| {
        let (context, method) = (context.clone(), request.method().clone());
        // hyper keeps room for it as long as the connection lasts; in a box it takes that only while it runs.
        Box::pin(async move {
            let guard = context.guard.clone();
            forward::exchange(context, request).await.map(|answer| guard.answered(&method, answer))
        })
    });
    let mut builder = Builder::new();
    builder
        .preserve_header_case(true)
        .header_read_timeout(None)
        .max_headers(bounds.fields)
        .max_header_size(bounds.head)
        .max_buf_size(bounds.head.max(64 * 1024));
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(guarded), service).with_upgrades());
    // What goes wrong with the connection itself is told with the exchange that it ends.
    let ended = tokio::select! {
        _ = connection.as_mut() => true,
        () = pulse.overdue(&bounds) => {
            pulse.ends(Ending::Stalled);
            true
        }
        () = stop.begun() => {
            connection.as_mut().graceful_shutdown();
            false
        }
    };
    if !ended {
        tokio::select! {
            _ = connection => {}
            () = pulse.overdue(&bounds) => pulse.ends(Ending::Stalled),
            () = stop.over() => pulse.ends(Ending::Cut),
        }
    }
    tell_of_breach(&context);
}

/// The same bounds for whoever reads first.
fn strict(bounds: &Bounds) -> asked::Bounds {
    let usual = asked::Bounds::default();
    asked::Bounds { head: bounds.head, line: bounds.head.min(usual.line), fields: bounds.fields, ..usual }
}

/// A request that was refused before there was an exchange has its record, too.
fn tell_of_breach(context: &Context) {
    let guard = &context.guard;
    let (Some(breach), None) = (guard.breach(), guard.breach_in_body()) else { return };
    let trouble = guarded::trouble(&breach);
    // No method and no target of such a request can be relied on.
    let method = Method::from_bytes(b"-").unwrap_or_default();
    let mut exchange = Exchange::new(context, Way::Request, method, String::new());
    exchange.status = Some(trouble.kind.status());
    exchange.fail(&trouble, Ending::Answered);
}
