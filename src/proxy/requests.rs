//! The requests that come over one connection, plain or out of a tunnel that is looked into.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;

use crate::proxy::asked;
use crate::proxy::context::Context;
use crate::proxy::exchange::{Ending, Exchange, Way};
use crate::proxy::forward;
use crate::proxy::guarded::{self, Guarded};
use crate::proxy::settings::Bounds;
use crate::proxy::trouble::Kind;
use crate::proxy::watched::Watched;
use crate::proxy::wire::Wire;
use crate::wire::http1::{STRUCK, asked as scanned};

/// How long the answer to a head that took too long may take.
const FAREWELL: Duration = Duration::from_secs(3);

/// Answers the requests that come over `wire` until it ends, waits too long, or the proxy does. Tunnels that come of
/// them go on by themselves.
pub(crate) async fn serve_requests(wire: Wire, context: Context) {
    let stop = context.stop.clone();
    let (pulse, bounds) = (Arc::clone(&context.pulse), context.core.settings.bounds);
    let (guarded, guard) =
        Guarded::new(Watched::new(wire, Arc::clone(&pulse)), strict(&bounds), context.core.settings.lang);
    let context = Context { guard: guard.clone(), ..context };
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
    let is_overdue = tokio::select! {
        _ = connection.as_mut() => None,
        () = pulse.overdue(&bounds) => Some(true),
        () = stop.begun() => Some(false),
    };
    let is_overdue = match is_overdue {
        Some(false) => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                _ = connection.as_mut() => false,
                () = pulse.overdue(&bounds) => true,
                () = stop.over() => {
                    pulse.ends(Ending::Cut);
                    false
                }
            }
        }
        ended => ended.is_some(),
    };
    if is_overdue {
        pulse.ends(Ending::Stalled);
        if pulse.is_in_head() {
            guard.late();
            // Whoever does not take the answer goes without it.
            let _ = tokio::time::timeout(FAREWELL, connection).await;
        }
    }
    tell_of_breach(&context);
}

/// The same bounds for whoever reads first.
fn strict(bounds: &Bounds) -> scanned::Bounds {
    let usual = scanned::Bounds::default();
    scanned::Bounds { head: bounds.head, line: bounds.head.min(usual.line), fields: bounds.fields, ..usual }
}

/// A target that need not be a URL without the login that may stand in it all the same.
fn struck(target: &str) -> String {
    let end = target.find('/').unwrap_or(target.len());
    match target[..end].rfind('@') {
        Some(at) => format!("{STRUCK}{}", &target[at..]),
        None => target.to_owned(),
    }
}

/// A request that was refused before there was an exchange has its record, too.
fn tell_of_breach(context: &Context) {
    let age = context.pulse.head_age().unwrap_or_default();
    let guard = &context.guard;
    let (Some(breach), None) = (guard.breach(), guard.breach_in_body()) else { return };
    let trouble = guarded::trouble(&breach);
    let (method, target) = guard.named().unwrap_or_default();
    // What stands there need not be a method.
    let method = Method::from_bytes(method.as_bytes()).or_else(|_| Method::from_bytes(b"-")).unwrap_or_default();
    let url = if target.is_empty() { target } else { asked::url(context, &struck(&target)) };
    let mut exchange = Exchange::new(context, Way::Request, method, url);
    // It began with the first byte of its head.
    exchange.began = exchange.began.checked_sub(age).unwrap_or(exchange.began);
    exchange.started_at = exchange.started_at.checked_sub(age).unwrap_or(exchange.started_at);
    let ending = match guard.said() {
        None => Ending::ClientLeft,
        Some(_) if trouble.kind == Kind::RequestTimeout => Ending::Stalled,
        Some(_) => Ending::Answered,
    };
    if let Some(said) = guard.said() {
        exchange.status = Some(trouble.kind.status());
        exchange.counts.received.store(said, Ordering::Relaxed);
    }
    exchange.fail(&trouble, ending);
}
