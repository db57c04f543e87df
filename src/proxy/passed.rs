//! The record of an exchange as a document.

use std::time::Duration;

use crate::proxy::exchange::{Ending, Exchange, Way};
use crate::report::{PASSED_SCHEMA, Passed, PassedEnd, PassedPhases, PassedWay};
use crate::wire::http1::without_query;

/// What passed; secrets of the URL are struck out but `with_secrets`.
pub fn passed(exchange: &Exchange, with_secrets: bool) -> Passed {
    let ms = |took: Duration| (took.as_secs_f64() * 1e6).round() / 1e3;
    let phases = &exchange.phases;
    let trouble = exchange.trouble.as_ref();
    Passed {
        schema: PASSED_SCHEMA.to_owned(),
        at: format!("{:.3}", exchange.started_at),
        client: exchange.client.to_string(),
        user: exchange.user.clone(),
        way: match exchange.way {
            Way::Request => PassedWay::Request,
            Way::Connect => PassedWay::Connect,
            Way::Socks5 => PassedWay::Socks5,
            Way::Socks4 => PassedWay::Socks4,
        },
        method: exchange.method.to_string(),
        url: if with_secrets { exchange.url.clone() } else { without_query(&exchange.url) },
        intercepted: exchange.intercepted,
        status: exchange.status.map(|status| status.as_u16()),
        ended: match exchange.ending {
            Ending::Whole => PassedEnd::Whole,
            Ending::Answered => PassedEnd::Answered,
            Ending::Truncated => PassedEnd::Truncated,
            Ending::Stalled => PassedEnd::Stalled,
            Ending::Cut => PassedEnd::Cut,
            Ending::ClientLeft | Ending::Open => PassedEnd::ClientLeft,
        },
        sent_bytes: exchange.sent(),
        received_bytes: exchange.received(),
        server: exchange.server.map(|server| server.to_string()),
        reused: exchange.reused,
        phases: PassedPhases {
            resolve_ms: phases.resolve.map(ms),
            connect_ms: phases.connect.map(ms),
            proxy_ms: phases.proxy.map(ms),
            tls_ms: phases.tls.map(ms),
            first_byte_ms: phases.first_byte.map(ms),
            total_ms: ms(exchange.began.elapsed()),
        },
        changed: exchange.changed.clone(),
        error: trouble.map(|trouble| trouble.kind.error().to_owned()),
        cause: trouble.and_then(|trouble| trouble.found.as_ref()).map(|found| found.cause.clone()),
        summary: trouble.map(|trouble| trouble.summary().clone()),
    }
}
