//! Asks one service at every port where it may be, through a proxy.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::Instant;

use crate::diagnose::minecraft::ports::{Says, best};
use crate::observation::{Purpose, Reason, State};
use crate::probe::Road;
use crate::probe::proxy::{Passage, pass};
use crate::probe::scan::{Way, state_behind};
use crate::report::Port;
use crate::report::probe::ProxySaid;
use crate::target::Host;

/// Asks the proxy of `way` for every port of `host` at once, and asks the service at those that it opens. `rank` says how much an answer tells: the more, the less.
pub(super) async fn over_proxy<T: Says>(
    way: &Way,
    host: &Host,
    ports: &[u16],
    patience: Duration,
    ask: impl AsyncFn(&Road, u16, Duration) -> Option<T>,
    rank: impl Fn(&T) -> u8,
) -> Option<Port<T>> {
    let deadline = Instant::now() + patience;
    let left = || deadline.saturating_duration_since(Instant::now());
    let one = async |port: &u16| {
        let mut seen = Port {
            host: host.to_string(),
            address: way.at.ip(),
            port: *port,
            state: State::Error,
            reason: Reason::Proxy,
            proxy: None,
            from: None,
            rtt_ms: None,
            answer: None,
            others: Vec::new(),
        };
        let Some(stream) = Road::direct(way.at).open(left()).await else { return seen };
        let (proxy, from, tls, purpose) = (&way.proxy, &way.from, &way.tls, Purpose::Asked);
        let passage = Passage { proxy, from, host, port: *port, fields: &[], tls, purpose };
        let passed = pass(stream, way.at, &passage, deadline).await;
        (seen.state, seen.rtt_ms) = (state_behind(&passed.answer), passed.answer.took_ms);
        seen.proxy = Some(ProxySaid::from(&passed.answer));
        if let Some(stream) = passed.stream {
            let road = Road::through(way.at, proxy, from, (host, *port), &[], tls).ready(stream);
            seen.answer = ask(&road, *port, left()).await;
        }
        seen
    };
    let all = join_all(ports.iter().map(one)).await;
    best(all, |port| port.answer.as_ref().map(&rank))
}
